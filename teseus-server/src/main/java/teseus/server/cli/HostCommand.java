package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code teseus host}: what the hosts say of themselves. */
@Command(name = "host", description = "Shows the hosts.")
final class HostCommand {
  private final Console console;

  HostCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "list",
      description = "Lists the hosts with their figures, as the host that answers last heard them.",
      footer = {
        "",
        "Examples:",
        "  teseus host list",
        "  teseus host list --json | jq '.hosts[].free'"
      })
  int list(
      @Mixin ClusterOptions cluster,
      @Option(names = "--json", description = "Print what the host answers.") boolean json) {
    ObjectNode answer = new HostCalls(cluster.hosts()).get("/v1/hosts");
    console.out().print(json ? Json.text(answer) + "\n" : table(answer, console.ink()));
    return Exit.OK.code();
  }

  static String table(JsonNode answer, Ink ink) {
    Table table =
        new Table(
            "HOST",
            "STATE",
            "META",
            "#TOKENS",
            "#USED",
            "#BUDGET",
            "#CPU IDLE",
            "#AVAILABLE",
            "PAGE");
    for (JsonNode host : answer.path("hosts")) {
      boolean up = host.path("up").asBoolean();
      UnaryOperator<String> colour = up ? UnaryOperator.identity() : ink::bad;
      JsonNode said = host.path("state"); // missing if it was never heard
      table.row(
          colour,
          host.path("name").asText(),
          up ? "up" : "not reached",
          host.path("leads").asBoolean() ? "leads" : host.path("votes").asBoolean() ? "votes" : "-",
          count(said.path("tokensTotal")),
          bytes(said.path("used")),
          bytes(host.path("budget")),
          share(said.path("cpuIdle")),
          share(said.path("availability")),
          host.path("http").asText());
    }
    return table.text(ink);
  }

  private static String count(JsonNode figure) {
    return figure.isNumber() ? Figures.count(figure.asLong()) : "-";
  }

  static String bytes(JsonNode figure) {
    return figure.isNumber() ? Figures.bytes(figure.asLong()) : "-";
  }

  static String share(JsonNode figure) {
    return figure.isNumber() ? Figures.percent(figure.asDouble()) : "-";
  }
}
