package teseus.space.host;

import java.util.Iterator;
import teseus.space.wire.Envelope;

/** What a segment holds, in the order in which it came in. */
@FunctionalInterface
interface LiveTokens {
  /**
   * Tokens made visible by committed records at or above an lsn, ascending by lsn. A token whose
   * take is appended but not committed is still among them: the take may yet be undone.
   *
   * @param lsn 0 and up
   * @return read at once and not kept
   */
  Iterator<Placed> from(long lsn);

  /**
   * A token and where it came in.
   *
   * @param lsn of the record, a Put or a Return, that made it visible
   * @param token what came in
   */
  record Placed(long lsn, Envelope token) {}
}
