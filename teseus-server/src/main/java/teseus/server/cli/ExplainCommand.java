package teseus.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import teseus.space.Explanation;
import teseus.space.LookUp;
import teseus.space.Template;

/** {@code teseus explain}: how matches are looked for. */
@Command(
    name = "explain",
    description = {
      "Shows how a match would be looked for: in each segment and of each type, the index that"
          + " serves, how many tokens it leaves as candidates, and how many of them were compared"
          + " until one matched. Nothing comes of it, no index either."
    },
    footer = {
      "",
      "Examples:",
      "  teseus explain Package section=libs",
      "  teseus explain Package 'size>1000' --json"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private MatchArguments match = new MatchArguments();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Template template = match.template();
    return Client.with(
        cluster,
        client -> {
          Explanation how = client.explain(template);
          if (json) {
            console.out().println(Json.text(document(how)));
          } else {
            console.out().print(table(how).text(console.ink()));
          }
          return Exit.OK.code();
        });
  }

  private static Table table(Explanation how) {
    Table table =
        new Table("SEGMENT", "TYPE", "INDEX", "#TOKENS", "#CANDIDATES", "#EXAMINED", "MATCH");
    how.segments()
        .forEach(
            (segment, lookUps) -> {
              if (lookUps.isEmpty()) {
                table.row(segment.toString(), "-", "-", "0", "0", "0", "no");
              }
              lookUps.forEach(
                  lookUp ->
                      table.row(
                          segment.toString(),
                          lookUp.type(),
                          lookUp.index().orElse("none"),
                          Long.toString(lookUp.tokens()),
                          Long.toString(lookUp.candidates()),
                          Long.toString(lookUp.examined()),
                          lookUp.found() ? "yes" : "no"));
            });
    return table;
  }

  private static ObjectNode document(Explanation how) {
    ObjectNode document = Json.object();
    ArrayNode segments = document.putArray("segments");
    how.segments()
        .forEach(
            (segment, lookUps) -> {
              ArrayNode each =
                  segments.addObject().put("segment", segment.toString()).putArray("lookUps");
              lookUps.forEach(lookUp -> put(each.addObject(), lookUp));
            });
    return document;
  }

  private static void put(ObjectNode document, LookUp lookUp) {
    document.put("type", lookUp.type());
    lookUp.index().ifPresent(index -> document.put("index", index));
    document
        .put("tokens", lookUp.tokens())
        .put("candidates", lookUp.candidates())
        .put("examined", lookUp.examined())
        .put("found", lookUp.found());
  }
}
