package teseus.space.host;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.List;
import teseus.space.SegmentId;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.wire.Replication.Logged;
import teseus.space.wire.Replication.Span;

/** The log of one segment as one store has it: its end in memory, all of it on the disk. */
final class SegmentLog {
  private record Unforced(long position, long length) {}

  private final SegmentId id;
  private final LogWindow window = new LogWindow();
  private final ArrayDeque<Unforced> unforced = new ArrayDeque<>();
  private Spans spans = new Spans();
  private long next;
  private long forced;

  SegmentLog(SegmentId id) {
    this.id = id;
  }

  SegmentId id() {
    return id;
  }

  /** The first free lsn. */
  long next() {
    return next;
  }

  /** All below this lsn is forced here. */
  long forced() {
    return forced;
  }

  Spans spans() {
    return spans;
  }

  LogWindow window() {
    return window;
  }

  /**
   * A record found on the disk at a start. One that is not at the end cuts off what is after it.
   */
  void found(long epoch, long lsn, byte[] body) {
    if (lsn < next) {
      cut(lsn);
    }
    add(epoch, body);
    forced = next;
  }

  /** Puts a record at the end; returns its lsn. */
  @CanIgnoreReturnValue
  long append(Log disk, long epoch, byte[] body) {
    long lsn = next;
    long position = disk.append(new LogEntry(id, epoch, lsn, body));
    add(epoch, body);
    unforced.add(new Unforced(position, next));
    return lsn;
  }

  private void add(long epoch, byte[] body) {
    spans.append(epoch, next);
    window.add(new Logged(epoch, body));
    next++;
  }

  /** The disk has forced everything up to a position. */
  void forced(long position) {
    while (!unforced.isEmpty() && unforced.peek().position <= position) {
      forced = unforced.remove().length;
    }
  }

  /**
   * The records from an lsn on are gone. The disk learns of it by the next record that is appended,
   * which must not be missing.
   */
  void cut(long lsn) {
    unforced.removeIf(one -> one.length > lsn);
    spans.cut(lsn);
    window.cut(lsn);
    next = Math.min(next, lsn);
    forced = Math.min(forced, lsn);
  }

  /** An image stands in place of all below an lsn, and nothing after it; it is not forced yet. */
  void begin(long lsn, List<Span> its) {
    unforced.clear();
    spans = new Spans(its);
    window.begin(lsn);
    next = lsn;
    forced = 0;
  }

  /** The image that reaches up to an lsn is forced. */
  void imaged(long lsn) {
    if (lsn <= next) {
      forced = Math.max(forced, lsn);
    }
  }
}
