package teseus.space.vertx;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a socket delivers into frames. A length is checked before anything is allocated for it.
 */
final class FrameReader {
  private final Sink sink;
  private final byte[] header = new byte[LinkFrames.HEADER];
  private int limit = LinkFrames.MAX_GREETING;
  private int headed;
  private byte @Nullable [] body;
  private int filled;

  FrameReader(Sink sink) {
    this.sink = sink;
  }

  /** From the next frame on, frames may have their full length. */
  void greeted() {
    limit = LinkFrames.MAX_FRAME;
  }

  /**
   * Takes what came and hands on the frames it completes, until the sink wants no more.
   *
   * @throws BadFrameException if a length is out of bounds, or the sink says so; nothing may be
   *     read after that
   */
  void read(Buffer in) throws BadFrameException {
    int at = 0;
    while (at < in.length()) {
      if (body == null) {
        header[headed++] = in.getByte(at++);
        if (headed < LinkFrames.HEADER) {
          continue;
        }
        body = new byte[bodyLength()];
        filled = 0;
      }
      int length = Math.min(body.length - filled, in.length() - at);
      in.getBytes(at, at + length, body, filled);
      at += length;
      filled += length;
      if (filled == body.length) {
        byte[] whole = body;
        body = null;
        headed = 0;
        if (!sink.frame(header[4], whole)) {
          return;
        }
      }
    }
  }

  private int bodyLength() throws BadFrameException {
    long length =
        (header[0] & 0xffL) << 24
            | (header[1] & 0xff) << 16
            | (header[2] & 0xff) << 8
            | (header[3] & 0xff);
    if (length < 1 || length + 4 > limit) {
      if (limit == LinkFrames.MAX_GREETING) {
        throw new BadFrameException(Hello.NONE);
      }
      throw new BadFrameException(
          "a frame of " + length + " bytes, where 1 to " + (limit - 4) + " are allowed");
    }
    return (int) length - 1;
  }

  /** Where the frames go. */
  interface Sink {
    /**
     * One frame.
     *
     * @return whether to go on
     */
    boolean frame(byte kind, byte[] body) throws BadFrameException;
  }
}
