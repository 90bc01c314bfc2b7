package teseus.server.config;

import java.nio.file.Path;

/** A data folder holds tuples that a host would not know of with its durability. */
public final class OtherDurabilityException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Of that folder. */
  public OtherDurabilityException(Path data) {
    super(
        data
            + " holds tuples that durability journal kept, and durability replicated would not"
            + " know of: take a snapshot under journal, start all hosts with empty data folders,"
            + " and restore it");
  }
}
