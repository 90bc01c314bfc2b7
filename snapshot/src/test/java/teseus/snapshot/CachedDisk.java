package teseus.snapshot;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A disk with a cache that forgets, as disks have: whatever was written since the last flush may or
 * may not be on the platter when the power goes, sector by sector and in any order. Any thread.
 */
final class CachedDisk {
  static final int SECTOR = 512;

  private record Written(int at, byte[] bytes) {}

  private final byte[] seen;
  private final byte[] platter;
  private final List<Written> cached = new ArrayList<>();

  /** A disk that holds these bytes for sure. */
  CachedDisk(byte[] bytes) {
    this.seen = bytes;
    this.platter = bytes.clone();
  }

  int size() {
    return seen.length;
  }

  /** Fills the buffer, or as much of it as the disk has. */
  synchronized void read(long at, ByteBuffer into) {
    int from = (int) Math.min(at, seen.length);
    into.put(seen, from, Math.min(into.remaining(), seen.length - from));
  }

  synchronized void write(long at, ByteBuffer from) {
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    int place = Math.toIntExact(at);
    System.arraycopy(bytes, 0, seen, place, bytes.length);
    cached.add(new Written(place, bytes));
  }

  /** Returns once all that was written is on the platter. */
  synchronized void flush() {
    cached.forEach(
        written -> System.arraycopy(written.bytes, 0, platter, written.at, written.bytes.length));
    cached.clear();
  }

  /**
   * What a power cut at this moment leaves on the platter: what was flushed, and of each sector
   * written since as chance has it, none or all or a share of them. The disk itself goes on.
   */
  synchronized byte[] cut(RandomGenerator random) {
    byte[] left = Arrays.copyOf(platter, platter.length);
    int share = random.nextInt(5);
    for (Written written : cached) {
      for (int at = 0; at < written.bytes.length; ) {
        int length = Math.min(SECTOR - (written.at + at) % SECTOR, written.bytes.length - at);
        if (random.nextInt(4) < share) {
          System.arraycopy(written.bytes, at, left, written.at + at, length);
        }
        at += length;
      }
    }
    return left;
  }
}
