package teseus.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A file whose reads, writes and forces the kernel asks for here, one by one: the protocol of
 * {@code /dev/fuse}, version 7.31, for a file system that is one file. Layouts are those of {@code
 * linux/fuse.h}.
 */
final class FuseFile {
  private static final int MAX_WRITE = 128 << 10;
  private static final int IN_HEADER = 40;
  private static final int OUT_HEADER = 16;
  private static final int BIG_WRITES = 1 << 5;
  private static final int REGULAR_FILE = 0100600;
  private static final int ENOSYS = 38;

  private static final int FORGET = 2;
  private static final int GETATTR = 3;
  private static final int SETATTR = 4;
  private static final int OPEN = 14;
  private static final int READ = 15;
  private static final int WRITE = 16;
  private static final int STATFS = 17;
  private static final int RELEASE = 18;
  private static final int FSYNC = 20;
  private static final int FLUSH = 25;
  private static final int INIT = 26;
  private static final int INTERRUPT = 36;
  private static final int DESTROY = 38;
  private static final int BATCH_FORGET = 42;

  private final ReadableByteChannel requests;
  private final WritableByteChannel answers;
  private final CachedDisk disk;
  private final ByteBuffer in = buffer(MAX_WRITE + 4096);
  private final ByteBuffer out = buffer(OUT_HEADER + (1 << 20));

  FuseFile(ReadableByteChannel requests, WritableByteChannel answers, CachedDisk disk) {
    this.requests = requests;
    this.answers = answers;
    this.disk = disk;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Serves until the file is unmounted, which is an exception of the next read. */
  void serve() throws IOException {
    while (true) {
      in.clear();
      if (requests.read(in) < 0) {
        return;
      }
      in.flip();
      int opcode = in.getInt(4);
      long unique = in.getLong(8);
      in.position(IN_HEADER);
      out.clear().position(OUT_HEADER);
      if (opcode == FORGET || opcode == BATCH_FORGET || opcode == INTERRUPT) {
        continue; // wants no answer
      }
      int error = answer(opcode);
      out.flip();
      out.putInt(0, out.limit()).putInt(4, -error).putLong(8, unique);
      answers.write(out);
    }
  }

  /** Puts the answer; returns an error number, or 0. */
  private int answer(int opcode) {
    switch (opcode) {
      case INIT -> init();
      case GETATTR, SETATTR -> attributes();
      case OPEN -> out.putLong(1).putInt(0).putInt(0);
      case READ -> {
        long at = in.getLong(IN_HEADER + 8);
        int size = in.getInt(IN_HEADER + 16);
        disk.read(at, out.limit(OUT_HEADER + size));
      }
      case WRITE -> {
        int size = in.getInt(IN_HEADER + 16);
        disk.write(
            in.getLong(IN_HEADER + 8), in.position(IN_HEADER + 40).limit(IN_HEADER + 40 + size));
        out.putInt(size).putInt(0);
      }
      case STATFS -> out.put(new byte[80]);
      case FSYNC -> disk.flush();
      case RELEASE, FLUSH, DESTROY -> {}
      default -> {
        return ENOSYS;
      }
    }
    return 0;
  }

  private void init() {
    int readAhead = in.getInt(IN_HEADER + 8);
    out.putInt(7).putInt(31).putInt(readAhead).putInt(BIG_WRITES);
    out.putShort((short) 12).putShort((short) 9).putInt(MAX_WRITE).putInt(1);
    out.put(new byte[OUT_HEADER + 64 - out.position()]);
  }

  private void attributes() {
    out.putLong(3600).putLong(0); // for how long they hold
    out.putLong(1).putLong(disk.size()).putLong(disk.size() / CachedDisk.SECTOR);
    out.put(new byte[3 * 8 + 3 * 4]); // times
    out.putInt(REGULAR_FILE).putInt(1).put(new byte[3 * 4]).putInt(4096).putInt(0);
  }
}
