package teseus.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines, and holds no more than one. For one thread; blocks for the stream. */
final class NdjsonLines {
  /** More than the largest tuple that any cluster may allow, with what is around it. */
  static final int MOST_BYTES = (16 << 20) + (64 << 10);

  private final InputStream in;
  private final byte[] buffer = new byte[64 << 10];
  private int at;
  private int end;
  private long number;
  private volatile long bytes;

  NdjsonLines(InputStream in) {
    this.in = in;
  }

  /**
   * One line.
   *
   * @param number from 1
   * @param json without the line's end; null if it has more than {@link #MOST_BYTES}
   */
  record Line(long number, byte @Nullable [] json) {
    boolean isBlank() {
      if (json != null) {
        for (byte b : json) {
          if (b != ' ' && b != '\t' && b != '\r') {
            return false;
          }
        }
      }
      return json != null;
    }
  }

  /** The next line, or null at the end. */
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean any = false;
    while (at < end || fill()) {
      any = true;
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      tooLong |= line.size() + at - from > MOST_BYTES;
      if (!tooLong) {
        line.write(buffer, from, at - from);
      }
      if (at < end) {
        at++;
        break;
      }
    }
    return any ? new Line(++number, tooLong ? null : line.toByteArray()) : null;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    bytes += end;
    return end > 0;
  }

  /** How many bytes were read of the stream; from any thread. */
  long bytes() {
    return bytes;
  }
}
