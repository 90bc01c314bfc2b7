package teseus.snapshot;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What every checksum of a file begins with, so that bytes of another store or another file, or a
 * journal written as a tuple by a user, never pass for a piece of this one.
 *
 * @param storeId whose file
 * @param file its number
 */
record Salt(long storeId, long file) {
  /** The checksum of {@code length} bytes from {@code from}; moves no position. */
  int crc(ByteBuffer bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(16).putLong(storeId).putLong(file).flip());
    crc.update(bytes.duplicate().position(from).limit(from + length));
    return (int) crc.getValue();
  }
}
