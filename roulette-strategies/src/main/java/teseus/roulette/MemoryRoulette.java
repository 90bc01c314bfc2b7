package teseus.roulette;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * {@code memory-roulette}, the thesis's second heuristic: equal odds among the hosts with enough
 * free memory for the token; the others are ruled out.
 */
public final class MemoryRoulette implements Strategy {
  /** For {@link java.util.ServiceLoader}. */
  public MemoryRoulette() {}

  @Override
  public String name() {
    return "memory-roulette";
  }

  @Override
  public String summary() {
    return "Draws with equal odds among the hosts that have enough free memory.";
  }

  @Override
  public Map<String, Double> weights() {
    return Map.of();
  }

  @Override
  public Award rank(
      Demand demand, List<Offer> offers, Map<String, Double> weights, RandomGenerator random) {
    return new Wheel(offers, offer -> Room.lacking(demand, offer))
        .spin(this, demand, offer -> 1, random);
  }
}
