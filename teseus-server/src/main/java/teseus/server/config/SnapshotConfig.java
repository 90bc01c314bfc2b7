package teseus.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Global snapshots: the {@code snapshot} object of {@code cluster.json}.
 *
 * @param folder where they are written, as the file says it; {@link ClusterConfig#snapshotFolder}
 *     resolves it; key {@code folder}, default {@code snapshots}
 * @param every how often one is taken, 10 s to 30 days, empty if only by command; key {@code
 *     every}, default off
 * @param keep how many are kept, 1 to 1,000; key {@code keep}, default 7
 */
public record SnapshotConfig(Path folder, Optional<Duration> every, int keep) {
  static final String OFF = "off";

  public SnapshotConfig {
    every.ifPresent(Ranges.EVERY::require);
    Ranges.SNAPSHOTS.require(keep);
  }
}
