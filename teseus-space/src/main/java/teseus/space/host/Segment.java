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
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.Replication.Logged;

/**
 * A segment that this host leads: its log, what the log adds up to, how far it is committed, and
 * how far what it gave away is kept by as many stores as were asked for.
 */
final class Segment {
  /** Hears what becomes visible and what goes, each when it is committed. */
  interface Observer {
    /** A record is committed; first of all. */
    void commits(Segment segment, long lsn);

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

  private final SegmentCopy copy;
  private final Log disk;
  private final Observer observer;
  private final ArrayDeque<LogRecord> tail = new ArrayDeque<>();
  private final Map<Long, List<Runnable>> awaiting = new HashMap<>();
  private final List<Runnable> keeping = new ArrayList<>();
  private final ArrayDeque<Runnable> quieting = new ArrayDeque<>();
  private final List<Runnable> deferred = new ArrayList<>();
  private final List<Runnable> confirming = new ArrayList<>();
  private long epoch;
  private long since;
  private long committed;
  private long inherited;
  private boolean open;
  private boolean enough;
  private boolean alone;
  private boolean deposed;
  private boolean handing;
  private Runnable opened = () -> {};

  /** A segment as its copy here has it, not led yet. */
  Segment(SegmentCopy copy, Log disk, Observer observer) {
    this.copy = copy;
    this.disk = disk;
    this.observer = observer;
    this.epoch = copy.led();
    this.committed = copy.committed();
  }

  SegmentId id() {
    return copy.id();
  }

  /** This store's copy of it. */
  SegmentCopy copy() {
    return copy;
  }

  SegmentState state() {
    return copy.state();
  }

  TokenStore store() {
    return state().store();
  }

  SessionTable sessions() {
    return state().sessions();
  }

  /** The epoch it is led under. */
  long epoch() {
    return epoch;
  }

  /** The first epoch that it was led under here, without a break since; 0 if it is not led yet. */
  long since() {
    return since;
  }

  /** Whether an epoch is one that it has been led under here, without a break since. */
  boolean ledUnder(long one) {
    return since <= one && one <= epoch;
  }

  /** The first lsn that is not committed. */
  long committed() {
    return committed;
  }

  /**
   * The first lsn of which nobody can have been told before it was led under this epoch: what comes
   * before may be committed, though it is not known to be.
   */
  long inherited() {
    return inherited;
  }

  /** The first free lsn. */
  long next() {
    return copy.log().next();
  }

  /** Whether R is this store alone, and stays so as far as is known here. */
  boolean alone() {
    return alone && !quieting();
  }

  /** Whether clients are served: the record that begins the epoch is committed. */
  boolean open() {
    return open && !handing;
  }

  /** Takes on nothing more, for another is to lead it; {@code then} runs when all is committed. */
  void handOver(Runnable then) {
    handing = true;
    whenQuiet(then);
  }

  /** The other did not come to lead it: clients are served again. */
  void reopen() {
    handing = false;
    if (open) {
      opened.run();
    }
  }

  /**
   * Begins an epoch, the first here or one after another; {@code whenOpen} runs when clients may be
   * served. Of what was appended before, all stays.
   */
  void lead(long under, long now, Runnable whenOpen) {
    copy.applyAll();
    committed = Math.max(committed, copy.committed());
    for (long lsn = committed + tail.size(); lsn < next(); lsn++) {
      tail.add(LogRecordCodec.decode(copy.log().window().get(lsn).body()));
    }
    epoch = under;
    inherited = next();
    since = since == 0 ? under : since;
    open = false;
    handing = false;
    opened = whenOpen;
    append(new LogRecord.Lead(now));
    whenCommitted(
        complete(now),
        () -> {
          if (epoch == under) {
            open = true;
            opened.run();
          }
        });
  }

  /** Whether it is led here no more: of what was not committed by then nobody hears. */
  boolean deposed() {
    return deposed;
  }

  /** It is led here no more: whoever waits for a record to be committed asks the next primary. */
  void depose() {
    open = false;
    deposed = true;
    awaiting.clear();
    keeping.clear();
    quieting.clear();
    deferred.clear();
    confirming.clear();
  }

  /**
   * Runs something once it is known that nobody has led the segment since: what was looked up
   * before it was asked was so then (PROTOCOL.md, rule 14). At once where R is this store alone.
   */
  void whenLed(Runnable then) {
    if (alone) {
      then.run();
    } else {
      confirming.add(then);
    }
  }

  /**
   * Runs something at once, or once that is known.
   *
   * @param ask whether it has to be: else nobody it is for can have heard of another primary
   */
  void whenLed(boolean ask, Runnable then) {
    if (ask) {
      whenLed(then);
    } else {
      then.run();
    }
  }

  /** What waits for that, and is asked for from now on by whoever calls this. */
  List<Runnable> takeConfirming() {
    if (confirming.isEmpty()) {
      return List.of();
    }
    List<Runnable> now = List.copyOf(confirming);
    confirming.clear();
    return now;
  }

  /** Appends a record, which orders it; it is safe once committed. Returns its lsn. */
  @CanIgnoreReturnValue
  long append(LogRecord record) {
    if (deposed) {
      throw new IllegalStateException(id() + " is led here no more: " + record);
    }
    long lsn = copy.append(disk, new Logged(epoch, LogRecordCodec.encode(record)));
    tail.add(record);
    state().appended(record, lsn);
    copy.appended();
    return lsn;
  }

  /** Appends what is still to come of what was decided. Returns the last lsn of all. */
  @CanIgnoreReturnValue
  long complete(long now) {
    state().transactions().due(now).forEach(this::append);
    return next() - 1;
  }

  /** Keeps an image of it, so that the log before it may go. */
  void checkpoint() {
    whenQuiet(
        () ->
            disk.checkpoint(
                new Image(id(), copy.log().spans().epoch(), next(), SegmentImage.of(state()))));
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
    whenCommitted(next() - 1, then);
  }

  /**
   * Runs something once the record at an lsn is committed and kept by as many stores as are asked
   * for.
   */
  void whenKept(long lsn, Runnable then) {
    whenCommitted(
        lsn,
        () -> {
          if (enough) {
            then.run();
          } else {
            keeping.add(then);
          }
        });
  }

  /** Whether what is committed is kept by as many stores as are asked for. */
  boolean enough() {
    return enough;
  }

  /**
   * Runs something when all that was appended is committed; until then nothing more is taken on.
   */
  void whenQuiet(Runnable then) {
    if (tail.isEmpty()) {
      then.run();
    } else {
      quieting.add(then);
    }
  }

  /** Whether it waits for all to be committed before it takes on more. */
  boolean quieting() {
    return !quieting.isEmpty();
  }

  /** Does something after that. */
  void defer(Runnable what) {
    deferred.add(what);
  }

  /**
   * All below an lsn is committed, in order.
   *
   * @param kept whether as many stores as are asked for have it
   * @param sole whether R is this store alone, and no change of that is under way
   */
  void commit(long lsn, boolean kept, boolean sole) {
    enough = kept;
    alone = sole;
    while (committed < lsn && !tail.isEmpty()) {
      commit(tail.remove());
    }
    if (enough && !keeping.isEmpty()) {
      List<Runnable> now = List.copyOf(keeping);
      keeping.clear();
      now.forEach(Runnable::run);
    }
    if (tail.isEmpty() && quieting()) {
      quiet();
    }
  }

  private void quiet() {
    while (quieting()) {
      quieting.remove().run();
    }
    List<Runnable> now = List.copyOf(deferred);
    deferred.clear();
    now.forEach(Runnable::run);
  }

  private void commit(LogRecord record) {
    long lsn = committed++;
    copy.committed(committed);
    observer.commits(this, lsn);
    Envelope token = state().subject(record);
    Slot shown = state().committed(record);
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
