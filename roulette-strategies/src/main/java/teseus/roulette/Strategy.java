package teseus.roulette;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The rule that turns bids into an award. Found by {@link java.util.ServiceLoader}, named in {@code
 * cluster.json}, swapped while running.
 *
 * <p>An implementation needs a public constructor without arguments, keeps no state between calls,
 * draws chance only from what it is given, and may be called from any thread.
 */
public interface Strategy {
  /** Its name in {@code cluster.json}: lower case with hyphens, unique. */
  String name();

  /** What it does, in one sentence. */
  String summary();

  /** The weights it knows and their defaults, by name; empty if it has none. */
  Map<String, Double> weights();

  /**
   * Ranks the bidders for one token.
   *
   * @param demand what the token asks
   * @param offers one a host, in no particular order; may be empty
   * @param weights as {@link #weights}, with those set by the user replaced
   * @param random the only source of chance
   * @return every offer accounted for, either ranked or ruled out with a reason
   */
  Award rank(
      Demand demand, List<Offer> offers, Map<String, Double> weights, RandomGenerator random);
}
