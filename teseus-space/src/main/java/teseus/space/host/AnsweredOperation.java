package teseus.space.host;

import teseus.space.OpId;
import teseus.space.SegmentId;

/** A transaction's operation that this host answers by itself, at once. */
final class AnsweredOperation extends Operation {
  private final Reply answer;

  AnsweredOperation(OpId op, int turn, Asking asking, Reply answer) {
    super(op, turn, asking);
    this.answer = answer;
  }

  @Override
  boolean part() {
    return true;
  }

  @Override
  void start(long now) {
    close(answer, now);
  }

  @Override
  void cancel(long now) {}

  @Override
  void leadChanged(SegmentId segment, long now) {}

  @Override
  void release(long now) {}
}
