package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import teseus.server.config.ClusterConfig;

/**
 * How a file differs from what a cluster runs.
 *
 * @param strategy the file's, with its weights
 * @param placement whether the cluster places by another strategy or other weights
 * @param restart what takes a restart, each as {@code /pointer: was A, is B}
 */
record ConfigChange(String strategy, boolean placement, List<String> restart) {
  private static final String PLACEMENT = "placement";

  ConfigChange {
    restart = List.copyOf(restart);
  }

  /**
   * Compares.
   *
   * @param cluster as {@code /v1/cluster} answers: {@code config} is the digest that the host runs,
   *     {@code configuration} its canonical content
   * @param strategies as {@code /v1/strategies} answers
   */
  static ConfigChange of(ClusterConfig wanted, JsonNode cluster, JsonNode strategies) {
    ObjectNode spelled = Json.object();
    new TreeMap<>(wanted.placement().weights()).forEach(spelled::put);
    JsonNode current = strategies.path("current");
    boolean same =
        current.path("name").asText().equals(wanted.placement().strategy())
            && weights(current.path("weights")).equals(weights(spelled));
    ObjectNode strategy = Json.object().put("name", wanted.placement().strategy());
    strategy.set("weights", spelled);
    return new ConfigChange(StrategyCommand.line(strategy), !same, restart(wanted, cluster));
  }

  private static Map<String, Double> weights(JsonNode weights) {
    return weights.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, weight -> weight.getValue().asDouble()));
  }

  private static List<String> restart(ClusterConfig wanted, JsonNode cluster) {
    if (cluster.path("config").asText().equals(wanted.digest())) {
      return List.of();
    }
    JsonNode running = cluster.path("configuration");
    if (!running.isObject()) {
      return List.of("the hosts run another file, and do not say which");
    }
    List<String> differences = new ArrayList<>();
    compare("", running, canonical(wanted), differences);
    return differences;
  }

  private static JsonNode canonical(ClusterConfig config) {
    try {
      return Json.read(config.canonical().getBytes(StandardCharsets.UTF_8));
    } catch (Json.NotJsonException e) {
      throw new IllegalStateException("the canonical content is JSON", e);
    }
  }

  private static void compare(String at, JsonNode was, JsonNode is, List<String> differences) {
    if (at.equals("/" + PLACEMENT) || was.equals(is)) {
      return; // placement is in effect without a restart
    }
    if (was.isContainerNode() && was.getNodeType() == is.getNodeType()) {
      for (String key : keys(was, is)) {
        compare(at + "/" + key, child(was, key), child(is, key), differences);
      }
      return;
    }
    differences.add("%s: was %s, is %s".formatted(at, value(was), value(is)));
  }

  private static Iterable<String> keys(JsonNode was, JsonNode is) {
    List<String> keys = new ArrayList<>();
    if (was.isArray()) {
      for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
        keys.add(String.valueOf(i));
      }
      return keys;
    }
    was.fieldNames().forEachRemaining(keys::add);
    is.fieldNames().forEachRemaining(keys::add);
    return new TreeSet<>(keys);
  }

  private static JsonNode child(JsonNode of, String key) {
    return of.isArray() ? of.path(Integer.parseInt(key)) : of.path(key);
  }

  private static String value(JsonNode node) {
    return node.isMissingNode() ? "missing" : Table.visible(node.toString());
  }

  String text(boolean dryRun) {
    String inEffect =
        placement
            ? (dryRun ? "would place by " : "now places by ") + strategy + "\n"
            : "already places by " + strategy + "\n";
    if (restart.isEmpty()) {
      return inEffect;
    }
    return inEffect
        + "takes a restart of every host with this file:\n"
        + restart.stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
  }

  ObjectNode json(boolean dryRun) {
    ObjectNode json = Json.object().put("placement", strategy).put("applied", placement && !dryRun);
    ArrayNode list = json.putArray("restart");
    restart.forEach(list::add);
    return json;
  }
}
