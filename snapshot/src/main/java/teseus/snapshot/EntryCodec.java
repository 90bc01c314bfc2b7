package teseus.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.spi.LogEntry;

/**
 * The entries of a batch: {@code count 4}, then each as {@code name length 1, founder's name, index
 * 4, epoch 8, lsn 8, body length 4, body}.
 */
final class EntryCodec {
  static final int COUNT_BYTES = 4;
  private static final int FIXED_BYTES = 1 + 4 + 8 + 8 + 4;

  private EntryCodec() {}

  static long size(LogEntry entry) {
    return (long) FIXED_BYTES + entry.segment().founder().name().length() + entry.body().length;
  }

  static void put(ByteBuffer into, LogEntry entry) {
    putSegment(into, entry.segment());
    into.putLong(entry.epoch()).putLong(entry.lsn()).putInt(entry.body().length).put(entry.body());
  }

  static void putSegment(ByteBuffer into, SegmentId segment) {
    byte[] name = segment.founder().name().getBytes(US_ASCII);
    into.put((byte) name.length).put(name).putInt(segment.index());
  }

  static SegmentId readSegment(ByteBuffer from) {
    byte[] name = new byte[from.get()];
    from.get(name);
    return new SegmentId(new HostId(new String(name, US_ASCII)), from.getInt());
  }

  /**
   * The entries of a payload whose checksum was right.
   *
   * @throws RuntimeException if this version did not write it
   */
  static List<LogEntry> read(ByteBuffer payload) {
    int count = payload.getInt();
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SegmentId segment = readSegment(payload);
      long epoch = payload.getLong();
      long lsn = payload.getLong();
      int length = payload.getInt();
      if (length < 0 || length > payload.remaining()) {
        throw new IllegalArgumentException("an entry of " + length + " bytes in a smaller batch");
      }
      byte[] body = new byte[length];
      payload.get(body);
      entries.add(new LogEntry(segment, epoch, lsn, body));
    }
    return entries;
  }
}
