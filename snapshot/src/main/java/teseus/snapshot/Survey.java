package teseus.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.LogEntry;

/**
 * What the first reading of a journal learns: which entries the images leave to be told. An entry
 * below its segment's image is in the image. One before such an entry is not told either, however
 * high its lsn: the log was cut back below it since.
 */
final class Survey implements JournalScan.Visitor {
  private record Place(long seq, int index) {
    boolean isBehind(Place other) {
      return seq > other.seq || (seq == other.seq && index > other.index);
    }
  }

  private final Map<SegmentId, Image> images;
  private final Retention retention;
  private final Map<SegmentId, Place> lastBelow = new HashMap<>();
  private final Lsns reach = new Lsns();
  private final Map<SegmentId, Long> reached = new HashMap<>();
  private final Map<SegmentId, Long> gaps = new HashMap<>();

  Survey(Map<SegmentId, Image> images, Retention retention) {
    this.images = images;
    this.retention = retention;
    images.values().forEach(image -> retention.imaged(image.segment(), image.lsn(), bytes(image)));
  }

  private static long bytes(Image image) {
    return image.parts().stream().mapToLong(part -> part.length).sum();
  }

  @Override
  public void file(long number, FileHeader header) {
    retention.begun(number, header.created(), header.bytes());
  }

  @Override
  public void batch(long file, long seq, List<LogEntry> entries) {
    retention.holds(file, entries);
    for (int i = 0; i < entries.size(); i++) {
      LogEntry entry = entries.get(i);
      long image = imageLsn(entry.segment());
      if (entry.lsn() < image) {
        lastBelow.put(entry.segment(), new Place(seq, i));
      } else if (entry.lsn() > Math.max(image, reach.next(entry.segment()))) {
        gaps.putIfAbsent(entry.segment(), entry.lsn());
      }
      reach.appended(entry.segment(), entry.lsn());
      reached.merge(entry.segment(), entry.lsn() + 1, Math::max);
    }
  }

  /** The first lsn found behind missing ones, for each segment that has some. */
  Map<SegmentId, Long> gaps() {
    return gaps;
  }

  /** How far a segment's image and entries ever reached, cut since or not: one above an lsn. */
  long reached(SegmentId segment) {
    return Math.max(imageLsn(segment), reached.getOrDefault(segment, 0L));
  }

  /** Whether an entry is neither in its image nor cut. */
  boolean tells(long seq, int index, LogEntry entry) {
    Place below = lastBelow.get(entry.segment());
    return entry.lsn() >= imageLsn(entry.segment())
        && (below == null || new Place(seq, index).isBehind(below));
  }

  private long imageLsn(SegmentId segment) {
    Image image = images.get(segment);
    return image == null ? 0 : image.lsn();
  }
}
