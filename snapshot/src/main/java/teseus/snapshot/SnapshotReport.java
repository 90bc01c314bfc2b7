package teseus.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * What a reading of a whole snapshot file found.
 *
 * @param manifest the manifest, if it could be read
 * @param read the tokens that are sound
 * @param faults what is wrong, in the order of the file, the first {@value #MOST}; empty if every
 *     byte is as it was written
 * @param unlisted how many faults came after those
 */
public record SnapshotReport(
    Optional<SnapshotManifest> manifest,
    SnapshotManifest.Content read,
    List<SnapshotFault> faults,
    long unlisted) {
  /** How many faults are listed. */
  public static final int MOST = 100;

  public SnapshotReport {
    faults = List.copyOf(faults);
  }

  /** Whether every byte is as it was written. */
  public boolean sound() {
    return faults.isEmpty();
  }
}
