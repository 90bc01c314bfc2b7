package teseus.space.store;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;

/**
 * One token in a {@link TokenStore}, from its PUT until it is forgotten or another slot takes its
 * place. Only its store changes it; whoever owns the store may look. What it says of its token
 * never changes. It keeps what the envelope says and not the envelope, which with its names is as
 * large again.
 */
public sealed class Slot extends Place permits ChangedSlot {
  private final SessionId session;
  private final long number;
  private final byte[] fields;
  private final long born;
  private final long until;
  private final long lsn;
  private TypeShelf shelf;
  private @Nullable Claims claims;
  private boolean visible;
  private boolean gone;
  private boolean forgotten;
  private boolean amended;

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
  public final Envelope token() {
    return new Envelope(id(), shelf.type(), fields, born, until, version());
  }

  /** {@link Envelope#version} of the token: 1, unless it was changed. */
  public long version() {
    return 1;
  }

  /** The token's name; made anew each time. */
  public final TokenId id() {
    return new TokenId(new OpId(session, number));
  }

  /** The session of the token's name, as the store shares it. */
  final SessionId session() {
    return session;
  }

  /** The number of the token's name. */
  final long number() {
    return number;
  }

  /** Whether this is the token's name. */
  final boolean is(TokenId id) {
    return number == id.write().number() && session.equals(id.write().session());
  }

  /** The token's fields, encoded; not to be changed. */
  final byte[] fields() {
    return fields;
  }

  /** When the token was born, as {@link Envelope#born} says it. */
  public final long born() {
    return born;
  }

  /** When its lease ends, as {@link Envelope#until} says it. */
  public final long until() {
    return until;
  }

  /** {@link Envelope#cost} of the token. */
  final long cost() {
    return Envelope.cost(shelf.type(), fields);
  }

  /** Where its PUT is in the segment's log; the order of lsn is the order of age. */
  public final long lsn() {
    return lsn;
  }

  /** Whether its PUT is committed. */
  public final boolean visible() {
    return visible;
  }

  /** Whether a take or an expiry of it is in the log, committed or not. */
  public final boolean gone() {
    return gone;
  }

  /** The waiter it is held for, if any: hidden from every other take, not from reads. */
  public final @Nullable OpId heldBy() {
    return claims == null ? null : claims.heldBy();
  }

  /** The transaction that has taken it and is not decided, if any: hidden from everybody else. */
  public final @Nullable OpId lockedBy() {
    return claims == null ? null : claims.lockedBy();
  }

  /** The transactions that have read it and are not decided: nobody else takes it. */
  final Set<OpId> readers() {
    return claims == null ? Set.of() : claims.readers();
  }

  /** Whether this transaction has read it and is not decided. */
  public final boolean sharedBy(OpId transaction) {
    return readers().contains(transaction);
  }

  /** Whether a transaction that is not decided has taken or read it. */
  public final boolean locked() {
    return lockedBy() != null || !readers().isEmpty();
  }

  /** Whether it is on its way to another segment: hidden from everybody, like what is locked. */
  public final boolean away() {
    OpId owner = lockedBy();
    return owner != null && owner.number() == number && owner.session().equals(session);
  }

  /** Whether reads find it. */
  final boolean shown() {
    return visible && !gone && lockedBy() == null;
  }

  /** Whether the store has dropped it. */
  final boolean forgotten() {
    return forgotten;
  }

  /** Whether a change of it was appended that is not committed; then another takes its place. */
  final boolean amended() {
    return amended;
  }

  /** Whether a take by this operation may have it. */
  final boolean freeFor(@Nullable OpId op) {
    OpId holder = heldBy();
    return (holder == null || holder.equals(op)) && !locked();
  }

  /** Whether a take by this operation of a transaction may have it. */
  final boolean freeWithin(OpId transaction, @Nullable OpId op) {
    OpId holder = heldBy();
    return (holder == null || holder.equals(op))
        && lockedBy() == null
        && (readers().isEmpty() || onlyReader(transaction));
  }

  /** Whether nothing but a lock of this transaction keeps others from taking it. */
  final boolean ownedBy(OpId transaction) {
    return transaction.equals(lockedBy()) || heldBy() == null && onlyReader(transaction);
  }

  private boolean onlyReader(OpId transaction) {
    return readers().size() == 1 && readers().contains(transaction);
  }

  /** Where it is, or was until it was forgotten. */
  final TypeShelf shelf() {
    return shelf;
  }

  final void setShelf(TypeShelf shelf) {
    this.shelf = shelf;
  }

  final void setVisible() {
    visible = true;
  }

  final void setGone(boolean gone) {
    this.gone = gone;
  }

  final void setAmended(boolean amended) {
    this.amended = amended;
  }

  final void setForgotten(boolean forgotten) {
    this.forgotten = forgotten;
  }

  final void setHeldBy(@Nullable OpId op) {
    claim(new Claims(op, lockedBy(), readers()));
  }

  final void setLockedBy(@Nullable OpId transaction) {
    claim(new Claims(heldBy(), transaction, readers()));
  }

  final void setReaders(Set<OpId> transactions) {
    claim(new Claims(heldBy(), lockedBy(), transactions));
  }

  private void claim(Claims now) {
    claims = now.none() ? null : now;
  }

  @Override
  final Slot slot() {
    return this;
  }

  @Override
  public final String toString() {
    return shelf.type() + " " + id() + " at " + lsn;
  }
}
