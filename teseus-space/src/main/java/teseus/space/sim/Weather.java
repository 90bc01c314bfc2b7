package teseus.space.sim;

import java.util.random.RandomGenerator;

/**
 * How the network treats messages.
 *
 * @param loss share of messages that get lost on links that stand
 * @param duplicates share of messages that come twice
 * @param slow share of messages that take long
 * @param slowMs how long these take at most, in milliseconds
 */
record Weather(double loss, double duplicates, double slow, int slowMs) {
  static final Weather FAIR = new Weather(0, 0, 0, 1);

  static Weather draw(RandomGenerator random) {
    return switch (random.nextInt(5)) {
      case 0 -> FAIR;
      case 1 -> new Weather(0, 0.02, 0.05, 50);
      case 2 -> new Weather(0.02, 0.02, 0.02, 400);
      case 3 -> new Weather(0.01, 0.1, 0.25, 600);
      default -> new Weather(0.1, 0.05, 0.1, 100);
    };
  }
}
