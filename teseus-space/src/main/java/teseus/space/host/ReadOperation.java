package teseus.space.host;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message;

/** A read that waits in all queues until one shows it a match. It leaves no record. */
final class ReadOperation extends Operation {
  private final Template template;
  private final long timeout;
  private final Waiting waiting;
  private Timers.@Nullable Timer deadline;

  ReadOperation(OpId op, Request.Read request, Asking asking) {
    super(op, 0, asking);
    this.template = request.template();
    this.timeout = request.timeout();
    this.waiting = asking.make().waiting(op, 0, template, false, asking);
  }

  @Override
  void start(long now) {
    Asking.Match own = asking().ownVisible(template);
    if (own != null) {
      close(found(own.slot().token(), own.segment()), now);
      return;
    }
    deadline =
        asking()
            .timers()
            .at(timeout > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + timeout, this::cancel);
    waiting.send(now);
  }

  private static Reply found(Envelope token, SegmentId segment) {
    return new Reply.Found(Optional.of(Tokens.exact(token, segment)));
  }

  @Override
  void onArmed(Message.Armed armed, long now) {
    waiting.armed(armed);
  }

  @Override
  void onShown(Message.Shown shown, long now) {
    close(found(shown.token(), shown.segment()), now);
  }

  @Override
  void cancel(long now) {
    close(new Reply.Found(Optional.empty()), now);
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    waiting.leadChanged(segment, now);
  }

  @Override
  void release(long now) {
    waiting.leave();
    if (deadline != null) {
      deadline.cancel();
    }
  }
}
