package teseus.server.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import teseus.space.Condition;
import teseus.space.Template;
import teseus.space.wire.TemplateForm;

/** What a read, a take or a count matches on. */
final class MatchArguments {
  @Parameters(
      paramLabel = "TYPE CONDITION",
      arity = "0..*",
      description = {
        "The type, any if left out, which matches its subtypes too; then conditions that all must"
            + " hold: size=3, 'size!=3', 'size>2' (or >=, <, <=), name^=Ab (begins so),"
            + " tag@=x,y (is one of these), 'ref?' (is there; ref=null: it is not). A nested field"
            + " is a path with dots. A value that is JSON is what it says (size=3, done=true,"
            + " note=null), any other is a text (name=zlib). Quote <, >, ! and ? for the shell."
      })
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "JSON",
      description = {
        "Further conditions in the form of the HTTP API, with and, or, not:"
            + " '{\"or\":[{\"size\":{\"gt\":9}},{\"tag\":\"x\"}]}'."
      })
  private @Nullable String where;

  /** The template that is meant. */
  Template template() {
    try {
      Template template = arguments();
      for (Condition condition : further()) {
        template = template.and(condition);
      }
      return template;
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.REFUSED, Table.visible(String.valueOf(e.getMessage())));
    }
  }

  private Template arguments() {
    Template template = Template.any();
    Set<String> equalled = new HashSet<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      Optional<Condition> condition = ConditionArguments.read(argument);
      if (condition.isPresent()) {
        if (condition.get() instanceof Condition.Equal equal && !equalled.add(equal.path())) {
          throw new CommandException(
              Exit.USAGE, "field " + Table.visible(equal.path()) + " cannot equal two values");
        }
        template = template.and(condition.get());
      } else if (i == 0) {
        template = Template.ofType(argument);
      } else {
        throw new CommandException(
            Exit.USAGE, "a condition reads like name=value, was " + Table.visible(argument));
      }
    }
    return template;
  }

  private List<Condition> further() {
    if (where == null) {
      return List.of();
    }
    try {
      Map<String, @Nullable Object> form =
          Json.fields(Json.readObject(where.getBytes(StandardCharsets.UTF_8)));
      return TemplateForm.read(Map.of("where", form)).conditions();
    } catch (Json.NotJsonException e) {
      throw new CommandException(Exit.USAGE, "--where: " + e.getMessage());
    }
  }
}
