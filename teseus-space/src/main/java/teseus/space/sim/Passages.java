package teseus.space.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;
import teseus.space.wire.EnvelopeCodec;
import teseus.space.wire.LogRecord;
import teseus.space.wire.MoveId;

/**
 * What the logs say about tokens that go from one segment to another: each is in one of them at a
 * time, comes in once or never, and stays where it was only if it never comes in.
 */
final class Passages {
  private record Begin(SegmentId segment, long lsn) {}

  private static final class Passage {
    private final LogRecord.Out out;
    private @Nullable Boolean in;
    private boolean over;

    private Passage(LogRecord.Out out) {
      this.out = out;
    }

    @Override
    public String toString() {
      String came = in == null ? "nothing is known" : in ? "it came in" : "it never comes in";
      return out + ", " + came + (over ? ", and it is over" : "");
    }
  }

  private final Map<Begin, Passage> all = new HashMap<>();
  private final Map<TokenId, Passage> hidden = new HashMap<>();

  /** Whether a token is in no segment that anybody finds it in. */
  boolean hidden(TokenId token) {
    return hidden.containsKey(token);
  }

  /** A token that is there leaves. */
  void left(SegmentId segment, long lsn, LogRecord.Out out) {
    Passage one = new Passage(out);
    Passage before = hidden.put(out.token(), one);
    Broken.unless(before == null, "%s, and now %s", before, out);
    all.put(new Begin(segment, lsn), one);
  }

  /** A token comes in, as it was. */
  void came(SegmentId segment, LogRecord.In in, Envelope as) {
    Passage one = passage(in.move(), in);
    Broken.unless(
        one.in == null && !one.over && one.out.to().equals(segment), "%s, and now %s", one, in);
    Broken.unless(
        Arrays.equals(EnvelopeCodec.encode(as), EnvelopeCodec.encode(in.token())),
        "%s came in as %s",
        as,
        in);
    Broken.unless(hidden.remove(in.token().id()) == one, "%s is not on its way: %s", as, in);
    one.in = true;
  }

  /** A token never comes in. */
  void never(LogRecord.Never never) {
    Passage one = passage(never.move(), never);
    Broken.unless(one.in == null && !one.over, "%s, and now %s", one, never);
    one.in = false;
  }

  /** A segment lets go of a token, or has it again. */
  void ended(SegmentId segment, long out, TokenId token, boolean gone, LogRecord record) {
    Passage one = passage(new MoveId(segment, 0, out), record);
    Broken.unless(
        one.in != null && one.in == gone && !one.over && one.out.token().equals(token),
        "%s, and now %s",
        one,
        record);
    one.over = true;
    if (!gone) {
      hidden.remove(token);
    }
  }

  /** A segment forgets what became of moves. */
  void forgotten(LogRecord.Forget forget) {
    all.forEach(
        (begin, one) ->
            Broken.unless(
                one.over || !begin.segment.equals(forget.from()) || begin.lsn >= forget.low(),
                "%s, and it is forgotten: %s",
                one,
                forget));
  }

  private Passage passage(MoveId move, LogRecord record) {
    Passage one = all.get(new Begin(move.from(), move.lsn()));
    if (one == null) {
      throw new Broken("a record names a move that nobody began: " + record);
    }
    return one;
  }

  /** How many tokens came in by a move. */
  long done() {
    return all.values().stream().filter(one -> Boolean.TRUE.equals(one.in)).count();
  }

  /** All is quiet: no token is on its way. */
  void over() {
    List<Passage> open = new ArrayList<>(all.values());
    open.removeIf(one -> one.over);
    Broken.unless(open.isEmpty(), "all is quiet, and on their way are %s", open);
  }
}
