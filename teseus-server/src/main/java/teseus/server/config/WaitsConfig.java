package teseus.server.config;

import java.time.Duration;

/**
 * Takes that wait: the {@code waits} object of {@code cluster.json}.
 *
 * @param hold how long a match is held for the first in the queue, 10 ms to 1 min; key {@code
 *     hold-ms}, default 250
 * @param answer how long after its deadline an operation awaits its answer before its outcome is
 *     called unknown, 100 ms to 10 min, at least {@code hold}; key {@code answer-ms}, default 10000
 */
public record WaitsConfig(Duration hold, Duration answer) {
  public WaitsConfig {
    Ranges.HOLD.require(hold);
    Ranges.ANSWER.require(answer);
    if (answer.compareTo(hold) < 0) {
      throw new Misfit(
          Ranges.ANSWER.key(),
          "at least waits.hold-ms (" + hold.toMillis() + ")",
          Long.toString(answer.toMillis()));
    }
  }
}
