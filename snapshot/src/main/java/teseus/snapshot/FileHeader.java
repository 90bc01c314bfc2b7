package teseus.snapshot;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first {@value #BYTES} bytes of a journal file, written and forced with its first batch.
 * Layout: {@code magic 8, storeId 8, number 8, firstSeq 8, created 8, bytes 8, previousCrc 4, crc
 * 4, zero 8}.
 *
 * @param firstSeq seq of its first batch: all before it were forced when the file was begun
 * @param created ms since 1970, for {@code journal.keep} alone
 * @param bytes size the file was made with
 * @param previousCrc of the last batch in the file before
 */
record FileHeader(long firstSeq, long created, long bytes, int previousCrc) {
  static final int BYTES = 64;
  private static final long MAGIC = 0x5445_5345_4a4f_5552L;
  private static final int SUMMED = 52;

  void put(ByteBuffer into, Salt salt) {
    into.putLong(0, MAGIC);
    into.putLong(8, salt.storeId());
    into.putLong(16, salt.file());
    into.putLong(24, firstSeq);
    into.putLong(32, created);
    into.putLong(40, bytes);
    into.putInt(48, previousCrc);
    into.putInt(SUMMED, salt.crc(into, 0, SUMMED));
    into.putLong(56, 0);
  }

  /** Nothing if the bytes are not the header of that file. */
  static @Nullable FileHeader read(ByteBuffer from, Salt salt) {
    boolean whole =
        from.limit() >= BYTES
            && from.getLong(0) == MAGIC
            && from.getLong(8) == salt.storeId()
            && from.getLong(16) == salt.file()
            && from.getInt(SUMMED) == salt.crc(from, 0, SUMMED)
            && from.getLong(56) == 0;
    return whole
        ? new FileHeader(from.getLong(24), from.getLong(32), from.getLong(40), from.getInt(48))
        : null;
  }
}
