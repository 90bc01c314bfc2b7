package teseus.space.host;

import java.util.LinkedHashMap;
import java.util.Map;
import teseus.space.TokenId;

/**
 * Tokens that this host knows to be gone before the view has heard so. Each is remembered until the
 * view hears it, or for a while: it may come back under its id.
 */
final class GoneTokens {
  /** How long each is remembered, in milliseconds. */
  static final long KEEP_MS = 10_000;

  /** The most remembered; the oldest is forgotten first. */
  static final int MOST = 10_000;

  private final Map<TokenId, Long> since = new LinkedHashMap<>();

  void add(TokenId token, long now) {
    since.remove(token);
    if (since.size() == MOST) {
      since.remove(since.keySet().iterator().next());
    }
    since.put(token, now);
  }

  void remove(TokenId token) {
    since.remove(token);
  }

  boolean has(TokenId token, long now) {
    Long at = since.get(token);
    return at != null && now - at < KEEP_MS;
  }
}
