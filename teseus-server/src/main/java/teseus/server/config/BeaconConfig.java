package teseus.server.config;

import java.time.Duration;

/**
 * When hosts speak: the {@code beacon} object of {@code cluster.json}.
 *
 * @param fixed least time between two beacons, 5 ms to 1 min; key {@code fixed-ms}, default 200
 * @param random longest extra draw on top, 1 ms to 1 min; key {@code random-ms}, default 100
 * @param round in about this time each host has spoken once, 10 ms to 10 min; key {@code round-ms},
 *     default 1000
 */
public record BeaconConfig(Duration fixed, Duration random, Duration round) {
  public BeaconConfig {
    Ranges.FIXED.require(fixed);
    Ranges.RANDOM.require(random);
    Ranges.ROUND.require(round);
  }
}
