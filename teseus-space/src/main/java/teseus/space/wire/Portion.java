package teseus.space.wire;

import java.util.List;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.TokenId;

/**
 * What one segment has to do with a transaction.
 *
 * @param segment which
 * @param epoch the first that the primary had led the segment under without a break when it granted
 *     its locks; 0 if there are none. Without locks, the first segment's is the one that it was led
 *     under when it was asked to decide
 * @param stake the number they were granted under; 0 if there are none
 * @param reads tokens read and not taken
 * @param takes tokens taken
 * @param writes what comes in
 */
public record Portion(
    SegmentId segment,
    long epoch,
    long stake,
    List<TokenId> reads,
    List<Take> takes,
    List<Write> writes) {
  public Portion {
    reads = List.copyOf(reads);
    takes = List.copyOf(takes);
    writes = List.copyOf(writes);
  }

  /** The same under another epoch. */
  public Portion under(long other) {
    return new Portion(segment, other, stake, reads, takes, writes);
  }

  /** Whether it leaves the segment as it was. */
  public boolean readsOnly() {
    return takes.isEmpty() && writes.isEmpty();
  }

  /**
   * A token that goes out.
   *
   * @param op the take
   * @param token which
   */
  public record Take(OpId op, TokenId token) {}

  /**
   * A token that comes in.
   *
   * @param token its name
   * @param type the tuple's type
   * @param fields the tuple's fields, encoded
   * @param term how long to keep it from the commit on, in milliseconds; {@link Long#MAX_VALUE} for
   *     ever
   */
  public record Write(TokenId token, String type, byte[] fields, long term) {}
}
