package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.wire.Message;

/**
 * A take of a caller in this very process that waits where the {@link ShortCut} would do it: it
 * stands in the queues of all segments itself, with no message to say so, and is given what comes
 * in the turn in which it comes. Should that not do any more, as when another host comes, it goes
 * the long way, in the places that it has.
 */
final class StandingTake extends Operation {
  /** Goes on with it in some other way. */
  @FunctionalInterface
  interface Onward {
    void go(StandingTake take, long now);
  }

  private static final int NUMBER = 0; // the long way counts its waits from 1

  private final Request.Take request;
  private final Onward onward;
  private long since;
  private Timers.@Nullable Timer alarm;

  /**
   * Stands nowhere yet.
   *
   * @param op in a session that is kept, as the long way needs it
   * @param onward has it go the long way
   */
  StandingTake(OpId op, Request.Take request, Asking asking, Onward onward) {
    super(op, 0, asking);
    this.request = request;
    this.onward = onward;
  }

  /** When it began to wait. */
  long since() {
    return since;
  }

  /** What is asked for, for as long as is left of its time. */
  Request.Take rest(long now) {
    long left = Math.max(0, end() - now);
    return new Request.Take(request.template(), left, request.order());
  }

  private long end() {
    long timeout = request.timeout();
    return timeout > Long.MAX_VALUE - since ? Long.MAX_VALUE : since + timeout;
  }

  @Override
  void start(long now) {
    since = now;
    alarm = asking().timers().at(end(), this::cancel);
    for (Led one : asking().led()) {
      SegmentId segment = one.segment().id();
      one.waits()
          .stand(
              new Message.Wait(
                  id(), turn(), NUMBER, segment, request.template(), true, false, 0, null),
              now);
    }
  }

  @Override
  void cancel(long now) {
    close(TakingOperation.empty(), now);
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    onward.go(this, now);
  }

  /** What came back, or was in somebody's hands, is held for it. */
  @Override
  void onCall(Message.Call call, long now) {
    onward.go(this, now);
  }

  @Override
  void release(long now) {
    stopAlarm();
    for (Led one : asking().led()) {
      one.waits().leave(id(), now);
    }
  }

  /** Its time is seen to by another operation. */
  void stopAlarm() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }
}
