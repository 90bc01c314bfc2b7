package teseus.space.host;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import teseus.roulette.Award;
import teseus.space.Consistency;
import teseus.space.Lease;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.TemplateCodec;
import teseus.space.wire.TupleCodec;

/**
 * Does at once what a caller in this very process asks of segments that are led here and kept by
 * this store alone. Sessions, aims and completion records are there because an answer may be lost
 * between the primary and whoever asks, or another store may take over. Here neither can happen:
 * record and answer are of one turn, and a crash takes the caller along. So it looks for a match
 * and appends its record, as the primary does for an aim, and leaves out the rest. What it cannot
 * answer so it has not begun, and leaves to the long way.
 */
class ShortCut {
  private static final Done NOTHING = new Done(new Reply.Found(Optional.empty()));
  private static final long NO_LOW = 0;

  private final Asking asking;
  private final Placement placement;
  private final HostLedger ledger;
  private final HybridClock clock;
  private final Limits limits;

  ShortCut(
      Asking asking, Placement placement, HostLedger ledger, HybridClock clock, Limits limits) {
    this.asking = asking;
    this.placement = placement;
    this.ledger = ledger;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * What was done, to be told once it is safe.
   *
   * @param reply the answer
   * @param segment where its record is; null if it leaves none
   * @param lsn of that record
   * @param bytes of a tuple in it
   */
  record Done(Reply reply, @Nullable Segment segment, long lsn, long bytes) {
    /** What leaves no record. */
    Done(Reply reply) {
      this(reply, null, 0, 0);
    }
  }

  /**
   * Does a request.
   *
   * @param op a name that is not used again
   * @return null if it has to go the long way
   * @throws IllegalArgumentException if a tuple or a template is beyond a limit; nothing was done
   */
  @Nullable Done attempt(OpId op, Request request, long now) {
    if (request instanceof Request.Write write) {
      return write.restored() == null ? write(op, write, now) : null;
    }
    if (request instanceof Request.TakeIfExists take && take.order() == Order.NEAR) {
      return take(op, take.template(), take.timeout() == 0, now);
    }
    if (request instanceof Request.Take take && take.order() == Order.NEAR) {
      return take(op, take.template(), take.timeout() == 0, now);
    }
    if (request instanceof Request.ReadIfExists read && read.order() == Order.NEAR) {
      return read(read.template(), read.consistency());
    }
    if (request instanceof Request.Read read && read.order() == Order.NEAR) {
      return read(read.template(), read.timeout() == 0 ? Consistency.SESSION : null);
    }
    return null;
  }

  /** Whether what was done cannot be lost any more, so that it may be told. */
  boolean safe(Done done) {
    return done.segment() == null || done.lsn() < done.segment().committed();
  }

  private @Nullable Done write(OpId op, Request.Write write, long now) {
    if (!placement.alone()) {
      return null;
    }
    String type = write.tuple().type();
    byte[] fields = TupleCodec.encode(write.tuple(), limits);
    long until = Aims.until(write.term(), now);
    Envelope token = new Envelope(new TokenId(op), type, fields, clock.next(now), until);
    Award award = ledger.fits(token.cost()) ? placement.award(token, now) : null;
    Led target = award == null ? null : placement.own();
    if (award == null || target == null) {
      return null;
    }
    Segment segment = target.segment();
    long lsn = segment.append(new LogRecord.Put(now, op, NO_LOW, token));
    placement.won(token.id(), award, segment.id(), now);
    arrived(target, token.id(), now);
    Lease lease = new Lease(token.id(), segment.id(), Instant.ofEpochMilli(until));
    return new Done(new Reply.Written(lease), segment, lsn, fields.length);
  }

  private static void arrived(Led target, TokenId token, long now) {
    Slot slot = target.segment().store().get(token);
    if (slot != null) {
      target.waits().arriving(slot, now);
    }
  }

  private @Nullable Done take(OpId op, Template template, boolean atOnce, long now) {
    TemplateCodec.check(template);
    Led target = null;
    Slot oldest = null;
    for (Led one : asking.led()) {
      Slot slot = one.segment().open() ? free(one.segment(), template) : null;
      if (slot != null && (oldest == null || slot.born() < oldest.born())) {
        target = one;
        oldest = slot;
      }
    }
    if (target == null || oldest == null) {
      return atOnce && everything() && !moving(template) ? NOTHING : null;
    }
    return take(op, NO_LOW, target.segment(), oldest, now);
  }

  /**
   * Takes a token that is held for nobody.
   *
   * @param low of the operation's session, which the segment has opened if it is one that is kept
   * @return null if it has to go the long way
   */
  @Nullable Done take(OpId op, long low, Segment segment, Slot slot, long now) {
    Envelope token = segment.store().latest(slot).token();
    if (!segment.open() || !segment.alone() || slot.locked() || token.until() <= now) {
      return null;
    }
    Reply found = found(token, segment.id());
    long lsn = segment.append(new LogRecord.Take(now, op, low, token.id()));
    return new Done(found, segment, lsn, 0);
  }

  /** Whether a take that has found nothing may wait here, and be given all that comes. */
  boolean waits(Request.Take take) {
    return take.order() == Order.NEAR
        && take.timeout() > 0
        && everything()
        && !moving(take.template());
  }

  /** The oldest match that may be taken: not what is held for a waiter. */
  @Nullable Slot free(Segment segment, Template template) {
    return segment.store().oldestFree(template, null);
  }

  /**
   * Reads.
   *
   * @param none how sure an answer must be that there is none; null if the read waits
   */
  private @Nullable Done read(Template template, @Nullable Consistency none) {
    TemplateCodec.check(template);
    Asking.Match own = asking.ownVisible(template);
    if (own != null && asking.known(own, none == Consistency.STRICT)) {
      return new Done(found(own.slot().token(), own.segment()));
    }
    boolean sure = none == Consistency.SESSION || none == Consistency.STRICT && !busy(template);
    return sure && everything() && !moving(template) ? NOTHING : null;
  }

  /** Whether a match is on its way from a segment to another. */
  private boolean moving(Template template) {
    for (Led one : asking.led()) {
      if (one.segment().state().moving(template)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a match is on its way, which counts as one. */
  private boolean busy(Template template) {
    for (Led one : asking.led()) {
      if (one.segment().state().busy(template)) {
        return true;
      }
    }
    return false;
  }

  /** Whether all segments there are can be looked into here and now. */
  boolean everything() {
    Directory directory = asking.directory();
    if (!directory.complete() || asking.led().size() < directory.segments().size()) {
      return false;
    }
    for (Led one : asking.led()) {
      if (!one.segment().open() || !one.segment().alone()) {
        return false;
      }
    }
    return true;
  }

  private static Reply found(Envelope token, SegmentId segment) {
    return new Reply.Found(Optional.of(Tokens.exact(token, segment)));
  }
}
