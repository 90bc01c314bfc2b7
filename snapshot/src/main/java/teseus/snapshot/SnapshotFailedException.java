package teseus.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * A global snapshot was not made. The space and earlier snapshots are as they were, and the folder
 * holds no file of it; the message says why, and what to do. It may be tried again.
 */
public final class SnapshotFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SnapshotFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
