package teseus.server.config;

import java.time.Duration;

/**
 * Clients' sessions: the {@code session} object of {@code cluster.json}.
 *
 * @param lease how long a session outlives its client's last word, 1 s to 24 h; key {@code lease},
 *     default 5 min
 */
public record SessionConfig(Duration lease) {
  public SessionConfig {
    Ranges.LEASE.require(lease);
  }
}
