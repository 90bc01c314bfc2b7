package teseus.space.vertx;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from 50 ms to 2 s, drawn from the upper half.
 */
final class Backoff {
  static final long LEAST_MS = 50;
  static final long MOST_MS = 2_000;

  private final RandomGenerator random;
  private long ceiling = LEAST_MS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The next wait in ms. */
  long next() {
    ceiling = Math.min(2 * ceiling, MOST_MS);
    return random.nextLong(ceiling / 2, ceiling + 1);
  }

  /** It went well: the next wait is a short one. */
  void reset() {
    ceiling = LEAST_MS;
  }
}
