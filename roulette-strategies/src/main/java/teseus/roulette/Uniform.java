package teseus.roulette;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * {@code uniform}, the thesis's first heuristic: all hosts have the same odds, whatever room they
 * have. It rules nobody out; a host without room refuses, and the next is asked.
 */
public final class Uniform implements Strategy {
  /** For {@link java.util.ServiceLoader}. */
  public Uniform() {}

  @Override
  public String name() {
    return "uniform";
  }

  @Override
  public String summary() {
    return "Draws among all hosts with equal odds and ignores their memory.";
  }

  @Override
  public Map<String, Double> weights() {
    return Map.of();
  }

  @Override
  public Award rank(
      Demand demand, List<Offer> offers, Map<String, Double> weights, RandomGenerator random) {
    return new Wheel(offers, offer -> null).spin(this, demand, offer -> 1, random);
  }
}
