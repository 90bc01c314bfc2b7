package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code teseus strategy}: how tokens find their hosts. */
@Command(name = "strategy", description = "Shows and chooses how tokens find their hosts.")
final class StrategyCommand {
  private final Console console;

  StrategyCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "list",
      description = "Lists the strategies that can be chosen.",
      footer = {"", "Example:", "  teseus strategy list"})
  int list(
      @Mixin ClusterOptions cluster,
      @Option(names = "--json", description = "Print what the host answers.") boolean json) {
    ObjectNode answer = new HostCalls(cluster.hosts()).get("/v1/strategies");
    console.out().print(json ? Json.text(answer) + "\n" : table(answer, console.ink()));
    return Exit.OK.code();
  }

  static String table(JsonNode answer, Ink ink) {
    JsonNode current = answer.path("current");
    Table table = new Table("", "STRATEGY", "WEIGHTS", "WHAT IT DOES");
    for (JsonNode strategy : answer.path("strategies")) {
      boolean used = strategy.path("name").equals(current.path("name"));
      UnaryOperator<String> colour = used ? ink::bold : UnaryOperator.identity();
      table.row(
          colour,
          used ? "*" : "",
          strategy.path("name").asText(),
          weights((used ? current : strategy).path("weights")),
          strategy.path("summary").asText());
    }
    return table.text(ink);
  }

  @Command(
      name = "show",
      description = "Shows the strategy in use and its weights.",
      footer = {"", "Example:", "  teseus strategy show --json"})
  int show(
      @Mixin ClusterOptions cluster,
      @Option(names = "--json", description = "Print it as JSON.") boolean json) {
    JsonNode current = new HostCalls(cluster.hosts()).get("/v1/strategies").path("current");
    print(current, json);
    return Exit.OK.code();
  }

  @Command(
      name = "set",
      description = {
        "Places tokens by another strategy from now on, on every host. Weights not given keep the"
            + " strategy's default. The cluster keeps it, through restarts too, until"
            + " it is set again."
      },
      footer = {
        "",
        "Examples:",
        "  teseus strategy set memory-roulette",
        "  teseus strategy set weighted-roulette --weight memory=2 --weight cpu=0.5"
      })
  int set(
      @Mixin ClusterOptions cluster,
      @Parameters(paramLabel = "NAME", description = "One of teseus strategy list.") String name,
      @Option(
              names = "--weight",
              paramLabel = "WEIGHT=NUMBER",
              description = "0 to 1,000; only ratios matter. Repeat it for more.")
          @Nullable Map<String, Double> weights,
      @Option(names = "--json", description = "Print what is now in use as JSON.") boolean json) {
    Map<String, Double> given = weights == null ? Map.of() : weights;
    print(choose(new HostCalls(cluster.hosts()), name, given), json);
    return Exit.OK.code();
  }

  /** Has the cluster place by this from now on; what is then in use. */
  @CanIgnoreReturnValue // it is what was asked for
  static ObjectNode choose(HostCalls hosts, String name, Map<String, Double> weights) {
    ObjectNode wish = Json.object().put("name", name);
    ObjectNode named = wish.putObject("weights");
    new LinkedHashMap<>(weights).forEach(named::put);
    return hosts.put("/v1/strategy", wish);
  }

  private void print(JsonNode current, boolean json) {
    console.out().println(json ? Json.text(current) : line(current));
  }

  static String line(JsonNode strategy) {
    String weights = weights(strategy.path("weights"));
    String name = Table.visible(strategy.path("name").asText());
    return weights.isEmpty() ? name : name + " " + Table.visible(weights);
  }

  private static String weights(JsonNode weights) {
    return weights.properties().stream()
        .map(weight -> weight.getKey() + "=" + number(weight.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String number(JsonNode weight) {
    return weight.isNumber()
        ? weight.decimalValue().stripTrailingZeros().toPlainString()
        : weight.asText();
  }
}
