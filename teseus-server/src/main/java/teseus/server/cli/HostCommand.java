package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code teseus host}: what the hosts say of themselves, and which of them take part. */
@Command(name = "host", description = "Shows the hosts, and lets one go.")
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

  @Command(
      name = "drain",
      description = {
        "Lets a host go while the others serve: each segment that it leads or keeps comes to others"
            + " first, never to fewer than copies.min, and nothing more comes to it. Waits until it"
            + " holds nothing, and tells what it still has and why; ending this command does not"
            + " end that. The drained host's process then ends by itself with 0, unless it keeps"
            + " META: that one goes on, and says so."
      },
      footer = {
        "",
        "Examples:",
        "  teseus host drain zeus",
        "  teseus host drain zeus --no-wait",
        "  teseus host drain zeus --cancel"
      })
  int drain(
      @Mixin ClusterOptions cluster,
      @Parameters(paramLabel = "NAME", description = "One of the hosts.") String name,
      @Option(
              names = "--cancel",
              description =
                  "Take it back: it takes part again, and leads again what it founded once it runs.")
          boolean cancel,
      @Option(names = "--no-wait", description = "Only begin.") boolean noWait)
      throws InterruptedException {
    Drain drain = new Drain(new HostCalls(cluster.hosts()), name, console.out());
    if (cancel) {
      drain.cancel();
    } else {
      drain.begin();
      if (!noWait) {
        drain.await();
      }
    }
    return Exit.OK.code();
  }

  @Command(
      name = "remove",
      description = {
        "Takes a host off the list of the cluster's hosts, for ever: its name is not used again."
            + " It has to be drained first, and must not keep META."
      },
      footer = {"", "Examples:", "  teseus host drain zeus && teseus host remove zeus"})
  int remove(
      @Mixin ClusterOptions cluster,
      @Parameters(paramLabel = "NAME", description = "One of the hosts.") String name) {
    String path = "/v1/hosts/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    ObjectNode unused = new HostCalls(cluster.hosts()).delete(path);
    console.out().println(name + " is removed: the others do not know it any more.");
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
          state(host, up),
          host.path("leads").asBoolean() ? "leads" : host.path("votes").asBoolean() ? "votes" : "-",
          count(said.path("tokensTotal")),
          bytes(said.path("used")),
          bytes(host.path("budget")),
          share(said.path("cpuIdle")),
          share(said.path("availability")),
          host.path("http").asText());
    }
    return table.text(ink) + segments(answer, ink);
  }

  private static String state(JsonNode host, boolean up) {
    String standing = host.path("standing").asText("member");
    String reached = up ? "up" : "not reached";
    return switch (standing) {
      case "draining" -> reached + ", drains, " + holds(host.path("holds").asInt());
      case "drained" -> reached + ", drained";
      case "joining" -> reached + ", joins" + awaited(host.path("awaits"));
      default -> reached;
    };
  }

  private static String awaited(JsonNode hosts) {
    StringJoiner names = new StringJoiner(", ", ", waits for ", "");
    names.setEmptyValue("");
    hosts.forEach(host -> names.add(host.asText()));
    return names.toString();
  }

  private static String holds(int segments) {
    return "holds " + segments + (segments == 1 ? " segment" : " segments");
  }

  /** Who leads which segment, and who else holds it; nothing where each is on one host alone. */
  private static String segments(JsonNode answer, Ink ink) {
    Table table = new Table("SEGMENT", "LED BY", "#EPOCH", "HELD BY", "FOLLOWED BY", "STATE");
    boolean any = false;
    for (JsonNode host : answer.path("hosts")) {
      if (!host.path("up").asBoolean()) {
        continue; // what it said last does not hold
      }
      for (JsonNode segment : host.path("state").path("segments")) {
        String lacking = segment.path("lacking").asText("");
        any |= segment.path("copies").size() > 1 || !lacking.isEmpty();
        table.row(
            lacking.isEmpty() ? UnaryOperator.identity() : ink::bad,
            segment.path("id").asText(),
            host.path("name").asText(),
            count(segment.path("epoch")),
            holders(segment, true),
            holders(segment, false),
            state(segment, lacking));
      }
    }
    return any ? "\n" + table.text(ink) : "";
  }

  private static String holders(JsonNode segment, boolean members) {
    StringJoiner names = new StringJoiner(", ");
    names.setEmptyValue("-");
    for (JsonNode copy : segment.path("copies")) {
      if (copy.path("member").asBoolean() == members) {
        names.add(copy.path("host").asText() + behind(copy));
      }
    }
    return names.toString();
  }

  private static String behind(JsonNode copy) {
    JsonNode behind = copy.path("behind");
    if (!copy.path("linked").asBoolean()) {
      return " (out of reach)";
    }
    if (!behind.isNumber()) {
      return " (is asked what it has)";
    }
    return behind.asLong() == 0 ? "" : " (" + Figures.count(behind.asLong()) + " behind)";
  }

  private static String state(JsonNode segment, String lacking) {
    if (!lacking.isEmpty()) {
      return lacking;
    }
    return segment.path("open").asBoolean() ? "open" : "not open yet";
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
