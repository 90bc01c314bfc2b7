package teseus.pantheon;

import java.util.TreeSet;
import teseus.space.OpId;
import teseus.space.SessionId;

/** Numbers operations, and knows which of them have no answer yet. Thread-safe. */
final class Session {
  private final SessionId id;
  private final int firstMoves;
  private final TreeSet<Long> open = new TreeSet<>();
  private long abandoned = Long.MAX_VALUE;
  private long last;
  private boolean retired;

  /**
   * A session just opened.
   *
   * @param opened where
   */
  Session(SessionId id, Route.Target opened) {
    this.id = id;
    this.firstMoves = opened.moves();
  }

  SessionId id() {
    return id;
  }

  /** A new operation's name, open from now on. */
  synchronized OpId begin() {
    last++;
    open.add(last);
    return new OpId(id, last);
  }

  /** Its answer is here: it will not be asked for again. */
  synchronized void end(OpId op) {
    open.remove(op.number());
  }

  /** Nobody waits for its answer any more, which the session's end is to undo. */
  synchronized void abandon(OpId op) {
    open.remove(op.number());
    abandoned = Math.min(abandoned, op.number());
  }

  /** The lowest number whose answer is to be kept. */
  synchronized long low() {
    return Math.min(abandoned, open.isEmpty() ? last : open.first());
  }

  synchronized boolean isIdle() {
    return open.isEmpty();
  }

  /** No new operation is to be begun; what is open goes on. */
  synchronized void retire() {
    retired = true;
  }

  synchronized boolean isRetired() {
    return retired;
  }

  /** How often it has gone on elsewhere. */
  int turn(Route.Target target) {
    return target.moves() - firstMoves;
  }
}
