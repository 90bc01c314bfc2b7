package teseus.space.host;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SessionId;

/**
 * The sessions of one segment, as its log says: part of the state that every copy of the segment
 * has. A session's completion records end when its {@code low} passes them or it ends; that it
 * ended is remembered for its era and the next, and older eras are refused, so that no operation is
 * ever executed twice.
 */
final class SessionTable {
  /** One open session. */
  static final class Entry {
    private final TreeMap<Long, Completion> done = new TreeMap<>();
    private long low = 1;
    private int turn;
    private long turnLsn = -1;
    private long cost;

    long low() {
      return low;
    }

    int turn() {
      return turn;
    }

    /** The lsn of the record that says the turn; -1 for turn 0. */
    long turnLsn() {
      return turnLsn;
    }

    /** What its completion records cost, in bytes, about. */
    long cost() {
      return cost;
    }

    /** Its completion records by number, none below its low. */
    Map<Long, Completion> done() {
      return Collections.unmodifiableMap(done);
    }

    int remembered() {
      return done.size();
    }

    /** Whether one more answer may be remembered, if those below a low are not needed any more. */
    boolean allows(SessionLimits limits, long from) {
      if (limits.allow(done.size(), cost)) {
        return true;
      }
      Collection<Completion> kept = done.tailMap(from).values();
      return limits.allow(kept.size(), kept.stream().mapToLong(Completion::cost).sum());
    }

    private void raise(long to) {
      if (to > low) {
        low = to;
        Map<Long, Completion> below = done.headMap(to);
        below.values().forEach(completion -> cost -= completion.cost());
        below.clear();
      }
    }
  }

  private final Map<SessionId, Entry> open = new LinkedHashMap<>();
  private final Map<Integer, Set<SessionId>> ended = new TreeMap<>();
  private int era = 1;

  int era() {
    return era;
  }

  /** Eras only rise; what ended two eras ago need not be remembered, for its era is refused. */
  void era(int raised) {
    era = Math.max(era, raised);
    ended.keySet().removeIf(this::past);
  }

  private boolean past(int given) {
    return given < era - 1;
  }

  /**
   * Whether no operation of the session may be executed here, now and ever. One that was opened
   * while its era was young goes on until it ends.
   */
  boolean gone(SessionId session) {
    return !open.containsKey(session)
        && (!session.kept()
            || past(session.era())
            || ended.getOrDefault(session.era(), Set.of()).contains(session));
  }

  @Nullable Entry get(SessionId session) {
    return open.get(session);
  }

  /** The open sessions, by id; a copy. */
  List<SessionId> sessions() {
    return List.copyOf(open.keySet());
  }

  /** The open sessions with what is known of them. */
  Map<SessionId, Entry> entries() {
    return Collections.unmodifiableMap(open);
  }

  /** The sessions whose end is remembered. */
  List<SessionId> ended() {
    return ended.values().stream().flatMap(Set::stream).toList();
  }

  /** Opens a session as an image had it. */
  void restore(SessionId session, long low, int turn, long turnLsn) {
    Entry entry = new Entry();
    entry.low = low;
    entry.turn = turn;
    entry.turnLsn = turnLsn;
    open.put(session, entry);
  }

  void open(SessionId session) {
    open.putIfAbsent(session, new Entry());
  }

  void end(SessionId session) {
    open.remove(session);
    ended.computeIfAbsent(session.era(), any -> new LinkedHashSet<>()).add(session);
  }

  void turn(SessionId session, int turn, long lsn) {
    Entry entry = entry(session);
    entry.turn = turn;
    entry.turnLsn = lsn;
  }

  /** An operation is done; that is remembered if its session is one that is kept. */
  void done(OpId op, long low, Completion completion) {
    if (!op.session().kept()) {
      return;
    }
    Entry entry = entry(op.session());
    entry.raise(low);
    entry.done.put(op.number(), completion);
    entry.cost += completion.cost();
  }

  /** What a take got went back, by the record at an lsn. */
  void returned(OpId op, Completion completion, long lsn) {
    Entry entry = entry(op.session());
    entry.cost -= completion.cost();
    completion.returned(lsn);
    entry.cost += completion.cost();
  }

  @Nullable Completion completion(OpId op) {
    Entry entry = open.get(op.session());
    return entry == null ? null : entry.done.get(op.number());
  }

  private Entry entry(SessionId session) {
    Entry entry = open.get(session);
    if (entry == null) {
      throw new IllegalStateException("a record of session " + session + ", which is not open");
    }
    return entry;
  }
}
