package teseus.snapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import teseus.space.SegmentId;
import teseus.space.spi.LogEntry;

/**
 * Which journal files are still needed, and by whom. A file is pinned by each segment of which it
 * holds an entry at or above that segment's image. Any thread.
 */
final class Retention {
  private static final class Held {
    final long created;
    final long bytes;
    final Map<SegmentId, Long> highest = new HashMap<>();

    Held(long created, long bytes) {
      this.created = created;
      this.bytes = bytes;
    }
  }

  private record Imaged(long lsn, long bytes) {
    static final Imaged NOTHING = new Imaged(0, 0);
  }

  private final JournalSettings settings;
  private final TreeMap<Long, Held> files = new TreeMap<>();
  private final Map<SegmentId, Imaged> images = new HashMap<>();
  private final Set<SegmentId> underWay = new HashSet<>();

  Retention(JournalSettings settings) {
    this.settings = settings;
  }

  synchronized void begun(long number, long created, long bytes) {
    files.put(number, new Held(created, bytes));
  }

  synchronized void holds(long number, Collection<LogEntry> entries) {
    Held file = files.get(number);
    if (file != null) {
      entries.forEach(entry -> file.highest.merge(entry.segment(), entry.lsn(), Math::max));
    }
  }

  /** An image is about to be written: until it is there, no other is due. */
  synchronized void imaging(SegmentId segment) {
    underWay.add(segment);
  }

  /**
   * An image is there.
   *
   * @param bytes how much it takes on the disk
   */
  synchronized void imaged(SegmentId segment, long lsn, long bytes) {
    underWay.remove(segment);
    if (lsn >= imageLsn(segment)) {
      images.put(segment, new Imaged(lsn, bytes));
    }
  }

  /** Number of the oldest file that holds an entry at or above an image; else of the last. */
  synchronized long firstPinned() {
    for (Map.Entry<Long, Held> file : files.entrySet()) {
      if (pinned(file.getValue())) {
        return file.getKey();
      }
    }
    return files.lastKey();
  }

  /**
   * The segments that pin more than {@code journal.files} files, or more than all images would
   * fill, if that is more: so what is written into images is at most twice what is written into the
   * journal, however much a store holds, and that only while it grows.
   */
  synchronized Set<SegmentId> wantImages() {
    Set<SegmentId> wanted = new TreeSet<>();
    long bytes = images.values().stream().mapToLong(Imaged::bytes).sum();
    long most = Math.max(settings.files(), bytes / settings.fileBytes());
    int younger = files.size();
    for (Held file : files.values()) {
      if (younger-- <= most) {
        break;
      }
      file.highest.forEach(
          (segment, lsn) -> {
            if (lsn >= imageLsn(segment) && !underWay.contains(segment)) {
              wanted.add(segment);
            }
          });
    }
    return wanted;
  }

  /**
   * Forgets, and returns, the oldest files that neither recovery nor {@code journal.keep} wants.
   */
  synchronized List<Long> release(long now) {
    List<Long> released = new ArrayList<>();
    long bytes = unpinnedBytes();
    while (files.size() > 1) {
      Map.Entry<Long, Held> oldest = files.firstEntry();
      Map.Entry<Long, Held> after = files.higherEntry(oldest.getKey());
      long begunAfter = after.getValue().created;
      if (pinned(oldest.getValue())
          || (bytes <= settings.keepBytes() && now - begunAfter < settings.keep().toMillis())) {
        break;
      }
      bytes -= oldest.getValue().bytes;
      files.remove(oldest.getKey());
      released.add(oldest.getKey());
    }
    return released;
  }

  private long unpinnedBytes() {
    long bytes = 0;
    for (Held file : files.headMap(firstPinned()).values()) {
      bytes += file.bytes;
    }
    return bytes;
  }

  private boolean pinned(Held file) {
    return file.highest.entrySet().stream()
        .anyMatch(highest -> highest.getValue() >= imageLsn(highest.getKey()));
  }

  private long imageLsn(SegmentId segment) {
    return images.getOrDefault(segment, Imaged.NOTHING).lsn();
  }
}
