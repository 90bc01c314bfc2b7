package teseus.space.store;

import org.jspecify.annotations.Nullable;
import teseus.space.SessionId;

/**
 * One object for sessions that are equal: what is decoded is an object of its own each time, and a
 * session writes many tokens. Sessions come from anywhere, so only the recent ones are known.
 */
final class SharedSessions {
  private static final int MOST = 1024;

  private final @Nullable SessionId[] recent = new @Nullable SessionId[MOST];

  /** An equal session, the same as before if it is still known. */
  SessionId shared(SessionId session) {
    int at = session.hashCode() & MOST - 1;
    SessionId known = recent[at];
    if (session.equals(known)) {
      return known;
    }
    recent[at] = session;
    return session;
  }
}
