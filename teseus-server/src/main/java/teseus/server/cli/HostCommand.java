package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code teseus host}: what the hosts say of themselves, and which of them take part. */
@Command(name = "host", description = "Shows the hosts, and lets one go.")
final class HostCommand {
  private static final String LOST =
      "lost: all stores that held it are gone; start its host with --accept-loss, and restore a"
          + " snapshot";

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
            + " META: that one goes on until others do, and says so."
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
            + " It has to be drained first, and must not keep META (teseus host voters)."
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

  @Command(
      name = "voters",
      description = {
        "Shows who keeps META; or has others keep it, all of whom are named: 1, 3, 5 or 7 hosts. They"
            + " do from one moment to the next, while all goes on. A host whose disk was lost votes"
            + " from its new one once it is named again, the others being named with it."
      },
      footer = {
        "",
        "Examples:",
        "  teseus host voters",
        "  teseus host voters hera juno ares     ares in the place of zeus",
        "  teseus host voters hera zeus juno     zeus again, on a new disk"
      })
  int voters(
      @Mixin ClusterOptions cluster,
      @Parameters(
              paramLabel = "NAME",
              arity = "0..*",
              description = "All hosts that are to keep META from now on.")
          List<String> names) {
    HostCalls hosts = new HostCalls(cluster.hosts());
    ObjectNode answer =
        names == null || names.isEmpty()
            ? hosts.get("/v1/voters")
            : hosts.put("/v1/voters", Json.object().set("hosts", Json.tree(names)));
    console.out().print(voters(answer, console.ink()));
    return Exit.OK.code();
  }

  private static String voters(JsonNode answer, Ink ink) {
    Table table = new Table("VOTER", "STATE");
    String leader = answer.path("leader").asText();
    for (JsonNode voter : answer.path("voters")) {
      String host = voter.path("host").asText();
      boolean votes = voter.path("up").asBoolean() && !voter.path("lost").asBoolean();
      table.row(
          votes ? UnaryOperator.identity() : ink::bad,
          host,
          voter.path("lost").asBoolean()
              ? "does not vote: the data folder from which it did is lost"
              : !voter.path("up").asBoolean()
                  ? "not reached"
                  : host.equals(leader) ? "leads" : "votes");
    }
    return table.text(ink);
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
          meta(host),
          count(said.path("tokensTotal")),
          bytes(said.path("used")),
          bytes(host.path("budget")),
          share(said.path("cpuIdle")),
          share(said.path("availability")),
          host.path("http").asText());
    }
    return table.text(ink) + segments(answer, ink);
  }

  /** What it does for META; "lost" if its vote is, with its disk. */
  private static String meta(JsonNode host) {
    if (host.path("lost").asBoolean()) {
      return "lost";
    }
    return host.path("leads").asBoolean()
        ? "leads"
        : host.path("votes").asBoolean() ? "votes" : "-";
  }

  private static String state(JsonNode host, boolean up) {
    String standing = host.path("standing").asText("member");
    String reached = up ? "up" : "not reached";
    String stands =
        switch (standing) {
          case "draining" -> reached + ", drains, " + holds(host.path("holds").asInt());
          case "drained" -> reached + ", drained";
          case "joining" -> reached + ", joins" + awaited(host.path("awaits"));
          default -> reached;
        };
    return stands + (up ? clock(host.path("state").path("clockOffMs").asLong()) : "");
  }

  private static String clock(long off) {
    return off == 0 ? "" : ", clock off by " + off + " ms";
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
    for (JsonNode segment : answer.path("lost")) {
      any = true;
      table.row(ink::bad, segment.asText(), "-", "-", "-", "-", LOST);
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
