package teseus.space.wire;

import java.util.ArrayList;
import java.util.List;
import teseus.space.Template;

/** The bytes of templates: a type, if any, and conditions, each a path and a value. */
final class Templates {
  private Templates() {}

  static void write(BytesOut out, Template template) {
    out.optional(template.type(), BytesOut::text);
    out.list(
        template.conditions(),
        (each, condition) -> {
          each.text(condition.path());
          Values.write(each, condition.value());
        });
  }

  static Template read(BytesIn in) {
    String type = in.optional(BytesIn::text);
    int count = in.count(2, "conditions");
    if (count > Template.MAX_CONDITIONS) {
      throw in.malformed(
          "expected at most " + Template.MAX_CONDITIONS + " conditions, found " + count);
    }
    List<Template.Equal> conditions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      conditions.add(new Template.Equal(in.text(), Values.read(in, 1)));
    }
    return new Template(type, conditions);
  }
}
