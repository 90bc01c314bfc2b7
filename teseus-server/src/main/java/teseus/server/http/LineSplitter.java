package teseus.server.http;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into lines and holds no more than one of them. A line longer than allowed is passed
 * over, and given out as too long once its end is seen.
 */
final class LineSplitter {
  private final int most;
  private Buffer pending = Buffer.buffer();
  private int at; // where the next line starts in what is pending
  private Buffer begun = Buffer.buffer();
  private boolean tooLong;

  /**
   * Lines of at most so many bytes.
   *
   * @param most not counting the end of the line
   */
  LineSplitter(int most) {
    this.most = most;
  }

  /**
   * What follows in the stream. All lines of what came before have been taken out.
   *
   * @param chunk not copied: one more chunk is held at most
   */
  void add(Buffer chunk) {
    if (at == pending.length()) {
      pending = chunk;
      at = 0;
    } else {
      pending = pending.getBuffer(at, pending.length()).appendBuffer(chunk);
      at = 0;
    }
  }

  /** Whether {@link #line} now gives the next line. Reads up to its end. */
  boolean next() {
    for (int i = at; i < pending.length(); i++) {
      if (pending.getByte(i) == '\n') {
        keep(at, i);
        at = i + 1;
        return true;
      }
    }
    keep(at, pending.length());
    at = pending.length();
    return false;
  }

  /** Whether something follows the last line's end. */
  boolean rest() {
    return begun.length() > 0 || tooLong;
  }

  /** The line just found, once; null if it was too long. */
  byte @Nullable [] line() {
    byte[] line = tooLong ? null : begun.getBytes();
    begun = Buffer.buffer();
    tooLong = false;
    return line;
  }

  private void keep(int from, int to) {
    if (begun.length() + to - from > most) {
      tooLong = true;
      begun = Buffer.buffer();
    } else if (!tooLong) {
      begun.appendBuffer(pending, from, to - from);
    }
  }
}
