package teseus.server.config;

import java.util.Map;
import teseus.roulette.Strategies;

/**
 * How tokens find their hosts: the {@code placement} object of {@code cluster.json}.
 *
 * @param strategy the strategy's name; key {@code strategy}, default {@value #STANDARD}
 * @param weights all weights of that strategy by name, each 0 to 1,000; key {@code weights}; those
 *     not given are the strategy's defaults
 */
public record PlacementConfig(String strategy, Map<String, Double> weights) {
  static final String STANDARD = "weighted-roulette";

  public PlacementConfig {
    weights = Strategies.checked(strategy, weights);
  }
}
