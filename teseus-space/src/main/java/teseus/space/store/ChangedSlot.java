package teseus.space.store;

import teseus.space.SessionId;
import teseus.space.wire.Envelope;

/** The slot of a token that was changed since it was written: few are, so few pay for a version. */
final class ChangedSlot extends Slot {
  private final long version;

  ChangedSlot(Envelope token, SessionId session, TypeShelf shelf, long lsn) {
    super(token, session, shelf, lsn);
    this.version = token.version();
  }

  @Override
  public long version() {
    return version;
  }
}
