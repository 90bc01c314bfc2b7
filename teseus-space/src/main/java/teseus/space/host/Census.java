package teseus.space.host;

import java.util.HashMap;
import java.util.Map;
import teseus.space.Consistency;
import teseus.space.ContendedException;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.UnavailableException;
import teseus.space.wire.Message;

/**
 * Finds out whether any segment holds a match (PROTOCOL.md, rule 14): one answer of each for
 * SESSION; for STRICT a second round in which no segment has had an arrival since the first, so
 * that there was a moment without a match anywhere. Where tokens have moved lately, or META is
 * heard to have decided something meanwhile, SESSION takes a second round, too, in which none has
 * left since the first: else one may have been where it was not looked for any more.
 */
final class Census {
  /** How many rounds STRICT tries before it gives up. */
  static final int MOST_ROUNDS = 8;

  /** What is known so far. */
  enum Verdict {
    /** Answers are missing. */
    OPEN,
    /** The match to be had is known; a free one, if it is to be taken. */
    MATCH,
    /** Matches exist, but all are locked, held or on their way. */
    BUSY,
    /** Matches exist, on their way to another segment: there they can be had. */
    MOVING,
    /** There is none. */
    NONE,
    /** Segments that did not answer cannot be reached. */
    UNREACHABLE,
    /** Matches kept arriving, or stayed on their way. */
    CONTENDED
  }

  /** What a segment has said; all of it counts for STRICT, the moves alone else. */
  private record Arrivals(long epoch, long count, long moves) {}

  private final Consistency consistency;
  private final boolean take;
  private final Asking asking;
  private final Poll poll;
  private final Pick pick;
  private final Map<SegmentId, Arrivals> before = new HashMap<>();
  private final Map<SegmentId, Arrivals> present = new HashMap<>();
  private boolean busy;
  private boolean moving;
  private boolean moved;
  private int round;
  private long heard;

  /**
   * Not begun.
   *
   * @param sure whether each segment is to ask R, as STRICT does, before it says what it has
   * @param take whether the match is to be taken, so that one held for a waiter is of no use
   * @param pick which match, if there are several
   */
  Census(
      Operation owner,
      Template template,
      Consistency consistency,
      boolean sure,
      boolean take,
      Pick pick) {
    this(
        owner,
        (ask, segment) ->
            new Message.Peek(
                ask, segment, template, take, sure || consistency == Consistency.STRICT),
        consistency,
        take,
        pick);
  }

  /** As above, with the question in other words. */
  Census(
      Operation owner, Poll.Question question, Consistency consistency, boolean take, Pick pick) {
    this.consistency = consistency;
    this.take = take;
    this.pick = pick;
    this.asking = owner.asking();
    this.poll = new Poll(owner, question);
  }

  /** Begins anew. */
  void begin(long now) {
    before.clear();
    round = 0;
    next(now);
  }

  private void next(long now) {
    present.clear();
    pick.clear();
    busy = false;
    moving = false;
    moved = false;
    heard = asking.heard();
    round++;
    poll.ask(now);
  }

  /** Takes an answer in; asks the next round by itself if one is needed. */
  Verdict answered(Message.Peeked peeked, long now) {
    if (!poll.answered(peeked.ask(), peeked.segment())) {
      return Verdict.OPEN;
    }
    boolean strict = consistency == Consistency.STRICT;
    long arrivals = strict ? peeked.arrivals() : 0;
    long epoch = strict || peeked.moves() > 0 ? peeked.epoch() : 0;
    present.put(peeked.segment(), new Arrivals(epoch, arrivals, peeked.moves()));
    moved |= peeked.moves() > 0;
    moving |= peeked.moving();
    busy |= peeked.busy();
    if (peeked.match() != null && !(take && peeked.busy())) {
      pick.shown(peeked);
    }
    return verdict(now);
  }

  /** What can be said, after an answer or a change of who can be reached. */
  Verdict verdict(long now) {
    if (pick.best() != null) {
      if (!pick.settled() && !poll.stuck()) {
        return Verdict.OPEN; // one that is preferred may be shown yet
      }
      poll.stop();
      return Verdict.MATCH;
    }
    if (!poll.complete()) {
      return poll.stuck() ? Verdict.UNREACHABLE : Verdict.OPEN;
    }
    poll.stop();
    if (moving) {
      return Verdict.MOVING;
    }
    boolean once = consistency != Consistency.STRICT && !moved && heard == asking.heard();
    if (once || present.equals(before)) {
      return busy ? Verdict.BUSY : Verdict.NONE;
    }
    if (round >= MOST_ROUNDS) {
      return Verdict.CONTENDED;
    }
    before.clear();
    before.putAll(present);
    next(now);
    return Verdict.OPEN;
  }

  /** The match found; only after {@link Verdict#MATCH}. */
  Message.Peeked match() {
    Message.Peeked match = pick.best();
    if (match == null) {
      throw new IllegalStateException("no match is known");
    }
    return match;
  }

  /** What to tell a caller who is told neither a match nor that there is none. */
  Reply failure(Verdict verdict) {
    return new Reply.Failed(
        verdict == Verdict.CONTENDED
            ? new ContendedException(
                "matches kept arriving, or stayed on their way to others; ask again, or wait for"
                    + " one")
            : new UnavailableException(
                "there is no match where it could look, and " + asking.unavailable(poll.open())));
  }

  /** Asks again those that have not answered: who leads has changed. */
  void resend(long now) {
    poll.send(now);
  }

  /** Hears no more. */
  void end() {
    poll.end();
  }
}
