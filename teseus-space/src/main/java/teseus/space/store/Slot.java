package teseus.space.store;

import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.wire.Envelope;

/**
 * One token in a {@link TokenStore}, from its PUT until it is forgotten. Only its store changes it;
 * whoever owns the store may look.
 */
public final class Slot extends Place {
  private final Envelope token;
  private final long lsn;
  private @Nullable TypeShelf shelf;
  private @Nullable OpId heldBy;
  private boolean visible;
  private boolean gone;
  private boolean forgotten;

  /** Its entries in its type's indexes, chained. */
  @Nullable IndexEntry entries;

  /** The next of its chain in the {@link IdTable}. */
  @Nullable Slot nextById;

  /** Where it is in the {@link LeaseHeap}, if it is in it. */
  int leasePosition;

  Slot(Envelope token, long lsn) {
    this.token = token;
    this.lsn = lsn;
  }

  /** What is kept in it. */
  public Envelope token() {
    return token;
  }

  /** Where its PUT is in the segment's log; the order of lsn is the order of age. */
  public long lsn() {
    return lsn;
  }

  /** Whether its PUT is committed. */
  public boolean visible() {
    return visible;
  }

  /** Whether a take or an expiry of it is in the log, committed or not. */
  public boolean gone() {
    return gone;
  }

  /** The waiter it is held for, if any: hidden from every other take, not from reads. */
  public @Nullable OpId heldBy() {
    return heldBy;
  }

  /** Whether reads find it. */
  boolean shown() {
    return visible && !gone;
  }

  /** Whether the store has dropped it. */
  boolean forgotten() {
    return forgotten;
  }

  /** Whether a take by this operation may have it. */
  boolean freeFor(@Nullable OpId op) {
    return heldBy == null || heldBy.equals(op);
  }

  /** Where it is, unless it is forgotten. */
  @Nullable TypeShelf shelf() {
    return shelf;
  }

  void setShelf(@Nullable TypeShelf shelf) {
    this.shelf = shelf;
  }

  void setVisible() {
    visible = true;
  }

  void setGone(boolean gone) {
    this.gone = gone;
  }

  void setForgotten(boolean forgotten) {
    this.forgotten = forgotten;
  }

  void setHeldBy(@Nullable OpId op) {
    heldBy = op;
  }

  @Override
  Slot slot() {
    return this;
  }

  @Override
  public String toString() {
    return token.type() + " " + token.id() + " at " + lsn;
  }
}
