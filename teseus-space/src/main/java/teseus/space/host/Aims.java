package teseus.space.host;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.wire.Action;
import teseus.space.wire.Active;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Result;
import teseus.space.wire.TupleCodec;

/**
 * Executes what is aimed at the segments led here: once, however often it is asked (PROTOCOL.md,
 * rules 2, 5 and 6 a, b, f, g).
 */
class Aims {
  private final Map<SegmentId, Led> led;
  private final HostLedger ledger;
  private final HybridClock clock;
  private final Post post;
  private final SessionLimits limits;
  private final TokenActions tokens;
  private final Map<Class<? extends Action>, Execution> executions = new LinkedHashMap<>();

  Aims(
      Map<SegmentId, Led> led,
      HostLedger ledger,
      HybridClock clock,
      Post post,
      SessionLimits limits,
      TokenActions tokens) {
    this.led = led;
    this.ledger = ledger;
    this.clock = clock;
    this.post = post;
    this.limits = limits;
    this.tokens = tokens;
  }

  /** Executes actions of one kind, that no record but its own part of the host knows. */
  interface Execution {
    /** What it does for an operation by now; null if nothing, so that it may be called off. */
    @Nullable Result known(Led target, OpId op);

    /** Does it; an operation that was not known. */
    void execute(Led target, Asked asked, long now);
  }

  /** Who asked, so that whatever is found out can be answered. */
  record Asked(HostId asker, Message.Aim aim) {
    Message.Answer answer(Result result) {
      return new Message.Answer(
          aim.op(), aim.turn(), aim.attempt(), aim.segment(), aim.epoch(), result);
    }
  }

  void onAim(HostId asker, Message.Aim aim, long now) {
    Led target = led.get(aim.segment());
    if (target == null || !target.segment().open()) {
      return; // asked again once somebody says that he leads it
    }
    if (target.segment().quieting()) {
      target.segment().defer(() -> onAim(asker, aim, now));
      return;
    }
    Asked asked = new Asked(asker, aim);
    Result refusal = refusal(target, aim);
    if (refusal != null) {
      post.send(asker, asked.answer(refusal));
      return;
    }
    Segment segment = target.segment();
    Completion done = done(segment, aim.op());
    if (done != null) {
      whenSafeAgain(segment, done, () -> post.send(asker, asked.answer(done.result())));
      return;
    }
    Result known = known(target, aim.op());
    if (known != null) {
      segment.whenLed(() -> post.send(asker, asked.answer(known)));
      return;
    }
    target.refusals().low(aim.op().session(), aim.low());
    Execution execution = executions.get(aim.action().getClass());
    Result.Nothing before = target.refusals().answer(aim.op(), aim.turn(), aim.attempt());
    if (before != null) {
      nothing(target, asked, before);
    } else if (aim.action() instanceof Action.OnToken action) {
      change(target, asked, action, now);
    } else if (aim.action() instanceof Action.Write write) {
      write(target, asked, write, now);
    } else if (aim.action() instanceof Action.Eval eval) {
      eval(target, asked, eval, now);
    } else if (aim.action() instanceof Action.Take take) {
      take(target, asked, take, now);
    } else if (execution != null) {
      execution.execute(target, asked, now);
    } else {
      none(target, asked, Result.Why.CANCELLED);
    }
  }

  /** Actions of a kind are executed so. */
  void on(Class<? extends Action> kind, Execution execution) {
    executions.put(kind, execution);
  }

  private @Nullable Result known(Led target, OpId op) {
    for (Execution execution : executions.values()) {
      Result known = execution.known(target, op);
      if (known != null) {
        return known;
      }
    }
    return null;
  }

  /** What the segment did for the operation, if it is remembered. */
  @Nullable Completion done(Segment segment, OpId op) {
    return segment.sessions().completion(op);
  }

  private @Nullable Result refusal(Led target, Message.Aim aim) {
    Segment segment = target.segment();
    OpId op = aim.op();
    if (aim.epoch() != segment.epoch()) {
      return refused(Result.Refusal.OTHER_EPOCH, segment);
    }
    return refusal(target, op, aim.turn());
  }

  /** Why nothing may be done for an operation here; null if it may. */
  static @Nullable Result refusal(Led target, OpId op, int turn) {
    Segment segment = target.segment();
    if (segment.sessions().gone(op.session())) {
      return refused(Result.Refusal.SESSION_GONE, segment);
    }
    SessionTable.Entry session = segment.sessions().get(op.session());
    long low = Math.max(target.refusals().low(op.session()), session == null ? 0 : session.low());
    if (op.number() < low) {
      return refused(Result.Refusal.BELOW_LOW, segment);
    }
    return session != null && turn < session.turn()
        ? refused(Result.Refusal.OLD_TURN, segment)
        : null;
  }

  private static Result refused(Result.Refusal why, Segment segment) {
    return new Result.Refused(why, segment.epoch());
  }

  private void write(Led target, Asked asked, Action.Write write, long now) {
    Segment segment = target.segment();
    Envelope token = envelope(asked.aim.op(), write, now);
    if (segment.store().get(token.id()) != null) { // restored twice: it is there
      Result there = new Result.Written(token.id(), token.until());
      segment.whenSettled(() -> post.send(asked.asker, asked.answer(there)));
      return;
    }
    if (refused(target, asked, token.cost()) || busy(segment, asked)) {
      return;
    }
    open(segment, asked.aim.op().session(), now);
    long lsn = segment.append(new LogRecord.Put(now, asked.aim.op(), asked.aim.low(), token));
    Slot slot = segment.store().get(token.id());
    if (slot != null) {
      target.waits().arriving(slot, now);
    }
    answerWhenSafe(segment, completed(segment, asked.aim.op(), lsn), asked);
  }

  private void eval(Led target, Asked asked, Action.Eval eval, long now) {
    Segment segment = target.segment();
    OpId op = asked.aim.op();
    Active active =
        new Active(
            new TokenId(op), eval.function(), eval.type(), eval.fields(), until(eval.term(), now));
    if (!ledger.computes(eval.function(), segment.id())) {
      none(target, asked, Result.Why.NO_FUNCTION);
      return;
    }
    if (refused(target, asked, active.cost()) || busy(segment, asked)) {
      return;
    }
    open(segment, op.session(), now);
    long lsn = segment.append(new LogRecord.Eval(now, op, asked.aim.low(), active));
    answerWhenSafe(segment, completed(segment, op, lsn), asked);
  }

  /** Whether nothing comes in: for want of room, or of stores to keep it, or to let a host go. */
  private boolean refused(Led target, Asked asked, long cost) {
    if (!ledger.takes(target.segment().id())) {
      none(target, asked, Result.Why.LEAVING);
      return true;
    }
    if (!target.segment().enough()) {
      none(target, asked, Result.Why.FEW_COPIES);
      return true;
    }
    if (!ledger.fits(target.segment().id(), cost)) {
      none(target, asked, Result.Why.FULL);
      return true;
    }
    return false;
  }

  /** When a lease of some term ends. */
  static long until(long term, long now) {
    return term > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + term;
  }

  private Envelope envelope(OpId op, Action.Write write, long now) {
    long until = until(write.term(), now);
    Action.Restored restored = write.restored();
    return restored == null
        ? new Envelope(new TokenId(op), write.type(), write.fields(), clock.next(now), until)
        : new Envelope(
            restored.id(),
            write.type(),
            write.fields(),
            restored.born(),
            until,
            restored.version());
  }

  private void take(Led target, Asked asked, Action.Take take, long now) {
    Segment segment = target.segment();
    OpId op = asked.aim.op();
    Slot slot = named(segment, op, take, now);
    if (slot == null) {
      slot = free(segment, op, take, now);
    }
    if (slot == null) {
      none(target, asked, Result.Why.NO_MATCH);
      return;
    }
    if (!busy(segment, asked)) {
      take(target, asked, slot, now);
    }
  }

  /** Takes a token for an operation that may have it, and answers when that is safe. */
  void take(Led target, Asked asked, Slot slot, long now) {
    Segment segment = target.segment();
    OpId op = asked.aim.op();
    open(segment, op.session(), now);
    long lsn = segment.append(new LogRecord.Take(now, op, asked.aim.low(), slot.id()));
    target.waits().leave(op, now);
    answerWhenSafe(segment, completed(segment, op, lsn), asked);
  }

  /** The oldest match; a lease may have been made shorter, and that not be safe yet. */
  private static @Nullable Slot free(Segment segment, OpId op, Action.Take take, long now) {
    Slot slot = segment.store().oldestFree(take.template(), op);
    while (slot != null && segment.store().latest(slot).token().until() <= now) {
      segment.append(new LogRecord.Expire(now, slot.id()));
      slot = segment.store().oldestFree(take.template(), op);
    }
    return slot;
  }

  private void change(Led target, Asked asked, Action.OnToken action, long now) {
    Segment segment = target.segment();
    Message.Aim aim = asked.aim;
    Decision decision = tokens.decide(segment, aim.op(), aim.low(), action, now);
    if (decision instanceof Decision.Nothing nothing) {
      nothing(target, asked, nothing.answer());
    } else if (decision instanceof Decision.Append append && !busy(segment, asked)) {
      open(segment, aim.op().session(), now);
      Slot slot = segment.store().get(action.token());
      OpId holder = slot == null ? null : slot.heldBy();
      long lsn = segment.append(append.record());
      if (slot != null) {
        target.waits().changed(slot, holder, now);
      }
      answerWhenSafe(segment, completed(segment, aim.op(), lsn), asked);
    }
  }

  /** The token named, if this operation may have it: visible, or held for it before commit. */
  private static @Nullable Slot named(Segment segment, OpId op, Action.Take take, long now) {
    Slot slot = take.named() == null ? null : segment.store().get(take.named());
    if (slot == null || slot.gone()) {
      return null;
    }
    Envelope token = segment.store().latest(slot).token();
    boolean held = op.equals(slot.heldBy());
    boolean free = slot.visible() && slot.heldBy() == null;
    return (held || free)
            && !slot.locked()
            && token.until() > now
            && TupleCodec.matches(take.template(), token.type(), token.fields())
        ? slot
        : null;
  }

  boolean busy(Segment segment, Asked asked) {
    boolean busy = busy(segment, asked.aim.op().session(), asked.aim.low());
    if (busy) {
      post.send(asked.asker, asked.answer(refused(Result.Refusal.BUSY, segment)));
    }
    return busy;
  }

  /** Whether as much is remembered of a session as may be. */
  boolean busy(Segment segment, SessionId session, long low) {
    SessionTable.Entry known = segment.sessions().get(session);
    return known != null && !known.allows(limits, low);
  }

  static void open(Segment segment, SessionId session, long now) {
    if (segment.sessions().get(session) == null) {
      segment.append(new LogRecord.Open(now, session));
    }
  }

  static Completion completed(Segment segment, OpId op, long lsn) {
    Completion done = segment.sessions().completion(op);
    if (done == null) {
      throw new IllegalStateException("no completion of " + op + " at " + lsn);
    }
    return done;
  }

  void answerWhenSafe(Segment segment, Completion done, Asked asked) {
    whenSafe(segment, done, () -> post.send(asked.asker, asked.answer(done.result())));
  }

  /**
   * Answers once what was done cannot be lost any more: what was given away once it is committed,
   * anything else once as many stores as are asked for have it (rule 4).
   */
  void whenSafe(Segment segment, Completion done, Runnable answer) {
    if (done.result() instanceof Result.Taken) {
      segment.whenCommitted(done.lsn(), answer);
    } else {
      segment.whenKept(done.lsn(), answer);
    }
  }

  /** As {@link #whenSafe}, where it is asked for once more. */
  void whenSafeAgain(Segment segment, Completion done, Runnable answer) {
    whenSafe(segment, done, answer);
  }

  void none(Led target, Asked asked, Result.Why why) {
    nothing(target, asked, new Result.None(why, why == Result.Why.FULL ? ledger.offer() : null));
  }

  /** Nothing was done: that is remembered, and said once what it was concluded from is safe. */
  private void nothing(Led target, Asked asked, Result.Nothing answer) {
    Message.Aim aim = asked.aim;
    target.refusals().refused(aim.op(), aim.turn(), aim.attempt(), answer);
    if (aim.action() instanceof Action.OnToken) {
      Segment segment = target.segment();
      segment.whenSettled(
          () -> segment.whenLed(() -> post.send(asked.asker, asked.answer(answer))));
    } else {
      post.send(asked.asker, asked.answer(answer));
    }
  }
}
