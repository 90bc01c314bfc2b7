package teseus.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import teseus.snapshot.SnapshotFile.Footer;
import teseus.snapshot.SnapshotFile.Frame;
import teseus.snapshot.SnapshotFile.Header;

/**
 * An open snapshot file, and its pieces. Each method checks the piece it reads, and what it
 * allocates is bounded by the file's size and by {@link SnapshotFile#MAX_BODY}.
 */
final class SnapshotSource implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final long size;

  SnapshotSource(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.size = channel.size();
  }

  long size() {
    return size;
  }

  Header header() throws IOException {
    String part = "header";
    Header header = Header.read(read(0, SnapshotFile.HEADER, part));
    if (!header.marked()) {
      throw damaged(part, 0, "the mark of a snapshot", hex(header.magic()));
    }
    if (header.crc() != header.sum()) {
      throw damaged(part, 12, "crc32c " + hex(header.sum()), hex(header.crc()));
    }
    if (header.format() != SnapshotFile.FORMAT) {
      throw damaged(
          part,
          8,
          "format version " + SnapshotFile.FORMAT,
          header.format() + ", which another version of Teseus writes and reads");
    }
    return header;
  }

  Footer footer(long at) throws IOException {
    String part = "footer";
    Footer footer = Footer.read(read(at, SnapshotFile.FOOTER, part));
    if (!footer.marked()) {
      throw damaged(part, at + 44, "the mark of a snapshot's end", hex(footer.magic()));
    }
    if (footer.crc() != footer.sum()) {
      throw damaged(part, at + 40, "crc32c " + hex(footer.sum()), hex(footer.crc()));
    }
    return footer;
  }

  /** What comes before a body that can be there. */
  Frame frame(long at, String part) throws IOException {
    Frame frame = Frame.read(read(at, SnapshotFile.FRAME, part));
    long most = Math.min(SnapshotFile.MAX_BODY, size - at - SnapshotFile.FRAME);
    if (frame.length() < 0 || frame.length() > most) {
      throw damaged(part, at + 4, "a body of 0 to " + most + " bytes", frame.length() + " bytes");
    }
    return frame;
  }

  byte[] body(long at, Frame frame, String part) throws IOException {
    byte[] body = read(at + SnapshotFile.FRAME, frame.length(), part).array();
    int sum = Frame.sum(frame.number(), body);
    if (sum != frame.crc()) {
      throw damaged(part, at + 8, "crc32c " + hex(sum), hex(frame.crc()));
    }
    return body;
  }

  /** What a manifest's body says. */
  SnapshotManifest manifest(long at, byte[] body) throws DamagedSnapshotException {
    try {
      return ManifestJson.read(body);
    } catch (IllegalArgumentException e) {
      throw damaged("manifest", at + SnapshotFile.FRAME, "a manifest", e.getMessage());
    }
  }

  DamagedSnapshotException damaged(
      String part, long offset, String expected, @Nullable String found) {
    return new DamagedSnapshotException(
        file, new SnapshotFault(part, offset, expected, String.valueOf(found)));
  }

  DamagedSnapshotException damaged(SnapshotFault fault) {
    return new DamagedSnapshotException(file, fault);
  }

  private ByteBuffer read(long at, int length, String part) throws IOException {
    if (at < 0 || length > size - at) {
      throw damaged(part, at, length + " bytes", Math.max(0, size - at) + ", then the file's end");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw damaged(
            part, at, length + " bytes", bytes.position() + ", the file shrank while it was read");
      }
    }
    return bytes.flip();
  }

  private static String hex(int value) {
    return String.format("%08x", value);
  }

  private static String hex(long value) {
    return String.format("%016x", value);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
