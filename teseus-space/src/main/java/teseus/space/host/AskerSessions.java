package teseus.space.host;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.wire.Message;

/** The sessions that a host asks in: its own, one after the other, and those of its clients. */
final class AskerSessions {
  private final Post post;
  private final Directory directory;
  private final RandomGenerator random;
  private final long leaseMs;
  private final Map<SessionId, AskerSession> sessions = new LinkedHashMap<>();
  private final SessionId once;
  private @Nullable AskerSession current;
  private long named;
  private int era = 1;

  /**
   * No session yet.
   *
   * @param leaseMs how long a client's session lives after it was last heard of
   */
  AskerSessions(Post post, Directory directory, RandomGenerator random, long leaseMs) {
    this.post = post;
    this.directory = directory;
    this.random = random;
    this.leaseMs = leaseMs;
    this.once = new SessionId(0, random.nextLong());
  }

  @Nullable AskerSession get(SessionId id) {
    return sessions.get(id);
  }

  int size() {
    return sessions.size();
  }

  /** A name for an operation of this host's own that changes something. */
  OpId number(long now) {
    AskerSession session = current;
    if (session == null || session.stuck() || session.id().era() < era) {
      session = new AskerSession(fresh(), true, now);
      sessions.put(session.id(), session);
      AskerSession before = current;
      current = session;
      if (before != null) {
        endIfIdle(before);
      }
    }
    return session.number();
  }

  /** A name for an operation that nobody asks for again, which no segment remembers. */
  OpId once() {
    return new OpId(once, ++named);
  }

  private SessionId fresh() {
    return new SessionId(era, random.nextLong());
  }

  /** A new session of a client, which begins it here. */
  SessionId open(long now) {
    AskerSession session = client(fresh(), now);
    session.opened();
    return session.id();
  }

  /** A client's session, known here from now on; it was heard of. */
  AskerSession client(SessionId id, long now) {
    AskerSession session = sessions.computeIfAbsent(id, any -> new AskerSession(id, false, now));
    session.heard(now);
    return session;
  }

  /** Whether every segment refuses the session for its age. */
  boolean past(SessionId id) {
    return !id.kept() || id.era() < era - 1;
  }

  /** A new era: own operations go on in a new session. */
  void era(int raised) {
    era = Math.max(era, raised);
  }

  /** A segment has ended a session, perhaps one of this host's own: it goes on in a new one. */
  void gone(SessionId session) {
    if (current != null && session.equals(current.id())) {
      current = null;
    }
  }

  void closed(AskerSession session, OpId op) {
    session.closed(op);
    endIfIdle(session);
  }

  private void endIfIdle(AskerSession session) {
    boolean left = session.own() ? session != current : session.ending();
    if (left && session.idle()) {
      end(session.id());
    }
  }

  /** Ends a session everywhere; where nobody hears it, its lease does. */
  void end(SessionId id) {
    sessions.remove(id);
    everyone(new Message.EndSession(id));
  }

  /** Forgets clients' sessions, and their answers, that were not heard of for a lease. */
  void lapse(long now) {
    sessions
        .values()
        .removeIf(session -> !session.own() && session.idle() && now - session.heard() >= leaseMs);
  }

  /** Tells all segments which sessions live on. */
  void keepAlive() {
    Map<SessionId, Long> low = new HashMap<>();
    sessions.values().forEach(session -> low.put(session.id(), session.low()));
    if (!low.isEmpty()) {
      everyone(new Message.KeepAlive(low));
    }
  }

  private void everyone(Message message) {
    for (HostId host : directory.linked()) {
      post.send(host, message);
    }
  }
}
