package teseus.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import teseus.snapshot.SnapshotFile.Footer;
import teseus.snapshot.SnapshotFile.Frame;

/**
 * A snapshot's file put together by hand, every checksum right: what a program may have written.
 */
final class Bytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Bytes(int format) {
    bytes.writeBytes(SnapshotFile.Header.ofFormat(format).bytes().array());
  }

  Bytes block(int number, byte[] body) {
    bytes.writeBytes(Frame.of(number, body).bytes().array());
    bytes.writeBytes(body);
    return this;
  }

  /** The manifest and the footer, into a file. */
  Path end(Path file, byte[] manifest) throws IOException {
    long at = bytes.size();
    Bytes ended = block(SnapshotFile.MANIFEST, manifest);
    byte[] sha = SnapshotFile.sha256().digest(ended.bytes.toByteArray());
    bytes.writeBytes(Footer.of(at, sha).bytes().array());
    return Files.write(file, bytes.toByteArray());
  }

  /** The bodies of a file's blocks in their order, the manifest last. */
  static List<byte[]> bodies(Path file) throws IOException {
    List<byte[]> bodies = new ArrayList<>();
    try (SnapshotSource source = new SnapshotSource(file)) {
      long at = SnapshotFile.HEADER;
      while (at < source.size() - SnapshotFile.FOOTER) {
        Frame frame = source.frame(at, "block");
        bodies.add(source.body(at, frame, "block"));
        at += SnapshotFile.FRAME + frame.length();
      }
    }
    return bodies;
  }
}
