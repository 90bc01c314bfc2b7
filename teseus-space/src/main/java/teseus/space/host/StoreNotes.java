package teseus.space.host;

import java.util.List;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;

/**
 * What a store keeps beside its segments, in a log of its own of which the latest counts: what it
 * has promised of its copies, or which hosts it knows of. What is written after a record of a copy
 * is forced after it.
 */
final class StoreNotes {
  private static final long EPOCH = 1; // there is none: nobody else writes here

  private final SegmentId id;
  private final Log disk;
  private long next;

  /**
   * Goes on.
   *
   * @param next the first free lsn
   */
  StoreNotes(SegmentId id, Log disk, long next) {
    this.id = id;
    this.disk = disk;
    this.next = next;
  }

  SegmentId id() {
    return id;
  }

  /** Writes a note; returns its position in the log. */
  long write(LogRecord note) {
    return disk.append(new LogEntry(id, EPOCH, next++, LogRecordCodec.encode(note)));
  }

  /** Keeps these, which say all that is noted, so that the notes before may go. */
  void checkpoint(List<? extends LogRecord> notes) {
    disk.checkpoint(
        new Image(id, EPOCH, next, notes.stream().map(LogRecordCodec::encode).toList()));
  }
}
