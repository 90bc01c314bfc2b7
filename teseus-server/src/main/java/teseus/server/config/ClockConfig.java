package teseus.server.config;

import java.time.Duration;

/**
 * Hosts' clocks: the {@code clock} object of {@code cluster.json}.
 *
 * @param maxSkew how far a host's clock may be off the median of all before it leads nothing that
 *     another can lead, 10 ms to 1 min; key {@code max-skew-ms}, default 500
 */
public record ClockConfig(Duration maxSkew) {
  public ClockConfig {
    Ranges.MAX_SKEW.require(maxSkew);
  }
}
