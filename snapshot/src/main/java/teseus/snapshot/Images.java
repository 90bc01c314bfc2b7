package teseus.snapshot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.spi.Image;

/**
 * The images of a store: the newest whole one of each segment, and those it replaced for as long as
 * {@code journal.keep} wants them. Any thread; one image is written at a time.
 */
final class Images {
  /** What an image's file is called: {@code image.founder.index.lsn.epoch.created}. */
  private record Name(SegmentId segment, long lsn, long epoch, long created) {
    private static final Pattern FORM =
        Pattern.compile(
            "image\\.([a-z0-9][a-z0-9-]{0,62})\\.(-[12]|\\d{1,9})\\.(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})");

    static @Nullable Name parse(String text) {
      Matcher parts = FORM.matcher(text);
      return parts.matches()
          ? new Name(
              new SegmentId(new HostId(parts.group(1)), Integer.parseInt(parts.group(2))),
              Long.parseLong(parts.group(3)),
              Long.parseLong(parts.group(4)),
              Long.parseLong(parts.group(5)))
          : null;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "image.%s.%d.%d.%d.%d",
          segment.founder(),
          segment.index(),
          lsn,
          epoch,
          created);
    }
  }

  private record Replaced(Name name, long bytes) {}

  private static final Comparator<Name> OLDEST_FIRST =
      Comparator.comparingLong(Name::lsn).thenComparing(Name::epoch).thenComparing(Name::created);

  private final StoreFolder folder;
  private final JournalSettings settings;
  private final Map<SegmentId, Name> newest = new HashMap<>();
  private final List<Replaced> replaced = new ArrayList<>();

  Images(StoreFolder folder, JournalSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * What a folder holds.
   *
   * @param images the newest whole one of each segment
   * @param damaged newer ones that are not whole
   */
  record Found(Map<SegmentId, Image> images, List<Damaged> damaged) {}

  /** A file that is not whole, and what it was an image of. */
  record Damaged(String file, SegmentId segment, long lsn) {}

  /** Looks at what is there; reads no image that a newer one replaces. */
  synchronized Found load() throws IOException {
    List<Name> names = new ArrayList<>();
    for (String text : folder.disk().list(folder.path())) {
      Name name = Name.parse(text);
      if (name != null) {
        names.add(name);
      }
    }
    names.sort(OLDEST_FIRST.reversed());
    Map<SegmentId, Image> found = new HashMap<>();
    List<Damaged> damaged = new ArrayList<>();
    for (Name name : names) {
      if (newest.containsKey(name.segment)) {
        replaced.add(0, new Replaced(name, bytes(name)));
        continue;
      }
      ImageFile file = ImageFile.read(folder, name.toString());
      if (file == null || !name.equals(name(file))) {
        damaged.add(new Damaged(name.toString(), name.segment, name.lsn));
      } else {
        newest.put(name.segment, name);
        found.put(name.segment, file.image());
      }
    }
    return new Found(found, damaged);
  }

  /**
   * Writes an image durably; nothing if there is one of a later lsn.
   *
   * @return how many bytes were written
   */
  synchronized long write(Image image, long now) throws IOException {
    Name standing = newest.get(image.segment());
    if (standing != null && standing.lsn > image.lsn()) {
      return 0;
    }
    ImageFile file = new ImageFile(image, now);
    Name name = name(file);
    long bytes = file.write(folder, name.toString());
    newest.put(image.segment(), name);
    if (standing != null && !standing.equals(name)) {
      replaced.add(new Replaced(standing, bytes(standing)));
    }
    return bytes;
  }

  /** Deletes replaced images that are too old, or too much, to be kept for replay. */
  synchronized void clean(long now) throws IOException {
    long bytes = replaced.stream().mapToLong(Replaced::bytes).sum();
    while (!replaced.isEmpty()) {
      Replaced oldest = replaced.get(0);
      if (bytes <= settings.keepBytes() && now - oldest.name.created < settings.keep().toMillis()) {
        return;
      }
      folder.disk().delete(folder.file(oldest.name.toString()));
      replaced.remove(0);
      bytes -= oldest.bytes;
    }
  }

  private long bytes(Name name) throws IOException {
    try (Disk.DiskFile file = folder.disk().open(folder.file(name.toString()))) {
      return file.size();
    }
  }

  private static Name name(ImageFile file) {
    Image image = file.image();
    return new Name(image.segment(), image.lsn(), image.epoch(), file.created());
  }
}
