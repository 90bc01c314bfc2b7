package teseus.space.host;

import java.util.Map;

/**
 * A strategy by name, and what it weighs.
 *
 * @param name as {@code cluster.json} names it
 * @param weights those set by the user, by name
 */
public record StrategyChoice(String name, Map<String, Double> weights) {
  public StrategyChoice {
    weights = Map.copyOf(weights);
  }
}
