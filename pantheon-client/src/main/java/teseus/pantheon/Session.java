package teseus.pantheon;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import teseus.space.OpId;
import teseus.space.SessionId;

/** Numbers operations, and knows which of them may still be asked for. Thread-safe. */
final class Session {
  /** How far numbers run ahead of the lowest open one; hosts refuse one that is 1,024 ahead. */
  static final long WINDOW = 1_000;

  private final SessionId id;
  private final int firstMoves;
  private final TreeSet<Long> open = new TreeSet<>();
  private final Set<OpId> transactions = new HashSet<>();
  private long last;
  private long sign;
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

  /**
   * A new operation's name, open from now on.
   *
   * @return empty if it must go on in a new session: this one is retired, or an old operation that
   *     is still open holds as many answers back as hosts keep
   */
  synchronized Optional<OpId> begin() {
    if (retired || last + 1 - low() > WINDOW) {
      return Optional.empty();
    }
    last++;
    open.add(last);
    return Optional.of(new OpId(id, last));
  }

  /** Nobody will ask for its answer again. */
  synchronized void end(OpId op) {
    open.remove(op.number());
  }

  /**
   * The name to ask for a sign of life by. It is repeated for as long as its number is not passed
   * by all others, so that signs neither fill the window nor hold it back.
   */
  synchronized OpId sign() {
    if (sign == 0 || sign < low()) {
      sign = ++last;
    }
    return new OpId(id, sign);
  }

  /** The lowest number whose answer is to be kept, as told along with a question about one. */
  synchronized long low(OpId asked) {
    return Math.min(low(), asked.number());
  }

  private long low() {
    return open.isEmpty() ? last : open.first();
  }

  synchronized boolean isIdle() {
    return open.isEmpty() && transactions.isEmpty();
  }

  /** A transaction that was begun in it is open, and would end with it. */
  synchronized void keepFor(OpId transaction) {
    transactions.add(transaction);
  }

  /** It is over; whether it was one of this session's. */
  synchronized boolean ended(OpId transaction) {
    return transactions.remove(transaction);
  }

  /** Whether a transaction keeps it. */
  synchronized boolean isKept() {
    return !transactions.isEmpty();
  }

  /** Its transactions may end with it. */
  synchronized void letGo() {
    transactions.clear();
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
