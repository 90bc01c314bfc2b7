package teseus.space.host;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;

/**
 * A segment that this host leads: its log, what the log adds up to, and how far it is committed.
 * While R is this store alone, what is forced here is committed.
 */
final class Segment {
  /** Hears what becomes visible and what goes, each when it is committed. */
  interface Observer {
    /** A token can be found. */
    void shown(Segment segment, long lsn, Slot slot);

    /** A token came in, went out, came back or changed, seen or not; before {@link #shown}. */
    void happened(Segment segment, long lsn, LogRecord record, Envelope token);

    /**
     * A record is safe, whatever it is; after {@link #shown}.
     *
     * @param shown the token that it made visible, if it did
     */
    void committed(Segment segment, long lsn, LogRecord record, @Nullable Slot shown);
  }

  private record Uncommitted(long lsn, long position, LogRecord record) {}

  private final SegmentId id;
  private final Log log;
  private final Observer observer;
  private final SegmentState state;
  private final ArrayDeque<Uncommitted> tail = new ArrayDeque<>();
  private final Map<Long, List<Runnable>> awaiting = new HashMap<>();
  private long epoch;
  private long next;
  private long committed;
  private boolean open;

  /**
   * A segment as recovered, not led yet.
   *
   * @param epoch the last it was led under; 0 if never
   * @param next the first free lsn; all before is committed
   */
  Segment(SegmentId id, Log log, SegmentState state, long epoch, long next, Observer observer) {
    this.id = id;
    this.log = log;
    this.state = state;
    this.epoch = epoch;
    this.next = next;
    this.committed = next;
    this.observer = observer;
  }

  SegmentId id() {
    return id;
  }

  SegmentState state() {
    return state;
  }

  TokenStore store() {
    return state.store();
  }

  SessionTable sessions() {
    return state.sessions();
  }

  /** The epoch it is led under. */
  long epoch() {
    return epoch;
  }

  /** The first lsn that is not committed. */
  long committed() {
    return committed;
  }

  /** Whether clients are served: the record that begins the epoch is committed. */
  boolean open() {
    return open;
  }

  /** Whether R is this store alone. */
  boolean alone() {
    return true; // as long as segments have no copies
  }

  /** Begins the next epoch; {@code opened} runs when clients may be served. */
  void lead(long now, Runnable opened) {
    epoch++;
    append(new LogRecord.Lead(now));
    whenCommitted(
        complete(now),
        () -> {
          open = true;
          opened.run();
        });
  }

  /** Appends a record, which orders it; it is safe once committed. Returns its lsn. */
  @CanIgnoreReturnValue
  long append(LogRecord record) {
    long lsn = next++;
    long position = log.append(new LogEntry(id, epoch, lsn, LogRecordCodec.encode(record)));
    tail.add(new Uncommitted(lsn, position, record));
    state.appended(record, lsn);
    return lsn;
  }

  /** Appends what is still to come of what was decided. Returns the last lsn of all. */
  @CanIgnoreReturnValue
  long complete(long now) {
    state.transactions().due(now).forEach(this::append);
    return next - 1;
  }

  /** Keeps an image of it, so that the log before it may go. */
  void checkpoint() {
    log.checkpoint(new Image(id, epoch, next, SegmentImage.of(state)));
  }

  /** Runs something once the record at an lsn is committed; at once if it is. */
  void whenCommitted(long lsn, Runnable then) {
    if (lsn < committed) {
      then.run();
    } else {
      awaiting.computeIfAbsent(lsn, any -> new ArrayList<>(1)).add(then);
    }
  }

  /** Runs something once all that was appended so far is committed; at once if it is. */
  void whenSettled(Runnable then) {
    whenCommitted(next - 1, then);
  }

  /** The log has forced everything up to a position: commits what that covers, in order. */
  void forced(long position) {
    for (Uncommitted head = tail.peek();
        head != null && head.position <= position;
        head = tail.peek()) {
      tail.remove();
      commit(head.lsn, head.record);
    }
  }

  private void commit(long lsn, LogRecord record) {
    committed = lsn + 1;
    Envelope token = state.subject(record);
    Slot shown = state.committed(record);
    List<Runnable> then = awaiting.isEmpty() ? null : awaiting.remove(lsn);
    if (then != null) {
      then.forEach(Runnable::run);
    }
    if (token != null) {
      observer.happened(this, lsn, record, token);
    }
    if (shown != null) {
      observer.shown(this, lsn, shown);
    }
    observer.committed(this, lsn, record, shown);
  }
}
