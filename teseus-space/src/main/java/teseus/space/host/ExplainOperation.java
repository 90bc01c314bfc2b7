package teseus.space.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import teseus.space.Explanation;
import teseus.space.LookUp;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.wire.Message;

/** How each segment looks for what matches a template. */
final class ExplainOperation extends SurveyOperation {
  private final Map<SegmentId, List<LookUp>> segments = new HashMap<>();

  ExplainOperation(OpId op, Request.Explain request, Asking asking) {
    super(op, asking, (ask, segment) -> new Message.Explain(ask, segment, request.template()));
  }

  @Override
  void onExplained(Message.Explained explained, long now) {
    said(
        explained.ask(),
        explained.segment(),
        () -> segments.put(explained.segment(), explained.lookUps()),
        now);
  }

  @Override
  Reply sum() {
    return new Reply.Explained(new Explanation(segments));
  }
}
