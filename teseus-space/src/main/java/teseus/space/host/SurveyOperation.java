package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.UnavailableException;

/**
 * Asks every segment once, and answers when all have said something, each at a moment of its own.
 */
abstract class SurveyOperation extends Operation {
  private final Poll poll;
  private Timers.@Nullable Timer deadline;

  SurveyOperation(OpId op, Asking asking, Poll.Question question) {
    super(op, 0, asking);
    this.poll = new Poll(this, question);
  }

  /** What all said together. */
  abstract Reply sum();

  @Override
  final void start(long now) {
    deadline = asking().timers().at(now + asking().times().answer(), this::cancel);
    poll.ask(now);
    conclude(now);
  }

  /** A segment has said something: takes it in, unless it had been taken in before. */
  final void said(long ask, SegmentId segment, Runnable takeIn, long now) {
    if (poll.answered(ask, segment)) {
      takeIn.run();
      conclude(now);
    }
  }

  private void conclude(long now) {
    if (poll.complete()) {
      close(sum(), now);
    } else if (poll.stuck()) {
      cancel(now);
    }
  }

  @Override
  final void cancel(long now) {
    close(new Reply.Failed(new UnavailableException(asking().unavailable(poll.open()))), now);
  }

  @Override
  final void leadChanged(SegmentId segment, long now) {
    poll.send(now);
    conclude(now);
  }

  @Override
  final void release(long now) {
    poll.end();
    if (deadline != null) {
      deadline.cancel();
    }
  }
}
