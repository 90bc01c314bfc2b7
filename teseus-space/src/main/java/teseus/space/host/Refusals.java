package teseus.space.host;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.wire.Result;

/**
 * Which attempts a segment has answered NONE, so that a copy of such a message, overtaken by time,
 * is not executed after all (PROTOCOL.md, rule 6 b). Memory for the epoch: under another one the
 * message is refused by its epoch. A session is forgotten two eras after its own, when it is
 * refused by its era.
 */
class Refusals {
  private record Attempt(int turn, int number, Result.Nothing answer) {}

  private static final class Session {
    private final Map<Long, Attempt> attempts = new HashMap<>();
    private long low;
  }

  private final Map<SessionId, Session> sessions = new HashMap<>();

  /**
   * The session needs no answers below this number; messages below are refused. Nothing is kept of
   * a session that was never answered NONE: what was done for it, its segment remembers.
   */
  void low(SessionId id, long low) {
    Session session = sessions.get(id);
    if (session != null && low > session.low) {
      session.low = low;
      session.attempts.keySet().removeIf(number -> number < low);
    }
  }

  /** The highest low that the session has told. */
  long low(SessionId id) {
    Session session = sessions.get(id);
    return session == null ? 0 : session.low;
  }

  /** Remembers that an attempt, and so every one before it, was answered NONE. */
  void refused(OpId op, int turn, int attempt, Result.Nothing answer) {
    sessions
        .computeIfAbsent(op.session(), any -> new Session())
        .attempts
        .merge(op.number(), new Attempt(turn, attempt, answer), Refusals::later);
  }

  private static Attempt later(Attempt a, Attempt b) {
    return a.turn != b.turn ? (a.turn > b.turn ? a : b) : (a.number > b.number ? a : b);
  }

  /** What this attempt was answered, or one after it, if that nothing was done; else null. */
  Result.@Nullable Nothing answer(OpId op, int turn, int attempt) {
    Session session = sessions.get(op.session());
    @Nullable Attempt known = session == null ? null : session.attempts.get(op.number());
    boolean covered = known != null && known.turn == turn && known.number >= attempt;
    return known != null && covered ? known.answer : null;
  }

  /** The session has ended, on record: all of it is refused. */
  void forget(SessionId session) {
    sessions.remove(session);
  }

  /**
   * Forgets the sessions of eras that are refused anyway.
   *
   * @param open whether a session was opened here in time, so that it is still served
   */
  void era(int oldest, Predicate<SessionId> open) {
    sessions.keySet().removeIf(session -> session.era() < oldest && !open.test(session));
  }

  /** How many sessions it knows of. */
  int size() {
    return sessions.size();
  }
}
