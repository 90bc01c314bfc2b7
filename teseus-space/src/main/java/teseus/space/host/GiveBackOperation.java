package teseus.space.host;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.wire.Message;

/** Puts back what an answered take got, because its client does not want it after all. */
final class GiveBackOperation extends Operation {
  private final SegmentId segment;
  private Timers.@Nullable Timer resend;

  GiveBackOperation(OpId op, int turn, SegmentId segment, Asking asking) {
    super(op, turn, asking);
    this.segment = segment;
  }

  @Override
  void start(long now) {
    if (resend != null) {
      resend.cancel();
    }
    asking().send(segment, new Message.GiveBack(id(), turn(), segment));
    resend = asking().timers().at(now + asking().times().resend(), this::start);
  }

  @Override
  void cancel(long now) {} // it ends when the token is back

  @Override
  void leadChanged(SegmentId changed, long now) {
    if (changed.equals(segment)) {
      start(now);
    }
  }

  @Override
  void onGivenBack(Message.GivenBack back, long now) {
    if (back.segment().equals(segment) && back.turn() == turn()) {
      close(back.back() ? new Reply.Found(Optional.empty()) : notBack(), now);
    }
  }

  @Override
  void release(long now) {
    if (resend != null) {
      resend.cancel();
      resend = null;
    }
  }
}
