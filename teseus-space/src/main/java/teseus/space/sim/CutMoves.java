package teseus.space.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.wire.LogRecord;

/**
 * What moves make of a cut, from the records before it: a token that was on its way is where it
 * came in, if that is among them, and where it left if not.
 */
final class CutMoves {
  private record Begin(SegmentId from, long lsn) {}

  private final Map<Begin, TokenId> open = new HashMap<>();
  private final Set<Begin> in = new HashSet<>();

  /** A record that is in the cut. */
  void before(SegmentId segment, long lsn, LogRecord record) {
    if (record instanceof LogRecord.Out out) {
      open.put(new Begin(segment, lsn), out.token());
    } else if (record instanceof LogRecord.Done done) {
      open.remove(new Begin(segment, done.out()));
    } else if (record instanceof LogRecord.Back back) {
      open.remove(new Begin(segment, back.out()));
    } else if (record instanceof LogRecord.In came) {
      in.add(new Begin(came.move().from(), came.move().lsn()));
    }
  }

  /** Leaves out what had left a segment, and is in the cut elsewhere. */
  void complete(SegmentId segment, Map<TokenId, byte[]> tokens) {
    open.forEach(
        (begin, token) -> {
          if (begin.from.equals(segment) && in.contains(begin)) {
            tokens.remove(token);
          }
        });
  }
}
