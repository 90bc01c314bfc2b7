package teseus.space.host;

import java.util.TreeSet;
import teseus.space.OpId;
import teseus.space.SessionId;

/** A session that this host asks in: its own, which numbers operations, or a client's. */
final class AskerSession {
  /** How far numbers may run ahead of the lowest open one before a new session is begun. */
  static final long WINDOW = 1_024;

  private final SessionId id;
  private final boolean own;
  private final TreeSet<Long> open = new TreeSet<>();
  private long next = 1;
  private long clientLow = 1;
  private long heard;
  private boolean ending;
  private boolean openedHere;

  AskerSession(SessionId id, boolean own, long now) {
    this.id = id;
    this.own = own;
    this.heard = now;
  }

  SessionId id() {
    return id;
  }

  boolean own() {
    return own;
  }

  /** The lowest number that is still open, or may still be asked for. */
  long low() {
    if (!own) {
      return clientLow;
    }
    return open.isEmpty() ? next : open.first();
  }

  /** The client says what it still may ask for. */
  void low(long told) {
    clientLow = Math.max(clientLow, told);
  }

  /** When its client was last heard of. */
  long heard() {
    return heard;
  }

  void heard(long now) {
    heard = now;
  }

  /** A number of its own for one more operation. */
  OpId number() {
    OpId op = new OpId(id, next++);
    open.add(op.number());
    return op;
  }

  void joined(OpId op) {
    open.add(op.number());
  }

  void closed(OpId op) {
    open.remove(op.number());
  }

  /** Its client began it at this very host, which has not forgotten it since. */
  void opened() {
    openedHere = true;
  }

  boolean openedHere() {
    return openedHere;
  }

  /** It ends as soon as it is idle. */
  void ends() {
    ending = true;
  }

  boolean ending() {
    return ending;
  }

  boolean idle() {
    return open.isEmpty();
  }

  /**
   * Whether an operation that takes long holds so many answers back that a new one should begin.
   */
  boolean stuck() {
    return next - low() >= WINDOW;
  }
}
