package teseus.server.config;

import java.time.Duration;

/**
 * The links between hosts: the {@code links} object of {@code cluster.json}.
 *
 * @param heartbeat how often an idle link says that it lives, 10 ms to 1 min; key {@code
 *     heartbeat-ms}, default 1000
 * @param lostAfter how long a link may be silent before it is given up, two heartbeats to 10 min;
 *     key {@code lost-after-ms}, default 10000
 */
public record LinksConfig(Duration heartbeat, Duration lostAfter) {
  public LinksConfig {
    Ranges.HEARTBEAT.require(heartbeat);
    Ranges.LOST_AFTER.require(lostAfter);
    if (lostAfter.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new Misfit(
          Ranges.LOST_AFTER.key(),
          "at least two heartbeats (" + heartbeat.multipliedBy(2).toMillis() + ")",
          Long.toString(lostAfter.toMillis()));
    }
  }
}
