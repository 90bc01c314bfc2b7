package teseus.pantheon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;
import teseus.space.Template;

/** An example as a template: its type, and what it says of each field that is not null. */
final class Example {
  private Example() {}

  static Template template(Object example) {
    List<Condition> conditions = new ArrayList<>();
    collect("", Mapping.tuple(example).fields(), conditions);
    return new Template(Lineage.of(example.getClass()).type(), conditions);
  }

  private static void collect(
      String within, Map<?, ? extends @Nullable Object> fields, List<Condition> into) {
    fields.forEach(
        (key, value) -> {
          String name = key.toString();
          if (value != null && name.indexOf('.') >= 0) {
            throw new IllegalArgumentException(
                "an example has a field \"" + name + "\", whose dot would make it a path");
          }
          if (value instanceof Map<?, ?> object) {
            collect(within + name + ".", object, into);
          } else if (value != null) {
            into.add(Condition.eq(within + name, value));
          }
        });
  }

  /** A template without its equalities on a field, or on what is within it. */
  static Template without(Template template, String path) {
    List<Condition> left = new ArrayList<>(template.conditions());
    left.removeIf(
        condition ->
            condition instanceof Condition.Equal equal
                && (equal.path().equals(path) || equal.path().startsWith(path + ".")));
    return new Template(template.type(), left);
  }
}
