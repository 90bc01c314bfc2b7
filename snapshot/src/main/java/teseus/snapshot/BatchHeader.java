package teseus.snapshot;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the entries of a batch. Batches begin at multiples of {@value #ALIGN} bytes.
 * Layout: {@code magic 4, length 4, seq 8, forced 8, previousCrc 4, payloadCrc 4, zero 4, crc 4}.
 * The header's checksum covers the payload's, so it stands for the whole batch; and being apart, a
 * wrong length is found before anything is read by it.
 *
 * @param length of the payload in bytes, a multiple of {@value #ALIGN}
 * @param seq one more than the batch before, over all files
 * @param forced seq of the last batch whose force had returned
 * @param previousCrc {@code crc} of the batch before
 * @param payloadCrc of the entries
 * @param crc of all the above
 */
record BatchHeader(int length, long seq, long forced, int previousCrc, int payloadCrc, int crc) {
  static final int BYTES = 40;
  static final int ALIGN = 8;
  private static final int MAGIC = 0x5442_4154;
  private static final int SUMMED = 36;

  /** Writes the header at {@code at}, before its payload; returns its checksum. */
  static int put(
      ByteBuffer into, int at, int length, long seq, long forced, int previousCrc, Salt salt) {
    into.putInt(at, MAGIC);
    into.putInt(at + 4, length);
    into.putLong(at + 8, seq);
    into.putLong(at + 16, forced);
    into.putInt(at + 24, previousCrc);
    into.putInt(at + 28, salt.crc(into, at + BYTES, length));
    into.putInt(at + 32, 0);
    int crc = salt.crc(into, at, SUMMED);
    into.putInt(at + SUMMED, crc);
    return crc;
  }

  /**
   * The header of a whole batch at {@code at}, its payload checked as well; nothing if there is
   * none.
   */
  static @Nullable BatchHeader read(ByteBuffer from, int at, Salt salt) {
    if (at > from.limit() - BYTES || from.getInt(at) != MAGIC) {
      return null;
    }
    int crc = from.getInt(at + SUMMED);
    int length = from.getInt(at + 4);
    if (crc != salt.crc(from, at, SUMMED) || length < 0 || length > from.limit() - at - BYTES) {
      return null;
    }
    BatchHeader header =
        new BatchHeader(
            length,
            from.getLong(at + 8),
            from.getLong(at + 16),
            from.getInt(at + 24),
            from.getInt(at + 28),
            crc);
    return header.payloadCrc == salt.crc(from, at + BYTES, length) ? header : null;
  }
}
