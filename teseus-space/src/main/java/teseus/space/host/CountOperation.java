package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.UnavailableException;
import teseus.space.wire.Message;

/** A count: the sum of what each segment counts, at a moment of its own. */
final class CountOperation extends Operation {
  private final Poll poll;
  private long sum;
  private Timers.@Nullable Timer deadline;

  CountOperation(OpId op, Request.Count request, Asking asking) {
    super(op, 0, asking);
    this.poll =
        new Poll(this, (ask, segment) -> new Message.Count(ask, segment, request.template()));
  }

  @Override
  void start(long now) {
    deadline = asking().timers().at(now + asking().times().answer(), this::cancel);
    poll.ask(now);
    conclude(now);
  }

  @Override
  void onCounted(Message.Counted counted, long now) {
    if (poll.answered(counted.ask(), counted.segment())) {
      sum += counted.count();
      conclude(now);
    }
  }

  private void conclude(long now) {
    if (poll.complete()) {
      close(new Reply.Counted(sum), now);
    } else if (poll.stuck()) {
      cancel(now);
    }
  }

  @Override
  void cancel(long now) {
    close(new Reply.Failed(new UnavailableException(asking().unavailable(poll.open()))), now);
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    poll.send(now);
    conclude(now);
  }

  @Override
  void release(long now) {
    poll.end();
    if (deadline != null) {
      deadline.cancel();
    }
  }
}
