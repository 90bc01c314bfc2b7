package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.UnavailableException;
import teseus.space.wire.MetaCommand;

/** Has META keep that an index is declared. It may be asked for again: META keeps it once. */
final class DeclareIndexOperation extends Operation {
  private final Request.DeclareIndex request;
  private final Meta meta;
  private Timers.@Nullable Timer deadline;

  /**
   * Not begun.
   *
   * @throws IllegalArgumentException if there are too many already
   */
  DeclareIndexOperation(OpId op, Request.DeclareIndex request, Asking asking, Meta meta) {
    super(op, 0, asking);
    String refusal = DeclaredIndexes.refusal(meta.known().indexes(), request.index());
    if (refusal != null) {
      throw new IllegalArgumentException(refusal);
    }
    this.request = request;
    this.meta = meta;
  }

  @Override
  void start(long now) {
    if (meta.known().indexes().contains(request.index())) {
      close(new Reply.Declared(request.index()), now);
      return;
    }
    deadline = asking().timers().at(now + asking().times().answer(), this::cancel);
    meta.submit(
        new MetaCommand.DeclareIndex(request.index()),
        now,
        why ->
            close(
                why == null
                    ? new Reply.Declared(request.index())
                    : new Reply.Failed(new UnavailableException(why)),
                now));
  }

  @Override
  void cancel(long now) {
    close(
        new Reply.Failed(
            new UnavailableException(
                "the cluster's settings could not be changed: whoever keeps them has not answered"
                    + " in time; the index may be made all the same")),
        now);
  }

  @Override
  void leadChanged(SegmentId segment, long now) {}

  @Override
  void release(long now) {
    if (deadline != null) {
      deadline.cancel();
    }
  }
}
