package teseus.space.host;

import teseus.space.OpId;
import teseus.space.wire.Message;

/** A count: the sum of what each segment counts. */
final class CountOperation extends SurveyOperation {
  private long sum;

  CountOperation(OpId op, Request.Count request, Asking asking) {
    super(op, asking, (ask, segment) -> new Message.Count(ask, segment, request.template()));
  }

  @Override
  void onCounted(Message.Counted counted, long now) {
    said(counted.ask(), counted.segment(), () -> sum += counted.count(), now);
  }

  @Override
  Reply sum() {
    return new Reply.Counted(sum);
  }
}
