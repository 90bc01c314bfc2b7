package teseus.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import teseus.server.config.BadConfigException;
import teseus.server.config.ClusterConfig;
import teseus.server.config.Problem;

/** {@code teseus config}: checks cluster.json, and brings what can change at once into effect. */
@Command(name = "config", description = "Checks cluster.json and brings it into effect.")
final class ConfigCommand {
  private final Console console;

  ConfigCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "validate",
      description = "Checks a file and lists all that is wrong with it. Starts and asks nothing.",
      footer = {
        "",
        "Examples:",
        "  teseus config validate",
        "  teseus config validate /etc/teseus/cluster.json --json",
        "",
        "Ends with 3 if anything is wrong."
      })
  int validate(
      @Parameters(
              paramLabel = "FILE",
              arity = "0..1",
              description = "By default cluster.json of this folder, else of the checkout.")
          @Nullable Path named,
      @Option(names = "--json", description = "Print the findings as JSON.") boolean json) {
    Path file = ClusterOptions.file(named);
    if (!json) {
      console.out().println(summary(file, ClusterOptions.read(file)));
      return Exit.OK.code();
    }
    try {
      ClusterConfig config = ClusterConfig.read(file);
      console.out().println(Json.text(finding(List.of()).put("digest", config.digest())));
      return Exit.OK.code();
    } catch (BadConfigException e) {
      console.out().println(Json.text(finding(e.problems())));
      return Exit.REFUSED.code();
    }
  }

  private static String summary(Path file, ClusterConfig config) {
    String hosts =
        config.hosts().stream().map(host -> host.id().name()).collect(Collectors.joining(", "));
    return "%s is right: cluster %s, %d %s (%s), placed by %s, digest %s"
        .formatted(
            file,
            config.name(),
            config.hosts().size(),
            config.hosts().size() == 1 ? "host" : "hosts",
            hosts,
            config.placement().strategy(),
            config.digest());
  }

  private static ObjectNode finding(List<Problem> problems) {
    ObjectNode finding = Json.object().put("valid", problems.isEmpty());
    ArrayNode list = finding.putArray("problems");
    for (Problem problem : problems) {
      list.addObject()
          .put("line", problem.line())
          .put("column", problem.column())
          .put("pointer", problem.pointer())
          .put("expected", problem.expected())
          .put("found", problem.found());
    }
    return finding;
  }

  @Command(
      name = "apply",
      description = {
        "Brings the file's placement (strategy and weights) into effect on the running cluster, and"
            + " lists what else differs from what its hosts were started with: that takes a restart"
            + " of every host with the new file."
      },
      footer = {
        "",
        "Examples:",
        "  teseus config apply",
        "  teseus config apply new.json --url http://127.0.0.1:8081 --dry-run"
      })
  int apply(
      @Parameters(
              paramLabel = "FILE",
              arity = "0..1",
              description = "By default what --config says.")
          @Nullable Path named,
      @Mixin ClusterOptions cluster,
      @Option(names = "--dry-run", description = "Only say what would be done.") boolean dryRun,
      @Option(names = "--json", description = "Print what was done as JSON.") boolean json) {
    ClusterConfig wanted = ClusterOptions.read(named == null ? cluster.file() : named);
    HostCalls hosts = new HostCalls(cluster.hosts());
    ConfigChange change =
        ConfigChange.of(wanted, hosts.get("/v1/cluster"), hosts.get("/v1/strategies"));
    if (change.placement() && !dryRun) {
      StrategyCommand.choose(hosts, wanted.placement().strategy(), wanted.placement().weights());
    }
    console.out().print(json ? Json.text(change.json(dryRun)) + "\n" : change.text(dryRun));
    return Exit.OK.code();
  }
}
