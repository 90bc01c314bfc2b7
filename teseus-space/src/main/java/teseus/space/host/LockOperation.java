package teseus.space.host;

import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.TransactionAbortedException;
import teseus.space.TransactionAbortedException.Reason;
import teseus.space.wire.Action;
import teseus.space.wire.Message;
import teseus.space.wire.Result;
import teseus.space.wire.TransactionMessage;

/**
 * A read or a take of a transaction: it locks what it finds. First the own segments, then a look at
 * all, then, if it waits, the queues. Whatever leaves its outcome open aborts the transaction.
 */
final class LockOperation extends AimedOperation {
  private static final long FIRST_PAUSE_MS = 5;
  private static final long LAST_PAUSE_MS = 100;

  /**
   * What is wanted.
   *
   * @param template what matches
   * @param take whether to take it
   * @param waits whether to wait for matches that are not there yet
   * @param timeout how long to wait
   * @param consistency how sure "none" must be
   * @param order which match, if there are several
   */
  record Wanted(
      Template template,
      boolean take,
      boolean waits,
      long timeout,
      Consistency consistency,
      Order order) {}

  private final Transactions transactions;
  private final OpenTransaction transaction;
  private final Wanted wanted;
  private final Census census;
  private final Waiting waiting;
  private long until;
  private long pause = FIRST_PAUSE_MS;
  private long refusedAt = -1;
  private boolean late;
  private boolean looking;
  private boolean queued;
  private boolean answered;
  private boolean moving;
  private Timers.@Nullable Timer again;

  LockOperation(
      OpId op,
      int turn,
      LongSupplier low,
      Asking asking,
      Transactions transactions,
      OpenTransaction transaction,
      Wanted wanted,
      Pick pick) {
    super(op, turn, low, asking);
    this.transactions = transactions;
    this.transaction = transaction;
    this.wanted = wanted;
    this.waiting =
        asking
            .make()
            .waiting(op, turn, wanted.template(), wanted.take(), false, transaction.id(), asking);
    this.census =
        new Census(
            this,
            (ask, segment) ->
                new Message.Transactional(
                    new TransactionMessage.Look(
                        ask, segment, wanted.template(), transaction.id(), wanted.take())),
            wanted.consistency(),
            wanted.take(),
            pick);
  }

  @Override
  boolean part() {
    return true;
  }

  @Override
  void arm(long now) {
    transaction.running().add(this);
    until = later(now, wanted.timeout());
    alarm(wanted.waits() ? until : later(until, asking().times().answer()), this::expire);
  }

  private static long later(long time, long by) {
    return by > Long.MAX_VALUE - time ? Long.MAX_VALUE : time + by;
  }

  @Override
  void begin(long now) {
    if (late) {
      close(TakingOperation.empty(), now);
    } else {
      seek(now);
    }
  }

  /** Its transaction has written something: that may be what it looks or waits for. */
  void written(long now) {
    if (fenced() && !late && !flight().inFlight()) {
      boolean unused = endsWithOwn(now);
    }
  }

  private boolean endsWithOwn(long now) {
    Reply own = transactions.own(transaction, wanted);
    if (own != null) {
      close(own, now);
    }
    return own != null;
  }

  private void seek(long now) {
    again = null;
    answered = false;
    moving = false;
    if (endsWithOwn(now)) {
      return;
    }
    Asking.Match own =
        wanted.order() == Order.NEAR
            ? asking().ownLockable(wanted.template(), transaction.id(), wanted.take())
            : null;
    if (own != null) {
      aim(own.segment(), own.slot().token().id(), now);
      return;
    }
    looking = true;
    census.begin(now);
    act(census.verdict(now), now);
  }

  private void aim(SegmentId segment, TokenId named, long now) {
    long lease = transaction.until() - now;
    flight()
        .aim(
            segment,
            new Action.Lock(transaction.id(), lease, wanted.take(), wanted.template(), named),
            now);
  }

  @Override
  void onPeeked(Message.Peeked peeked, long now) {
    if (looking && !late) {
      act(census.answered(peeked, now), now);
    }
  }

  private void act(Census.Verdict verdict, long now) {
    if (verdict == Census.Verdict.OPEN) {
      return;
    }
    looking = false;
    Message.Peeked found = verdict == Census.Verdict.MATCH ? census.match() : null;
    if (found != null && found.match() != null) {
      aim(found.segment(), found.match().id(), now);
    } else if (wanted.waits()) {
      queue(now);
    } else {
      lookAgain(verdict, now);
    }
  }

  private void lookAgain(Census.Verdict verdict, long now) {
    boolean patient = now < until || countsLocked();
    if (verdict == Census.Verdict.NONE || verdict == Census.Verdict.BUSY && !patient) {
      close(TakingOperation.empty(), now);
    } else if (verdict == Census.Verdict.BUSY || verdict == Census.Verdict.MOVING) {
      answered = true;
      moving = verdict == Census.Verdict.MOVING;
      long next = now + pause;
      again = asking().timers().at(now < until ? Math.min(until, next) : next, this::seek);
      pause = Math.min(2 * pause, LAST_PAUSE_MS);
    } else {
      close(census.failure(verdict), now);
    }
  }

  /** Whether what others have locked counts as a match, beside which there is no "none". */
  private boolean countsLocked() {
    return !wanted.take() && wanted.consistency() == Consistency.STRICT;
  }

  private void queue(long now) {
    again = null;
    if (endsWithOwn(now)) {
      return; // written while it aimed at what it did not get
    }
    queued = true;
    waiting.send(now);
  }

  @Override
  void onArmed(Message.Armed armed, long now) {
    if (!late) {
      waiting.armed(armed);
    }
  }

  @Override
  void onCall(Message.Call call, long now) {
    if (call.turn() != turn() || call.number() != waiting.number()) {
      return;
    }
    flight().withdraw();
    if (!late && !flight().inFlight()) {
      aim(call.segment(), call.token(), now);
    } else if (late || !call.segment().equals(flight().segment())) {
      asking()
          .send(
              call.segment(),
              new Message.Decline(id(), call.turn(), call.number(), call.segment(), call.token()));
    }
  }

  @Override
  void onShown(Message.Shown shown, long now) {
    boolean wantedNow = shown.turn() == turn() && shown.number() == waiting.number() && !late;
    if (wantedNow && !flight().inFlight()) {
      aim(shown.segment(), shown.token().id(), now);
    }
  }

  @Override
  void none(Result.Nothing answer, long now) {
    if (answer instanceof Result.None none && none.why() == Result.Why.ABORTED) {
      transactions.abort(transaction, Reason.PART_LOST, "its locks have ended in a segment", now);
    } else if (late) {
      close(TakingOperation.empty(), now);
    } else if (queued) {
      waiting.renew();
      pace(this::queue, now);
    } else {
      pace(this::seek, now);
    }
  }

  /**
   * Goes on after an attempt that got nothing: at once, but after the second at one time, later. A
   * primary that offers what it then refuses must not keep its host in one turn for ever.
   */
  private void pace(LongConsumer next, long now) {
    if (now > refusedAt) {
      refusedAt = now;
      next.accept(now);
    } else {
      again = asking().timers().at(now + FIRST_PAUSE_MS, next);
    }
  }

  @Override
  void settled(SegmentId segment, Result result, long now) {
    if (!(result instanceof Result.Locked locked)) {
      transactions.abort(
          transaction, Reason.PART_LOST, "operation " + id() + " was another before", now);
      return;
    }
    boolean kept = transaction.locked(segment, locked, id(), wanted.take());
    if (forgotten()) {
      transactions.abort(
          transaction, Reason.CALLED_OFF, "nobody waits for what operation " + id() + " got", now);
    } else if (kept) {
      close(new Reply.Found(Optional.of(Tokens.exact(locked.token(), segment))), now);
    } else {
      transactions.abort(
          transaction,
          Reason.PART_LOST,
          "its locks in segment " + segment + " have ended, by time or by a restart",
          now);
    }
  }

  @Override
  void cancel(long now) {
    if (!late) {
      expire(now);
    }
  }

  private void expire(long now) {
    late = true;
    stopSeeking();
    SpaceException unsent = withdrawn("nothing was locked");
    if (flight().inFlight()) {
      flight().cancel(now);
    } else if (fenced()) {
      close(unsent == null || wanted.waits() ? nothing() : new Reply.Failed(unsent), now);
      return;
    }
    alarm(
        now + asking().times().answer(),
        due ->
            transactions.abort(transaction, Reason.PART_LOST, "a segment has not answered", due));
  }

  private Reply nothing() {
    if (moving || answered && countsLocked()) {
      return census.failure(Census.Verdict.CONTENDED);
    }
    return wanted.waits() || answered
        ? TakingOperation.empty()
        : census.failure(Census.Verdict.UNREACHABLE);
  }

  private void stopSeeking() {
    looking = false;
    census.end();
    waiting.leave();
    if (again != null) {
      again.cancel();
      again = null;
    }
  }

  /** The transaction is over. */
  void aborted(TransactionAbortedException why, long now) {
    close(new Reply.Failed(why), now);
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    super.leadChanged(segment, now);
    if (late || closed()) {
      return;
    }
    if (looking) {
      census.resend(now);
      act(census.verdict(now), now);
    } else if (queued) {
      waiting.leadChanged(segment, now);
    }
  }

  @Override
  void release(long now) {
    super.release(now);
    stopSeeking();
    transaction.running().remove(this);
    if (flight().inFlight()) {
      transactions.abort(transaction, Reason.PART_LOST, "an operation of it was left open", now);
      transactions.unlock(transaction, flight().segment());
    }
  }
}
