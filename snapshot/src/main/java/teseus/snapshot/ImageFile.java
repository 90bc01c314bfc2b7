package teseus.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.spi.Image;

/**
 * An image on the disk, whole or not there. Layout: a header of {@value #HEADER} bytes ({@code
 * magic 8, version 4, parts 4, epoch 8, lsn 8, created 8, segment, zeros, crc 4}), each part as
 * {@code length 4, crc 4, bytes}, and a trailer {@code magic 8, parts 4, crc of all before 4}.
 *
 * @param image what it holds
 * @param created ms since 1970
 */
record ImageFile(Image image, long created) {
  static final int VERSION = 1;
  private static final long MAGIC = 0x5445_5345_494d_4147L;
  private static final long END = 0x5445_5345_4945_4e44L;
  private static final int HEADER = 128;
  private static final int PART = 8;
  private static final int TRAILER = 16;

  /**
   * Writes and forces it under a name that is not in use, then gives it its own.
   *
   * @return how many bytes it takes
   */
  long write(StoreFolder folder, String name) throws IOException {
    Path unfinished = folder.file(name + ".tmp");
    folder.disk().delete(unfinished);
    long bytes;
    try (Disk.DiskFile file = folder.disk().create(unfinished)) {
      CRC32C total = new CRC32C();
      long at = put(file, 0, header(), total);
      for (byte[] part : image.parts()) {
        ByteBuffer head = ByteBuffer.allocate(PART).putInt(part.length).putInt(crc(part)).flip();
        at = put(file, at, head, total);
        at = put(file, at, ByteBuffer.wrap(part), total);
      }
      ByteBuffer trailer = ByteBuffer.allocate(TRAILER).putLong(END).putInt(image.parts().size());
      file.write(trailer.putInt((int) total.getValue()).flip(), at);
      bytes = at + TRAILER;
      file.force();
    }
    folder.disk().rename(unfinished, folder.file(name));
    folder.disk().forceFolder(folder.path());
    return bytes;
  }

  /**
   * Reads it back.
   *
   * @return nothing if any byte of it is not what was written
   * @throws StoreRefusedException if a newer version wrote it
   */
  static @Nullable ImageFile read(StoreFolder folder, String name) throws IOException {
    try (Disk.DiskFile file = folder.disk().open(folder.file(name))) {
      long left = file.size() - HEADER - TRAILER;
      CRC32C total = new CRC32C();
      ByteBuffer header = get(file, 0, HEADER, total);
      if (left < 0 || header.getLong() != MAGIC || !summed(header)) {
        return null;
      }
      int version = header.getInt();
      if (version > VERSION) {
        throw new StoreRefusedException(
            folder.file(name)
                + " has format version "
                + version
                + ", this program reads up to "
                + VERSION
                + "; start the newer program");
      }
      int count = header.getInt();
      long epoch = header.getLong();
      long lsn = header.getLong();
      long created = header.getLong();
      SegmentId segment = EntryCodec.readSegment(header);
      List<byte[]> parts = new ArrayList<>();
      long at = HEADER;
      for (int i = 0; i < count; i++) {
        ByteBuffer head = get(file, at, PART, total);
        int length = head.getInt();
        left -= PART;
        if (length < 0 || length > left) {
          return null;
        }
        byte[] part = get(file, at + PART, length, total).array();
        if (crc(part) != head.getInt()) {
          return null;
        }
        parts.add(part);
        left -= length;
        at += PART + length;
      }
      int crc = (int) total.getValue();
      ByteBuffer trailer = get(file, at, TRAILER, total);
      boolean whole =
          left == 0
              && trailer.getLong() == END
              && trailer.getInt() == count
              && trailer.getInt() == crc;
      return whole ? new ImageFile(new Image(segment, epoch, lsn, parts), created) : null;
    }
  }

  private ByteBuffer header() {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(MAGIC).putInt(VERSION).putInt(image.parts().size());
    header.putLong(image.epoch()).putLong(image.lsn()).putLong(created);
    EntryCodec.putSegment(header, image.segment());
    header.putInt(HEADER - 4, crc(header.array(), HEADER - 4));
    return header.rewind();
  }

  private static boolean summed(ByteBuffer header) {
    return header.getInt(HEADER - 4) == crc(header.array(), HEADER - 4);
  }

  private static long put(Disk.DiskFile file, long at, ByteBuffer bytes, CRC32C total)
      throws IOException {
    int length = bytes.remaining();
    total.update(bytes.duplicate());
    file.write(bytes, at);
    return at + length;
  }

  /** Always of {@code length} bytes: what the file does not have reads as zeros. */
  private static ByteBuffer get(Disk.DiskFile file, long at, int length, CRC32C total)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    file.read(bytes, at);
    total.update(bytes.array());
    return bytes.rewind();
  }

  private static int crc(byte[] bytes) {
    return crc(bytes, bytes.length);
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
