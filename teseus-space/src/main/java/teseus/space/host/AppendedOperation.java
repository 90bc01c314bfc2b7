package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.SegmentId;

/**
 * What the short cut has appended and is not safe yet. It is answered as soon as it is, and nothing
 * calls it off. If the segment is led elsewhere first, its record is in the new primary's log or is
 * not, and its name is known to nobody who could be asked.
 */
final class AppendedOperation extends Operation {
  private final ShortCut.Done done;
  private Timers.@Nullable Timer alarm;

  /** Not begun. */
  AppendedOperation(OpId op, ShortCut.Done done, Asking asking) {
    super(op, 0, asking);
    this.done = done;
  }

  @Override
  long pending() {
    return done.bytes();
  }

  @Override
  void start(long now) {
    Segment segment = done.segment();
    if (segment == null) {
      close(done.reply(), now);
      return;
    }
    alarm =
        asking()
            .timers()
            .at(
                now + asking().times().answer(),
                due -> unknown("the log of segment " + segment.id() + " has not forced it yet"));
    segment.whenCommitted(done.lsn(), () -> close(done.reply(), now));
  }

  @Override
  void cancel(long now) {}

  @Override
  void leadChanged(SegmentId changed, long now) {
    Segment segment = done.segment();
    if (segment != null && segment.deposed()) {
      String why = "segment " + segment.id() + " was led elsewhere before it was safe here";
      close(new Reply.Failed(new OutcomeUnknownException(id(), why)), now);
    }
  }

  @Override
  void release(long now) {
    if (alarm != null) {
      alarm.cancel();
    }
  }
}
