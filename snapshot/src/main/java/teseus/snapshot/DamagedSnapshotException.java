package teseus.snapshot;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file is no sound snapshot of a version that this program reads. It was not changed. Tokens that
 * were handed over before this was thrown are as they were written; others may be missing.
 */
public final class DamagedSnapshotException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient SnapshotFault fault;

  DamagedSnapshotException(Path file, SnapshotFault fault) {
    super(file + " is no sound snapshot: " + fault + "; use another one");
    this.fault = fault;
  }

  /** What is wrong, the first of it. */
  public SnapshotFault fault() {
    return fault;
  }
}
