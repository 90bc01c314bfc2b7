package teseus.roulette;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The strategies on the class path: those of this module, and any other that names itself in {@code
 * META-INF/services/teseus.roulette.Strategy}. Call from any thread.
 */
public final class Strategies {
  /** The greatest weight; only ratios matter, so a greater one could not say more. */
  public static final double MAX_WEIGHT = 1_000;

  private Strategies() {}

  /**
   * All of them, by name, looked up anew at each call.
   *
   * @throws IllegalStateException if two have the same name
   * @throws java.util.ServiceConfigurationError if one cannot be loaded
   */
  public static List<Strategy> all() {
    Map<String, Strategy> byName = new TreeMap<>();
    for (Strategy strategy : ServiceLoader.load(Strategy.class)) {
      Strategy other = byName.put(strategy.name(), strategy);
      if (other != null) {
        throw new IllegalStateException(
            "two strategies are named %s: %s and %s; take one off the class path"
                .formatted(
                    strategy.name(), other.getClass().getName(), strategy.getClass().getName()));
      }
    }
    return List.copyOf(byName.values());
  }

  /**
   * The strategy of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known names and the
   *     nearest
   */
  public static Strategy find(String name) {
    Map<String, Strategy> known = new TreeMap<>();
    all().forEach(strategy -> known.put(strategy.name(), strategy));
    Strategy found = known.get(name);
    if (found == null) {
      throw new IllegalArgumentException(unknown("strategy", name, known));
    }
    return found;
  }

  /**
   * The weights that a strategy reckons with: its defaults, with those given in their place.
   *
   * @param name the strategy's
   * @param weights any of the strategy's, each 0 to {@value #MAX_WEIGHT}
   * @return all of the strategy's weights, by name; not modifiable
   * @throws IllegalArgumentException if there is no such strategy, if it has no weight of that
   *     name, or if a weight is below 0, too great or not a number
   */
  public static Map<String, Double> checked(String name, Map<String, Double> weights) {
    return Collections.unmodifiableMap(new TreeMap<>(resolved(find(name), weights)));
  }

  static Map<String, Double> resolved(Strategy strategy, Map<String, Double> weights) {
    Map<String, Double> defaults = strategy.weights();
    weights.forEach(
        (weight, value) -> {
          if (!defaults.containsKey(weight)) {
            throw new IllegalArgumentException(
                unknown("weight of " + strategy.name(), weight, new TreeMap<>(defaults)));
          }
          if (!(value >= 0 && value <= MAX_WEIGHT)) {
            throw new IllegalArgumentException(
                "weight %s of %s must be 0..%.0f, was %s"
                    .formatted(weight, strategy.name(), MAX_WEIGHT, value));
          }
        });
    if (weights.size() == defaults.size()) {
      return Map.copyOf(weights); // each is one of the strategy's, so that all are given
    }
    Map<String, Double> all = new TreeMap<>(defaults);
    all.putAll(weights);
    return Collections.unmodifiableMap(all);
  }

  private static String unknown(String what, String name, Map<String, ?> known) {
    String names =
        known.isEmpty() ? "it has none" : known.keySet().stream().collect(Collectors.joining(", "));
    String hint =
        Nearest.to(name, known.keySet()).map(near -> "; did you mean " + near + "?").orElse("");
    return "unknown %s: %s%s (known: %s)".formatted(what, name, hint, names);
  }
}
