package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Action;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Portion;
import teseus.space.wire.Result;
import teseus.space.wire.TransactionMessage;
import teseus.space.wire.TransactionMessage.Vote;
import teseus.space.wire.TupleCodec;

/**
 * What the segments led here do for transactions: they lock, agree to their part, and keep what
 * they agreed to until they know what was decided, for ever if need be (PROTOCOL.md, rule 16).
 */
class Participant implements Aims.Execution {
  private final Map<SegmentId, Led> led;
  private final HostLedger ledger;
  private final Aims aims;
  private final AskingParts parts;
  private final Cuts cuts;
  private final Leases leases;
  private final HybridClock clock;
  private final Map<SegmentId, Locks> locks = new HashMap<>();
  private Timers.@Nullable Timer asking;

  Participant(
      HostLedger ledger,
      HybridClock clock,
      Aims aims,
      AskingParts parts,
      Cuts cuts,
      Leases leases) {
    this.led = parts.led();
    this.ledger = ledger;
    this.clock = clock;
    this.aims = aims;
    this.parts = parts;
    this.cuts = cuts;
    this.leases = leases;
  }

  /** The locks in a segment led here. */
  Locks locks(Led target) {
    return locks.computeIfAbsent(
        target.segment().id(),
        any ->
            new Locks(
                target.segment(),
                parts.timers(),
                parts.times().answer(),
                (slot, now) -> freed(target, slot, now)));
  }

  /** How many transactions hold locks in the segments led here, or have prepared. */
  int size() {
    int size = 0;
    for (Led one : led.values()) {
      size += locks(one).size() + one.segment().state().transactions().prepared().size();
    }
    return size;
  }

  private void freed(Led target, Slot slot, long now) {
    leases.granted(slot.until(), now);
    target.waits().offer(slot, now);
  }

  @Override
  public @Nullable Result known(Led target, OpId op) {
    return locks(target).granted(op);
  }

  @Override
  public void execute(Led target, Aims.Asked asked, long now) {
    Action.Lock lock = (Action.Lock) asked.aim().action();
    OpId op = asked.aim().op();
    Locks held = locks(target);
    if (held.over(lock.transaction())) {
      aims.none(target, asked, Result.Why.ABORTED);
      return;
    }
    Slot slot = find(target.segment().store(), lock, op);
    if (slot == null) {
      aims.none(target, asked, Result.Why.NO_MATCH);
      return;
    }
    Result locked = held.lock(lock.transaction(), op, slot, lock.take(), lock.lease(), now);
    target.waits().leave(op, now);
    target.segment().whenLed(() -> parts.post().send(asked.asker(), asked.answer(locked)));
  }

  private static @Nullable Slot find(TokenStore store, Action.Lock lock, OpId op) {
    Slot named = lock.named() == null ? null : store.get(lock.named());
    if (named != null
        && store.lockable(named, lock.transaction(), op, lock.take())
        && TupleCodec.matches(lock.template(), named.token().type(), named.token().fields())) {
      return named;
    }
    return store.oldestLockable(lock.template(), lock.transaction(), op, lock.take());
  }

  void onLook(HostId asker, TransactionMessage.Look look) {
    Led target = open(look.segment());
    if (target == null) {
      return;
    }
    Segment segment = target.segment();
    TokenStore store = segment.store();
    Slot match = store.oldestLockable(look.template(), look.transaction(), null, look.take());
    Message.Peeked peeked =
        new Message.Peeked(
            look.ask(),
            segment.id(),
            segment.epoch(),
            match == null ? null : match.token(),
            match == null && segment.state().busy(look.template(), look.transaction()),
            store.arrivals(look.template().type()),
            segment.state().moving(look.template()),
            segment.state().recentMoves());
    segment.whenLed(() -> parts.post().send(asker, peeked));
  }

  void onUnlock(TransactionMessage.Unlock unlock, long now) {
    Led target = open(unlock.segment());
    if (target != null) {
      locks(target).end(unlock.transaction(), now);
    }
  }

  void onExtend(TransactionMessage.Extend extend, long now) {
    Led target = open(extend.segment());
    if (target != null) {
      locks(target).extend(extend.transaction(), extend.lease(), now);
    }
  }

  void onPrepare(TransactionMessage.Prepare asked, long now) {
    Led target = open(asked.portion().segment());
    if (target == null) {
      return;
    }
    Segment segment = target.segment();
    if (segment.quieting()) {
      segment.defer(() -> onPrepare(asked, now));
      return;
    }
    boolean before = agreed(segment, asked.op());
    Vote vote = before ? Vote.YES : judge(target, asked);
    if (vote != Vote.YES) {
      vote(asked, vote);
    } else if (asked.portion().readsOnly()) {
      segment.whenLed(() -> agree(target, asked, now));
    } else {
      if (!before) {
        prepare(target, asked, now);
      }
      whenSafe(segment, () -> vote(asked, vote));
    }
  }

  /** Whether it is on record that the segment has agreed to its part. */
  boolean agreed(Segment segment, OpId op) {
    return segment.state().transactions().prepared(op) != null
        || segment.sessions().completion(op) != null;
  }

  /** What is agreed to holds once it is committed, and as many stores as are asked for have it. */
  void whenSafe(Segment segment, Runnable then) {
    segment.whenKept(segment.next() - 1, then);
  }

  /** What was read is locked still: no other leads by now, who would not know of it. */
  private void agree(Led target, TransactionMessage.Prepare asked, long now) {
    locks(target).agreed(asked.transaction(), now);
    vote(asked, Vote.YES);
  }

  private Vote judge(Led target, TransactionMessage.Prepare asked) {
    Portion portion = asked.portion();
    boolean refused = Aims.refusal(target, asked.op(), asked.turn()) != null;
    if (refused || !hold(target, asked.transaction(), portion)) {
      return Vote.NO;
    }
    if (!portion.readsOnly() && !target.segment().enough()) {
      return Vote.FEW_COPIES;
    }
    return fits(portion) ? Vote.YES : Vote.FULL;
  }

  /** Whether the transaction still has the locks of its portion, and what it writes is new. */
  boolean hold(Led target, OpId transaction, Portion portion) {
    for (Portion.Write write : portion.writes()) {
      if (target.segment().store().get(write.token()) != null) {
        return false;
      }
    }
    return locks(target).hold(transaction, portion);
  }

  /** Whether the host has room for what comes in. */
  boolean fits(Portion portion) {
    long cost = 0;
    for (Envelope token : tokens(portion, 0)) {
      cost += token.cost();
    }
    return ledger.fits(portion.segment(), cost, portion.writes().size());
  }

  /** What comes in, as tokens. */
  List<Envelope> tokens(Portion portion, long now) {
    List<Envelope> tokens = new ArrayList<>(portion.writes().size());
    for (Portion.Write write : portion.writes()) {
      long until = write.term() > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + write.term();
      long born = now == 0 ? 0 : clock.next(now);
      tokens.add(new Envelope(write.token(), write.type(), write.fields(), born, until));
    }
    return tokens;
  }

  private void prepare(Led target, TransactionMessage.Prepare asked, long now) {
    Portion portion = asked.portion();
    Segment segment = target.segment();
    Aims.open(segment, asked.op().session(), now);
    segment.append(
        new LogRecord.Prepare(
            now,
            asked.transaction(),
            asked.op(),
            asked.low(),
            asked.first(),
            portion.takes(),
            tokens(portion, now)));
    locks(target).handOver(asked.transaction(), now);
    if (asking == null) {
      asking = parts.timers().at(now + parts.times().resend(), this::ask);
    }
  }

  private void vote(TransactionMessage.Prepare asked, Vote vote) {
    send(
        asked.first(),
        new TransactionMessage.Voted(asked.op(), asked.first(), asked.portion().segment(), vote));
  }

  /** A segment is served from now on: asks what became of what it had prepared. */
  void opened(Segment segment, long now) {
    ask(now);
  }

  /** A segment is led here no more: what was locked in it and not prepared is free. */
  void left(SegmentId segment) {
    Locks its = locks.remove(segment);
    if (its != null) {
      its.close();
    }
  }

  /** Others lead these now: whoever waits for a decision of theirs asks at once. */
  void leadChanged(List<SegmentId> segments, long now) {
    if (led.values().stream()
        .flatMap(one -> one.segment().state().transactions().prepared().stream())
        .anyMatch(each -> segments.contains(each.first()))) {
      ask(now);
    }
  }

  /** Asks what became of what is prepared. */
  void ask(long now) {
    if (asking != null) {
      asking.cancel();
      asking = null;
    }
    boolean open = false;
    for (Led one : led.values()) {
      for (TransactionTable.Prepared each : one.segment().state().transactions().prepared()) {
        open = true;
        send(
            each.first(),
            new TransactionMessage.Ask(
                each.transaction(), each.op(), each.first(), one.segment().id()));
      }
    }
    if (open) {
      asking = parts.timers().at(now + parts.times().resend(), this::ask);
    }
  }

  void onDecided(TransactionMessage.Decided decided, long now) {
    Led target = open(decided.segment());
    if (target == null) {
      return;
    }
    Segment segment = target.segment();
    TransactionTable.Prepared one = segment.state().transactions().prepared(decided.op());
    if (one == null) {
      locks(target).end(decided.transaction(), now);
    } else {
      resolve(target, one, decided, now);
    }
    if (decided.commit() && one != null) {
      segment.whenSettled(() -> applied(decided));
    } else if (decided.commit()) { // it was done before, unless another leads, and agreed to it
      segment.whenSettled(() -> segment.whenLed(() -> applied(decided)));
    }
  }

  private void applied(TransactionMessage.Decided decided) {
    send(
        decided.first(),
        new TransactionMessage.Applied(decided.op(), decided.first(), decided.segment()));
  }

  private void resolve(
      Led target, TransactionTable.Prepared one, TransactionMessage.Decided decided, long now) {
    Segment segment = target.segment();
    segment.append(new LogRecord.Resolve(now, one.op(), decided.commit()));
    segment.complete(now);
    cuts.resolved(segment.id(), one, decided.commit(), decided.round());
    if (!decided.commit()) {
      for (Portion.Take take : one.takes()) {
        Slot slot = segment.store().get(take.token());
        if (slot != null) {
          freed(target, slot, now);
        }
      }
    }
  }

  private void send(SegmentId to, TransactionMessage message) {
    Directory.Lead lead = parts.directory().lead(to);
    if (lead != null) {
      parts.post().send(lead.host(), new Message.Transactional(message));
    }
  }

  private @Nullable Led open(SegmentId id) {
    Led target = led.get(id);
    return target != null && target.segment().open() ? target : null;
  }
}
