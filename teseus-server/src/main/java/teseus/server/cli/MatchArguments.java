package teseus.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;
import teseus.space.Template;

/** What a read, a take or a count matches on. */
final class MatchArguments {
  @Parameters(
      paramLabel = "TYPE FIELD=VALUE",
      arity = "0..*",
      description = {
        "The type, any if left out, and what fields must equal; nested ones by a path with dots. A"
            + " value that is JSON is what it says (size=3, done=true, note=null), any other is a"
            + " text (name=zlib)."
      })
  private List<String> arguments = new ArrayList<>();

  /** The template that is meant. */
  Template template() {
    boolean typed = !arguments.isEmpty() && arguments.get(0).indexOf('=') < 0;
    Map<String, @Nullable Object> fields =
        FieldArguments.read(typed ? arguments.subList(1, arguments.size()) : arguments);
    Template template = typed ? Template.ofType(arguments.get(0)) : Template.any();
    try {
      for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
        template = template.where(field.getKey(), field.getValue());
      }
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.REFUSED, Table.visible(String.valueOf(e.getMessage())));
    }
    return template;
  }
}
