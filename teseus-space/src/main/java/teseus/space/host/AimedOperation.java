package teseus.space.host;

import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.LimitReached;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.SegmentId;
import teseus.space.SessionGoneException;
import teseus.space.SpaceException;
import teseus.space.UnavailableException;
import teseus.space.wire.Message;
import teseus.space.wire.Result;

/**
 * An operation that changes something, so that it is aimed at one segment at a time and its turn is
 * first put on record everywhere if its session comes from another gateway (PROTOCOL.md, rule 6 a,
 * b and h).
 */
abstract class AimedOperation extends Operation {
  private final Flight flight;
  private final Fencing fencing;
  private Timers.@Nullable Timer alarm;

  AimedOperation(OpId op, int turn, LongSupplier low, Asking asking) {
    super(op, turn, asking);
    this.flight = asking.make().flight(op, turn, low, asking);
    this.fencing = new Fencing(op, turn, asking, this::begin);
  }

  /** Sets the deadline's alarm, before anything is sent. */
  abstract void arm(long now);

  /** Nothing of an earlier turn can happen any more: aim, or look where to. */
  abstract void begin(long now);

  /** A segment did it. */
  abstract void settled(SegmentId segment, Result result, long now);

  /** The attempt in flight came to nothing, and never will to anything. */
  abstract void none(Result.Nothing answer, long now);

  final Flight flight() {
    return flight;
  }

  /** Whether its turn is on record everywhere. */
  final boolean fenced() {
    return fencing.done();
  }

  @Override
  final void start(long now) {
    arm(now);
    if (fencing.done()) {
      begin(now);
    } else {
      fencing.send(now);
    }
  }

  /** Sets the one alarm that an operation has at a time. */
  final void alarm(long time, LongConsumer task) {
    stopAlarm();
    alarm = asking().timers().at(time, task);
  }

  final void stopAlarm() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  @Override
  final void onAnswer(Message.Answer answer, long now) {
    if (!flight.concerns(answer)) {
      return;
    }
    flight.answered();
    if (answer.result() instanceof Result.Refused refused) {
      refused(answer.segment(), refused, now);
    } else if (!(answer.result() instanceof Result.Nothing nothing)) {
      settle(answer.segment(), answer.result(), now);
    } else if (flight.answers(answer)) {
      flight.landed();
      none(nothing, now);
    }
  }

  @Override
  final void onFenced(Message.Fenced fenced, long now) {
    if (fencing.done() || fenced.turn() != turn()) {
      return;
    }
    Result result = fenced.result();
    if (result instanceof Result.Refused refused) {
      refused(refused.why(), now);
    } else if (result != null) {
      settle(fenced.segment(), result, now);
    } else {
      fencing.fenced(fenced, now);
    }
  }

  private void settle(SegmentId segment, Result result, long now) {
    flight.landed();
    fencing.stop();
    stopAlarm();
    settled(segment, result, now);
  }

  private void refused(SegmentId segment, Result.Refused refused, long now) {
    if (refused.why() == Result.Refusal.OTHER_EPOCH) {
      Directory.Lead lead = asking().directory().lead(segment);
      if (lead != null && lead.epoch() < refused.epoch()) {
        asking().directory().told(segment, lead.host(), refused.epoch());
        flight.send(now);
      }
    } else if (refused.why() != Result.Refusal.BUSY) { // then the same attempt is sent again
      refused(refused.why(), now);
    }
  }

  private void refused(Result.Refusal why, long now) {
    if (why == Result.Refusal.SESSION_GONE) {
      asking().gone(id().session());
    }
    // An earlier gateway, or a copy sent before, may have had it done while the session stood.
    boolean nothingDone = why == Result.Refusal.SESSION_GONE && turn() == 0 && flight.sends() <= 1;
    close(
        new Reply.Failed(
            nothingDone
                ? new SessionGoneException(
                    "session " + id().session() + " has ended; nothing was done. Open a new one")
                : new OutcomeUnknownException(
                    id(),
                    why == Result.Refusal.OLD_TURN
                        ? "the session goes on through another host; ask there"
                        : "no segment remembers operation " + id() + " any more: " + why)),
        now);
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    if (!fencing.done()) {
      fencing.send(now);
    } else if (segment.equals(flight.segment())) {
      flight.send(now);
    }
  }

  /**
   * If its aim was never sent, since a peer answers too slowly, it is aimed at nobody any more.
   *
   * @param undone what has not happened, for people to read
   * @return what to tell them; null if there is no such aim
   */
  final @Nullable SpaceException withdrawn(String undone) {
    SegmentId segment = flight.segment();
    if (segment == null || !flight.withdraw()) {
      return null;
    }
    Directory.Lead lead = asking().directory().lead(segment);
    if (lead == null) {
      return new UnavailableException(
          undone + ": " + asking().directory().unavailable(List.of(segment)));
    }
    long used = asking().credit().used(lead.host());
    long most = asking().credit().most();
    return new BusyException(
        undone
            + ": host "
            + lead.host()
            + " has not answered "
            + used
            + " bytes that it was sent from here, and "
            + LoadLimits.PENDING_PER_PEER
            + " allows "
            + most
            + "; try again when it has",
        new LimitReached(LoadLimits.PENDING_PER_PEER, used, most));
  }

  /** The caller is told that the outcome is not known, unless the answer comes in time. */
  final void answerBy(long time) {
    alarm(
        time,
        now ->
            unknown(
                flight.inFlight()
                    ? "segment " + flight.segment() + " was asked and has not answered"
                    : "segments " + fencing.open() + " have not said what they did"));
  }

  @Override
  void release(long now) {
    flight.stop();
    fencing.stop();
    stopAlarm();
  }
}
