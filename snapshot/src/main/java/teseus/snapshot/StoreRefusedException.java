package teseus.snapshot;

import java.io.IOException;

/**
 * This process may not use a data folder: another one has it, or it was written by a newer version.
 * Nothing in it was changed; the message says what to do.
 */
public final class StoreRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  StoreRefusedException(String message) {
    super(message);
  }
}
