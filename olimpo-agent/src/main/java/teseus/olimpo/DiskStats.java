package teseus.olimpo;

import java.util.List;
import java.util.OptionalLong;

/** Reads {@code /proc/diskstats}: {@code major minor name} and at least 11 counters a line. */
final class DiskStats {
  /** The tenth counter: milliseconds in which any request was under way. */
  private static final int BUSY = 2 + 10;

  private DiskStats() {}

  /** A block device's numbers. */
  record Device(long major, long minor) {
    /** Takes the numbers out of {@code st_dev}, as Linux's {@code makedev} put them in. */
    static Device of(long dev) {
      return new Device(
          ((dev >>> 8) & 0xfff) | ((dev >>> 32) & ~0xfffL),
          (dev & 0xff) | ((dev >>> 12) & 0xff_ff_ff_00L));
    }
  }

  /** How long the device has been busy; empty if no line is about it, or that line reads oddly. */
  static OptionalLong busyMillis(List<String> lines, Device device) {
    for (String line : lines) {
      String[] words = line.trim().split("\\s+");
      if (words.length > BUSY
          && words[0].equals(Long.toString(device.major))
          && words[1].equals(Long.toString(device.minor))) {
        try {
          return OptionalLong.of(Long.parseLong(words[BUSY]));
        } catch (NumberFormatException e) {
          return OptionalLong.empty();
        }
      }
    }
    return OptionalLong.empty();
  }
}
