package teseus.snapshot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file in a folder of snapshots.
 *
 * @param file where
 * @param bytes its size
 * @param manifest what it says it holds; null if it cannot be read
 * @param unreadable why it cannot be read; null if it can
 */
public record StoredSnapshot(
    Path file, long bytes, @Nullable SnapshotManifest manifest, @Nullable String unreadable) {

  public StoredSnapshot {
    if ((manifest == null) == (unreadable == null)) {
      throw new IllegalArgumentException("a snapshot has a manifest or a reason for none: " + file);
    }
  }
}
