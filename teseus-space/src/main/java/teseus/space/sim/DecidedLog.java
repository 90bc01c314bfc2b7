package teseus.space.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.spi.LogEntry;
import teseus.space.wire.LogRecord;

/** One segment's log, as far as it is decided: its order, its epochs, its time and its sessions. */
final class DecidedLog {
  private final SegmentId segment;
  private final Map<SessionId, Integer> turns = new HashMap<>();
  private final Set<SessionId> ended = new HashSet<>();
  private final TreeMap<Long, List<LogRecord>> tail = new TreeMap<>();
  private long decided;
  private long epoch;
  private long led;
  private long expiry;
  private long at;

  DecidedLog(SegmentId segment) {
    this.segment = segment;
  }

  /** The first lsn that is not decided. */
  long decided() {
    return decided;
  }

  /** A store has appended a record, which may get lost. */
  void appended(long lsn, LogRecord record) {
    tail.computeIfAbsent(lsn, any -> new ArrayList<>()).add(record);
  }

  /** Goes through what was appended somewhere and is not decided. */
  void forTail(Consumer<LogRecord> action) {
    tail.values().forEach(all -> all.forEach(action));
  }

  /** The next record is decided: there is no gap, and neither epoch nor time falls. */
  void decided(LogEntry entry, LogRecord record) {
    Broken.unless(entry.lsn() == decided, "%s decided a gap", segment);
    Broken.unless(entry.epoch() >= epoch, "the epoch of %s fell below %s", segment, epoch);
    if (byTheClock(record)) {
      Broken.unless(
          entry.epoch() > expiry || record.at() >= at,
          "the time of %s fell from %s under one primary: %s",
          segment,
          at,
          record);
      expiry = entry.epoch();
      at = record.at();
    }
    epoch = entry.epoch();
    decided++;
    tail.headMap(decided).clear();
  }

  /** Whether it is on record because time has passed; what is asked for may have had to wait. */
  private static boolean byTheClock(LogRecord record) {
    return record instanceof LogRecord.Expire || record instanceof LogRecord.Lapse;
  }

  /** An epoch begins. */
  void led(long under) {
    Broken.unless(under > led, "%s is led twice under epoch %s", segment, led);
    led = under;
  }

  /** A record is of an operation whose session is open, if it has one. */
  void within(OpId op, LogRecord record) {
    Broken.unless(
        !op.session().kept() || turns.containsKey(op.session()), "%s outside its session", record);
  }

  /** A record that may be about a session. */
  void session(LogRecord record) {
    if (record instanceof LogRecord.Open open) {
      Broken.unless(
          !ended.contains(open.session()) && turns.put(open.session(), 0) == null,
          "a session was opened again: %s",
          open);
    } else if (record instanceof LogRecord.End end) {
      Broken.unless(turns.remove(end.session()) != null, "ended, but not open: %s", end);
      ended.add(end.session());
    } else if (record instanceof LogRecord.Turn turn) {
      Integer before = turns.put(turn.session(), turn.turn());
      Broken.unless(before != null && before < turn.turn(), "turn after %s: %s", before, turn);
    }
  }
}
