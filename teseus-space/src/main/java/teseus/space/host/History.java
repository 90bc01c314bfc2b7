package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.wire.Envelope;
import teseus.space.wire.Happening;
import teseus.space.wire.LogRecord;

/**
 * The latest of what happened in a segment, as far as a budget of bytes goes. What is told to
 * followers comes out of here and from nowhere else.
 */
final class History {
  private final LsnQueue<Happening> happenings = new LsnQueue<>();
  private long budget;
  private long floor;

  /** Nothing has happened yet. */
  History(long budget) {
    this.budget = budget;
  }

  /** What follows is in an image: of what happened before an lsn nothing is known. */
  void begin(long lsn) {
    happenings.clear();
    floor = lsn;
  }

  /** Keeps to another budget from now on. */
  void budget(long most) {
    budget = most;
    trim();
  }

  /**
   * A record is committed; to be told of each in order.
   *
   * @param token what it lets in or out, or makes of one; null if it does neither
   * @return what that means to followers; null if nothing
   */
  @Nullable Happening committed(long lsn, LogRecord record, @Nullable Envelope token) {
    Event.Kind kind = kind(record);
    if (kind == null || token == null) {
      return null;
    }
    Happening happening = new Happening(lsn, kind, token);
    happenings.add(lsn, happening, Math.toIntExact(happening.cost()));
    trim();
    return happening;
  }

  private static Event.@Nullable Kind kind(LogRecord record) {
    if (record instanceof LogRecord.Put || record instanceof LogRecord.Computed) {
      return Event.Kind.WRITTEN;
    } else if (record instanceof LogRecord.Take) {
      return Event.Kind.TAKEN;
    } else if (record instanceof LogRecord.Expire || record instanceof LogRecord.CancelLease) {
      return Event.Kind.EXPIRED;
    } else if (record instanceof LogRecord.Update) {
      return Event.Kind.UPDATED;
    }
    return record instanceof LogRecord.Return ? Event.Kind.RETURNED : null;
  }

  private void trim() {
    while (happenings.weight() > budget) {
      floor = happenings.lsn(0) + 1;
      Happening unused = happenings.remove();
    }
  }

  /** The least lsn from which on all is known. */
  long floor() {
    return floor;
  }

  /** What happened at an lsn and after it, in order. */
  Iterable<Happening> from(long lsn) {
    return happenings.valuesFrom(lsn);
  }
}
