package teseus.space.host;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.wire.LogRecord;
import teseus.space.wire.MoveId;

/**
 * The moves of one segment, as its log says: part of the state that every copy of the segment has.
 * A token that goes out is remembered until it is known to be elsewhere or to stay; what became of
 * one that was to come in, until nobody asks any more (PROTOCOL.md, rule 7).
 */
final class MoveTable {
  /** Of a log that is gone nobody asks: all its moves are below this. */
  static final long ALL = Long.MAX_VALUE;

  /**
   * A token that is on its way to another segment.
   *
   * @param token which
   * @param to where it goes
   * @param log which log of that segment
   */
  record Out(TokenId token, SegmentId to, long log) {}

  /**
   * What became of a move into this segment.
   *
   * @param lsn of the record that says so
   * @param in whether the token came in
   * @param round the snapshot that the segment was last cut for before
   */
  record Outcome(long lsn, boolean in, long round) {}

  /**
   * A log out of which tokens were to come in.
   *
   * @param from the segment
   * @param log which log of it
   */
  record Source(SegmentId from, long log) {}

  /** What is known of the moves out of one log. */
  static final class Known {
    private final NavigableMap<Long, Outcome> outcomes = new TreeMap<>();
    private long low;

    /** Of moves below this one nobody asks. */
    long low() {
      return low;
    }

    /** Of the others, by the lsn of their OUT. */
    NavigableMap<Long, Outcome> outcomes() {
      return Collections.unmodifiableNavigableMap(outcomes);
    }
  }

  private final NavigableMap<Long, Out> outs = new TreeMap<>();
  private final Map<Source, Known> known =
      new TreeMap<>(Comparator.comparing(Source::from).thenComparingLong(Source::log));
  private long count;
  private int era;

  /** The tokens on their way to another segment, by the lsn of their OUT. */
  NavigableMap<Long, Out> outs() {
    return Collections.unmodifiableNavigableMap(outs);
  }

  /** What became of moves into this segment. */
  Map<Source, Known> known() {
    return Collections.unmodifiableMap(known);
  }

  /** What became of a move into this segment; null if nothing did, or nobody asks any more. */
  @Nullable Outcome outcome(MoveId move) {
    Known its = known.get(new Source(move.from(), move.log()));
    return its == null ? null : its.outcomes.get(move.lsn());
  }

  /** Whether nobody asks about a move any more. */
  boolean over(MoveId move) {
    Known its = known.get(new Source(move.from(), move.log()));
    return its != null && move.lsn() < its.low;
  }

  /** How often a token has left or was to leave, and in which era that was last. */
  long count() {
    return count;
  }

  /** The era in which a token has left last. */
  int era() {
    return era;
  }

  /**
   * {@link #count}, or 0 if the last was in an era so long past that nothing which was asked then
   * is open still.
   */
  long recent(int present) {
    return present - era <= 1 ? count : 0;
  }

  void left(long lsn, Out out, int during) {
    outs.put(lsn, out);
    counted(during);
  }

  /** A token that was on its way is elsewhere, or stays. */
  void closed(long out, int during) {
    if (outs.remove(out) == null) {
      throw new IllegalStateException("the log ends a move that is not open, of lsn " + out);
    }
    counted(during);
  }

  private void counted(int during) {
    count++;
    era = during;
  }

  void settled(MoveId move, Outcome outcome) {
    of(move.from(), move.log()).outcomes.put(move.lsn(), outcome);
  }

  void forget(LogRecord.Forget forget) {
    Known its = of(forget.from(), forget.log());
    its.low = Math.max(its.low, forget.low());
    its.outcomes.headMap(its.low).clear();
  }

  private Known of(SegmentId from, long log) {
    return known.computeIfAbsent(new Source(from, log), any -> new Known());
  }

  /** A token was on its way when an image was taken. */
  void restore(long lsn, Out out) {
    outs.put(lsn, out);
  }

  /** Goes on from what an image says. */
  void restore(long itsCount, int itsEra) {
    count = itsCount;
    era = itsEra;
  }

  /** How many moves are open, out of this segment or into it. */
  int size() {
    int size = outs.size();
    for (Known its : known.values()) {
      size += its.outcomes.size();
    }
    return size;
  }
}
