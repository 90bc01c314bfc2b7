package teseus.space.host;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.SpaceException;
import teseus.space.UnavailableException;
import teseus.space.wire.Message;

/** A take that waits for nothing but matches that are on their way to others. */
final class TakeIfExistsOperation extends TakingOperation {
  private static final long FIRST_PAUSE_MS = 5;
  private static final long LAST_PAUSE_MS = 100;

  private final Census census;
  private final long patience;
  private final boolean near;
  private long until = Long.MIN_VALUE;
  private long pause = FIRST_PAUSE_MS;
  private boolean answered;
  private boolean moving;
  private Timers.@Nullable Timer again;

  /**
   * Not begun.
   *
   * @param sure whether R is to be asked before "none" is told
   */
  TakeIfExistsOperation(
      OpId op,
      int turn,
      LongSupplier low,
      boolean remembered,
      Request.TakeIfExists request,
      boolean sure,
      Asking asking,
      Pick pick) {
    super(
        op,
        turn,
        low,
        remembered,
        request.template(),
        request.timeout() + Math.min(asking.times().answer(), Long.MAX_VALUE - request.timeout()),
        asking);
    this.patience = request.timeout();
    this.near = request.order() == Order.NEAR;
    this.census = new Census(this, request.template(), request.consistency(), sure, true, pick);
  }

  @Override
  void seek(long now) {
    again = null;
    answered = false;
    moving = false;
    if (until == Long.MIN_VALUE) {
      until = now + Math.min(patience, Long.MAX_VALUE - now);
    }
    Asking.Match own = near ? asking().ownFree(template()) : null;
    if (own != null) {
      aim(own.segment(), own.slot().id(), now);
    } else {
      census.begin(now);
      act(census.verdict(now), now);
    }
  }

  @Override
  void onPeeked(Message.Peeked peeked, long now) {
    if (!late() && !flight().inFlight()) {
      act(census.answered(peeked, now), now);
    }
  }

  private void act(Census.Verdict verdict, long now) {
    switch (verdict) {
      case MATCH -> {
        Message.Peeked found = census.match();
        if (found.match() != null) {
          aim(found.segment(), found.match().id(), now);
        }
      }
      case BUSY -> {
        answered = true;
        if (now >= until) {
          close(empty(), now);
        } else {
          seekAgain(Math.min(until, now + pause));
        }
      }
      case MOVING -> {
        moving = true;
        seekAgain(now + pause);
      }
      case NONE -> close(empty(), now);
      case UNREACHABLE, CONTENDED -> close(census.failure(verdict), now);
      case OPEN -> {}
    }
  }

  private void seekAgain(long time) {
    again = asking().timers().at(time, this::seek);
    pause = Math.min(2 * pause, LAST_PAUSE_MS);
  }

  @Override
  Reply nothing() {
    if (until == Long.MIN_VALUE) {
      return new Reply.Failed(
          new UnavailableException(
              "its time was over before every segment knew that its session goes on here; nothing"
                  + " was taken"));
    }
    if (moving) {
      return census.failure(Census.Verdict.CONTENDED);
    }
    return answered ? empty() : census.failure(Census.Verdict.UNREACHABLE);
  }

  @Override
  Reply unsent(SpaceException why) {
    return new Reply.Failed(why);
  }

  @Override
  void stopSeeking(long now) {
    census.end();
    if (again != null) {
      again.cancel();
      again = null;
    }
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    super.leadChanged(segment, now);
    if (until != Long.MIN_VALUE && !late() && !flight().inFlight() && again == null) {
      census.resend(now);
      act(census.verdict(now), now);
    }
  }
}
