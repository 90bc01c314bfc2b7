package teseus.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The names in a data folder, and what is done to whole files there. */
record StoreFolder(Disk disk, Path path) {
  private static final String JOURNAL = "journal-";
  private static final String LOG = ".log";
  private static final int CHUNK = 1 << 20;

  Path file(String name) {
    return path.resolve(name);
  }

  Path journal(long number) {
    return file(String.format(Locale.ROOT, "%s%016d%s", JOURNAL, number, LOG));
  }

  /** The numbers of the journal files, rising. */
  List<Long> journals() throws IOException {
    return disk.list(path).stream()
        .filter(name -> name.matches(JOURNAL + "\\d{16}" + LOG))
        .map(name -> Long.valueOf(name.substring(JOURNAL.length(), JOURNAL.length() + 16)))
        .sorted()
        .toList();
  }

  /** Removes what a stopped process was still writing beside its files. */
  void clearUnfinished() throws IOException {
    for (String name : disk.list(path)) {
      if (name.endsWith(".tmp")) {
        disk.delete(file(name));
      }
    }
  }

  /** Puts a whole file in the place of an older one, durably and in one step. */
  void replace(String name, ByteBuffer bytes) throws IOException {
    Path unfinished = file(name + ".tmp");
    disk.delete(unfinished);
    try (Disk.DiskFile file = disk.create(unfinished)) {
      file.write(bytes, 0);
      file.force();
    }
    disk.rename(unfinished, file(name));
    disk.forceFolder(path);
  }

  /** Makes a file of zeros, forced, under a name that does not last. */
  Disk.DiskFile make(String name, long bytes) throws IOException {
    Path unfinished = file(name);
    disk.delete(unfinished);
    Disk.DiskFile file = disk.create(unfinished);
    try {
      zero(file, 0, bytes);
      file.force();
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Everything in a file, which must be below 2 GiB. */
  ByteBuffer readAll(Path file) throws IOException {
    try (Disk.DiskFile open = disk.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(open.size()));
      open.read(bytes, 0);
      return bytes.flip();
    }
  }

  /** Writes zeros over a part of a file. */
  static void zero(Disk.DiskFile file, long from, long to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK, Math.max(0, to - from)));
    for (long at = from; at < to; at += zeros.capacity()) {
      file.write(zeros.clear().limit((int) Math.min(zeros.capacity(), to - at)), at);
    }
  }
}
