package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;

/**
 * What this store has promised of its copies, and which hosts it knows of, in a log of its own
 * beside theirs: what is written after a record of a copy is forced after it.
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
  StoreNotes(HostId self, Log disk, long next) {
    this.id = new SegmentId(self, SegmentId.NOTES);
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

  /** Keeps what is noted of all copies and hosts, so that the notes before may go. */
  void checkpoint(Map<SegmentId, SegmentCopy> kept, LogRecord.Listed hosts, long now) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(LogRecordCodec.encode(hosts));
    kept.values().forEach(copy -> parts.add(LogRecordCodec.encode(copy.note(now))));
    disk.checkpoint(new Image(id, EPOCH, next, parts));
  }
}
