package teseus.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one client in a host's process is told, line by line: what it is about to ask, and what came
 * of that. A line that was written is there, whatever becomes of the process; the machine goes on.
 */
final class EmbeddedNotes implements AutoCloseable {
  /** What is asked; each is followed by what it is of. */
  static final String WRITE = "write";

  static final String TAKE = "take";
  static final String COUNT = "count";
  static final String TRANSFER = "transfer";

  /** What came of it, other than a token, a version, or a {@link Transfers.Came}. */
  static final String NONE = "none";

  static final String REFUSED = "refused";
  static final String UNKNOWN = "unknown";

  /** It has ended as it was told to. */
  static final String ENDED = "ended";

  /** It could not go on; why follows. */
  static final String FAILED = "failed";

  private final OutputStream out;

  EmbeddedNotes(Path file) {
    try {
      out = Files.newOutputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It is about to ask for something. */
  void begins(String what, String of) {
    line(what + " " + of);
  }

  /** That is what came of it. */
  void came(String what) {
    line(what);
  }

  void ended() {
    line(ENDED);
  }

  void failed(RuntimeException why) {
    line(FAILED + " " + String.valueOf(why).replace('\n', ' '));
  }

  /** One write, of which all is there or the line has no end. */
  private void line(String text) {
    try {
      out.write((text + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
