package teseus.space.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.Replication.Logged;
import teseus.space.wire.Replication.Span;

/**
 * One store's copy of a segment: its log, what the committed part of that adds up to, and what was
 * promised (PROTOCOL.md, rule 1). Who leads the segment has the effects of all that it appended in
 * the state; elsewhere the end of the log, which may still be cut off, has none.
 */
final class SegmentCopy {
  /** What is kept in memory of the committed log, for whoever was out of reach for a moment. */
  static final long RECENT_BYTES = 1 << 20;

  /** It may have promised and held anything. */
  static final long ANY = Long.MAX_VALUE;

  private final SegmentLog log;
  private final History history;
  private SegmentState state = empty();
  private long lineage;
  private long promised;
  private long synced;
  private long led;
  private long apart;
  private long doubted;
  private boolean whole = true;
  private boolean sole;
  private long committed;
  private long applied;

  /**
   * A copy of nothing.
   *
   * @param led the last epoch that this store may have led it under
   */
  SegmentCopy(SegmentId id, long led) {
    this.log = new SegmentLog(id);
    this.led = led;
    this.history = new History(SubscriptionSettings.DEFAULT.historyBytes());
  }

  private static SegmentState empty() {
    return new SegmentState(new TokenStore(new EncodedFields()));
  }

  SegmentId id() {
    return log.id();
  }

  SegmentLog log() {
    return log;
  }

  SegmentState state() {
    return state;
  }

  /** The latest of what happened in it. */
  History history() {
    return history;
  }

  /** Which log of the segment it is; 0 if it is not known, for there is nothing of it. */
  long lineage() {
    return lineage;
  }

  /** The epoch below which nothing is taken. */
  long promised() {
    return promised;
  }

  /** The epoch whose primary made the log what it is. */
  long synced() {
    return synced;
  }

  /** The last epoch that it was led under here; 0 if never. */
  long led() {
    return led;
  }

  /** Whether nothing before the log's end is missing. */
  boolean whole() {
    return whole;
  }

  /**
   * Whether this store is all of R, and never asked that another be in it since: then it may lead
   * under a higher epoch without a word from META, for nobody else can.
   */
  boolean sole() {
    return sole;
  }

  /** It is, or is perhaps not any more. */
  void sole(boolean now) {
    sole = now;
  }

  /** The first lsn that is not known to be committed. */
  long committed() {
    return committed;
  }

  /** The first lsn of which the state has no effect. */
  long applied() {
    return applied;
  }

  /** It promises to take nothing from an epoch before this one. */
  void promise(long epoch) {
    promised = Math.max(promised, epoch);
  }

  /** From now on the log is what the primary of an epoch makes it. */
  void synced(long epoch, long itsLineage) {
    promise(epoch);
    synced = epoch;
    lineage = itsLineage;
    whole = true;
  }

  /** It is led here under an epoch. */
  void led(long epoch, long itsLineage) {
    synced(epoch, itsLineage);
    led = epoch;
    doubted = 0;
  }

  /** The least epoch that this store may lead it under, as far as it knows itself. */
  long nextEpoch() {
    return Math.max(Math.max(led, promised), doubted) + 1;
  }

  /**
   * The last epoch of which it may have promised, held or led more than it knows; 0 if it is not in
   * doubt, {@link #ANY} as long as META has not been heard.
   */
  long doubted() {
    return doubted;
  }

  /** It may lack something of the epochs up to this one. */
  void doubt(long epoch) {
    doubted = epoch;
  }

  /** Nobody else has anything of a log: what is here is all there is. */
  void alone(long itsLineage) {
    lineage = itsLineage;
    whole = true;
  }

  /**
   * Ends the doubt if it holds a record of a later epoch, forced: then it holds all before that,
   * too. Whether it has ended now.
   */
  boolean mended() {
    long length = log.forced();
    if (doubted == 0 || !whole || length == 0 || log.spans().epoch(length - 1) <= doubted) {
      return false;
    }
    doubted = 0;
    return true;
  }

  /** What is in it is on its way out: until it is synced, it counts for nothing. */
  void broken() {
    whole = false;
  }

  /**
   * It has effects of what the primary of an epoch has not: that cannot make it a part of its log,
   * and sends an image. Until that is there the copy holds what it held, and may be led.
   */
  void apart(long epoch) {
    apart = epoch;
  }

  /** Whether the primary of an epoch can make it a part of its log. */
  boolean fits(long epoch) {
    return whole && apart != epoch;
  }

  /** A note of it, for the disk. */
  LogRecord.Note note(long now) {
    return new LogRecord.Note(
        now,
        id(),
        lineage,
        promised,
        synced,
        led,
        doubted,
        whole,
        sole,
        committed,
        log.next(),
        log.spans().all());
  }

  /** Such a note was found on the disk, at a start. */
  void noted(LogRecord.Note note) {
    lineage = note.log();
    promised = note.promised();
    synced = note.synced();
    led = Math.max(led, note.led());
    doubted = note.doubted();
    whole = note.whole();
    sole = note.sole();
    if (note.length() >= applied) {
      log.cut(note.length()); // of what was there before it began again with an image
    }
    if (note.length() == log.next()) {
      log.spans().noted(note.spans());
    }
    commit(note.committed());
  }

  /** A record was found on the disk, at a start; one that is not at the end cuts off the rest. */
  void found(long epoch, long lsn, byte[] body) {
    if (lsn < applied) {
      throw new IllegalStateException(
          id() + " is committed up to " + applied + ", and cut at " + lsn);
    }
    log.found(epoch, lsn, body);
  }

  /**
   * A record comes in from its primary.
   *
   * @return its lsn
   */
  long append(Log disk, Logged record) {
    return log.append(disk, record.epoch(), record.body());
  }

  /** The records from an lsn on are gone; none of them may have had an effect. */
  void cut(long lsn) {
    if (lsn < applied) {
      throw new IllegalStateException(id() + " has applied " + applied + ", and is cut at " + lsn);
    }
    log.cut(lsn);
  }

  /** All below an lsn is committed, as far as it is here. */
  void commit(long lsn) {
    long end = Math.min(lsn, log.next());
    for (; committed < end; committed++) {
      LogRecord record = record(committed);
      if (applied == committed) {
        state.appended(record, committed);
        applied++;
      }
      Envelope token = state.subject(record);
      Slot unused = state.committed(record);
      var happened = history.committed(committed, record, token);
    }
  }

  private LogRecord record(long lsn) {
    return LogRecordCodec.decode(log.window().get(lsn).body());
  }

  /**
   * It is led here from now on: what may be cut off elsewhere stays, and has its effects. A token
   * comes in again only after the record that took it out was committed, and a transaction locks
   * it, or it leaves for another segment, only once all that was done to it is; where a record says
   * that it did, that was so.
   */
  void applyAll() {
    Map<TokenId, Long> last = new HashMap<>();
    for (long lsn = committed; lsn < log.next(); lsn++) {
      LogRecord record = record(lsn);
      TokenId token = of(record);
      if (record instanceof LogRecord.Put
          || record instanceof LogRecord.Return
          || record instanceof LogRecord.In
          || record instanceof LogRecord.Out) {
        settle(last.get(token));
      } else if (record instanceof LogRecord.Prepare prepare) {
        prepare.takes().forEach(take -> settle(last.get(take.token())));
      }
      if (token != null) {
        last.put(token, lsn);
      }
      if (lsn >= applied) {
        state.appended(record, lsn);
        applied = lsn + 1;
      }
    }
  }

  private void settle(@Nullable Long lsn) {
    if (lsn != null) {
      commit(lsn + 1);
    }
  }

  /** The token that a record lets in or out, or changes; null if none. */
  private static @Nullable TokenId of(LogRecord record) {
    if (record instanceof LogRecord.Put put) {
      return put.token().id();
    } else if (record instanceof LogRecord.Computed computed) {
      return computed.token().id();
    } else if (record instanceof LogRecord.Removal removal) {
      return removal.token();
    } else if (record instanceof LogRecord.Amendment change) {
      return change.token();
    } else if (record instanceof LogRecord.In in) {
      return in.token().id();
    } else if (record instanceof LogRecord.Out out) {
      return out.token(); // what ends it need not be committed when the token leaves once more
    }
    return record instanceof LogRecord.Return back ? back.token() : null;
  }

  /** Its primary, which is here, has appended a record and given it its effects. */
  void appended() {
    applied = log.next();
  }

  /** Its primary, which is here, has committed all below an lsn. */
  void committed(long lsn) {
    committed = lsn;
  }

  /** The highest snapshot that was cut for in its log, committed or not. */
  long round() {
    long round = state.round();
    for (long lsn = applied; lsn < log.next(); lsn++) {
      if (record(lsn) instanceof LogRecord.Cut cut) {
        round = Math.max(round, cut.round());
      }
    }
    return round;
  }

  /** Lets go of what is kept in memory of its committed log, but for the last of it. */
  void trim() {
    LogWindow window = log.window();
    while (window.first() < committed && window.bytes() > RECENT_BYTES) {
      window.trim(window.first() + 1);
    }
  }

  /** Becomes what an image holds. */
  void restore(Image image, List<Span> spans) {
    state = empty();
    apart = 0;
    SegmentImage.read(image.parts(), state);
    log.begin(image.lsn(), spans);
    history.begin(image.lsn());
    committed = image.lsn();
    applied = image.lsn();
  }

  /** All before is void, and what follows begins again. */
  void clear() {
    state = empty();
    log.begin(0, List.of());
    history.begin(0);
    committed = 0;
    applied = 0;
    whole = false;
  }

  /** Whether there is nothing of it, and nothing it could be gone on from. */
  boolean isVoid() {
    return !whole && log.next() == 0;
  }

  /** The token and what else is in it, in bytes, and what is still to have its effects at most. */
  long bytes() {
    return state.store().bytes()
        + state.active().bytes()
        + state.transactions().unseen()
        + weight(applied);
  }

  /** What its records from an lsn on may take at most once they have their effects, in bytes. */
  long weight(long from) {
    long records = log.next() - from;
    return records <= 0 ? 0 : records * Envelope.OVERHEAD + log.window().bytes(from, log.next());
  }

  /** How many tokens are in it, computed or not. */
  long tokens() {
    return state.store().size() + state.active().all().size() + state.transactions().coming();
  }
}
