package teseus.snapshot;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Bytes of a store that were known to be safe cannot be read any more. Nothing in the folder was
 * changed: the damaged file stays as it is, and opening it again fails again. What a recovery heard
 * before this was thrown must be dropped.
 */
public final class DamagedJournalException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final long offset;

  DamagedJournalException(Path file, long offset, String lost, String remedy) {
    super("damaged store: " + file + " at byte " + offset + ": " + lost + ". " + remedy);
    this.file = file;
    this.offset = offset;
  }

  /** The damaged file; one that is missing is named as well. */
  public Path file() {
    return file;
  }

  /** Where in it the first unreadable piece begins, in bytes. */
  public long offset() {
    return offset;
  }
}
