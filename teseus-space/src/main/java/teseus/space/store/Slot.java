package teseus.space.store;

import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;

/**
 * One token in a {@link TokenStore}, from its PUT until it is forgotten. Only its store changes it;
 * whoever owns the store may look. It keeps what the envelope says and not the envelope, which with
 * its names is as large again.
 */
public final class Slot extends Place {
  private final SessionId session;
  private final long number;
  private final byte[] fields;
  private final long born;
  private final long until;
  private final long lsn;
  private TypeShelf shelf;
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

  /**
   * A slot in no shelf yet.
   *
   * @param session the token's, as the store shares it among tokens
   * @param shelf where it is about to be
   */
  Slot(Envelope token, SessionId session, TypeShelf shelf, long lsn) {
    this.session = session;
    this.number = token.id().write().number();
    this.fields = token.fields();
    this.born = token.born();
    this.until = token.until();
    this.shelf = shelf;
    this.lsn = lsn;
  }

  /** What is kept in it; made anew each time. */
  public Envelope token() {
    return new Envelope(id(), shelf.type(), fields, born, until);
  }

  /** The token's name; made anew each time. */
  public TokenId id() {
    return new TokenId(new OpId(session, number));
  }

  /** Whether this is the token's name. */
  boolean is(TokenId id) {
    return number == id.write().number() && session.equals(id.write().session());
  }

  /** The token's fields, encoded; not to be changed. */
  byte[] fields() {
    return fields;
  }

  /** When the token was born, as {@link Envelope#born} says it. */
  public long born() {
    return born;
  }

  /** When its lease ends, as {@link Envelope#until} says it. */
  public long until() {
    return until;
  }

  /** {@link Envelope#cost} of the token. */
  long cost() {
    return Envelope.cost(shelf.type(), fields);
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

  /** Where it is, or was until it was forgotten. */
  TypeShelf shelf() {
    return shelf;
  }

  void setShelf(TypeShelf shelf) {
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
    return shelf.type() + " " + id() + " at " + lsn;
  }
}
