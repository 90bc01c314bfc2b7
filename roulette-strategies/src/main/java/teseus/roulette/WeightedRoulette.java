package teseus.roulette;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * {@code weighted-roulette}: among the hosts with enough free memory, odds in proportion to
 *
 * <pre>score = (memory * m + cpu * c + availability * a) / (memory + cpu + availability)</pre>
 *
 * where {@code m} is the host's free bytes over those of the host with the most, {@code c} the idle
 * share of its processors and {@code a} the share of time its peers have seen it, all 0 to 1. Free
 * bytes and not the free share of the budget, so that with {@code memory} alone a host with four
 * times the room is drawn four times as often, and all fill up together.
 *
 * <p>Weights: {@code memory} (default 2), {@code cpu} (1), {@code availability} (1). Only their
 * ratios matter; if all are 0, or all scores, the odds are equal.
 */
public final class WeightedRoulette implements Strategy {
  private static final String MEMORY = "memory";
  private static final String CPU = "cpu";
  private static final String AVAILABILITY = "availability";
  private static final Map<String, Double> DEFAULTS =
      Map.of(MEMORY, 2.0, CPU, 1.0, AVAILABILITY, 1.0);

  /** For {@link java.util.ServiceLoader}. */
  public WeightedRoulette() {}

  @Override
  public String name() {
    return "weighted-roulette";
  }

  @Override
  public String summary() {
    return "Draws among the hosts that have room, with odds by free memory, idle CPU and"
        + " availability.";
  }

  @Override
  public Map<String, Double> weights() {
    return DEFAULTS;
  }

  @Override
  public Award rank(
      Demand demand, List<Offer> offers, Map<String, Double> weights, RandomGenerator random) {
    Map<String, Double> checked = Strategies.resolved(this, weights);
    double memory = checked.getOrDefault(MEMORY, 0.0);
    double cpu = checked.getOrDefault(CPU, 0.0);
    double availability = checked.getOrDefault(AVAILABILITY, 0.0);
    double sum = memory + cpu + availability;
    Wheel wheel = new Wheel(offers, offer -> Room.lacking(demand, offer));
    double mostFree = wheel.mostFree();
    return wheel.spin(
        this,
        demand,
        offer -> {
          double free = mostFree > 0 ? offer.freeBytes() / mostFree : 0;
          double weighed =
              memory * free + cpu * offer.cpuIdle() + availability * offer.availability();
          return sum > 0 ? weighed / sum : 0;
        },
        random);
  }
}
