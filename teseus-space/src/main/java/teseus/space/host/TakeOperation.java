package teseus.space.host;

import java.util.Optional;
import java.util.function.LongSupplier;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.wire.Message;

/** A take that waits: first the own segments, then where the view points, then all queues. */
final class TakeOperation extends TakingOperation {
  private final View view;
  private final Waiting waiting;
  private boolean tried;
  private boolean sought;

  TakeOperation(
      OpId op,
      int turn,
      LongSupplier low,
      boolean remembered,
      Request.Take request,
      Asking asking,
      View view) {
    super(op, turn, low, remembered, request.template(), request.timeout(), asking);
    this.view = view;
    this.waiting = asking.make().waiting(op, turn, request.template(), true, asking);
  }

  @Override
  void seek(long now) {
    if (tried) {
      queue(now);
      return;
    }
    tried = true;
    Asking.Match own = asking().ownFree(template());
    if (own != null) {
      aim(own.segment(), own.slot().token().id(), now);
      return;
    }
    Optional<SegmentId> hint =
        view.hint(template(), now).filter(segment -> asking().directory().lead(segment) != null);
    if (hint.isPresent()) {
      aim(hint.get(), null, now);
    } else {
      queue(now);
    }
  }

  private void queue(long now) {
    sought = true;
    waiting.send(now);
  }

  @Override
  void missed(long now) {
    waiting.renew();
    queue(now);
  }

  @Override
  void stopSeeking(long now) {
    waiting.leave();
  }

  @Override
  void onArmed(Message.Armed armed, long now) {
    if (!late()) {
      waiting.armed(armed);
    }
  }

  @Override
  void onCall(Message.Call call, long now) {
    if (call.turn() != turn() || call.number() != waiting.number()) {
      return; // void: the primary has been told, or will be
    }
    if (late() || !fenced()) {
      decline(call);
    } else if (!flight().inFlight()) {
      aim(call.segment(), call.token(), now);
    } else if (!call.segment().equals(flight().segment())) {
      decline(call);
    } // else the take on its way there may use it
  }

  private void decline(Message.Call call) {
    asking()
        .send(
            call.segment(),
            new Message.Decline(id(), call.turn(), call.number(), call.segment(), call.token()));
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    super.leadChanged(segment, now);
    if (sought && !late()) {
      waiting.leadChanged(segment, now);
    }
  }
}
