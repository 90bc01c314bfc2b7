package teseus.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import teseus.space.Template;

/** {@code teseus count}: how many match. */
@Command(
    name = "count",
    description = "Counts matches: the sum of each segment's count, at a moment of its own.",
    footer = {
      "",
      "Examples:",
      "  teseus count",
      "  teseus count Package section=libs",
      "  teseus count --where '{\"or\":[{\"size\":{\"gt\":9}},{\"tag\":\"x\"}]}'",
      "",
      "Ends with 0 also if there are none."
    })
final class CountCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private MatchArguments match = new MatchArguments();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  CountCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Template template = match.template();
    return Client.with(
        cluster,
        client -> {
          long matches = client.count(template);
          console
              .out()
              .println(
                  json ? Json.text(Json.object().put("count", matches)) : String.valueOf(matches));
          return Exit.OK.code();
        });
  }
}
