package teseus.server.config;

import java.time.Duration;
import teseus.space.host.SessionLimits;

/**
 * Clients' sessions: the {@code session} object of {@code cluster.json}.
 *
 * @param lease how long a session outlives its client's last word, 1 s to 24 h; key {@code lease},
 *     default 5 min
 * @param limits what one may leave unacknowledged in one segment; keys {@code operations}, default
 *     1024, and {@code bytes}, default 16 MiB
 */
public record SessionConfig(Duration lease, SessionLimits limits) {
  public SessionConfig {
    Ranges.LEASE.require(lease);
  }
}
