package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;

/** A log in memory. What is appended is forced when the test says so, or at once. */
final class HeldLog implements Log {
  /** Whether nothing has to be forced. */
  boolean safeAtOnce;

  /** What was asked to be kept. */
  final List<Image> images = new ArrayList<>();

  private final List<LogEntry> entries = new ArrayList<>();
  private int flushed;

  @Override
  public long append(LogEntry entry) {
    entries.add(entry);
    return entries.size();
  }

  @Override
  public void flush() {
    flushed = entries.size();
  }

  @Override
  public long safe() {
    return safeAtOnce ? entries.size() : 0;
  }

  @Override
  public void checkpoint(Image image) {
    images.add(image);
  }

  @Override
  public Set<SegmentId> wantImages() {
    return Set.of();
  }

  @Override
  public void close() {}

  /** The position of the last entry. */
  long end() {
    return entries.size();
  }

  /** The position of the last entry that a force would cover now. */
  long flushed() {
    return flushed;
  }

  /** What a segment's log says. */
  List<LogRecord> records(SegmentId segment) {
    return entries.stream()
        .filter(entry -> entry.segment().equals(segment))
        .map(entry -> LogRecordCodec.decode(entry.body()))
        .toList();
  }

  /** What a host finds that starts on this log after it was forced up to a position. */
  Recovered recover(long position) {
    Recovered recovered = new Recovered(1);
    Map<SegmentId, Image> newest = new HashMap<>();
    images.forEach(
        image -> newest.merge(image.segment(), image, (a, b) -> a.lsn() > b.lsn() ? a : b));
    newest.values().forEach(recovered::image);
    entries.subList(0, (int) position).stream()
        .filter(
            entry -> {
              Image image = newest.get(entry.segment());
              return image == null || entry.lsn() >= image.lsn();
            })
        .forEach(recovered::entry);
    return recovered;
  }
}
