package teseus.space.vertx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a large payload together. Memory grows with the bytes that came, never with those announced.
 */
final class Chunks {
  private final List<byte[]> parts = new ArrayList<>();
  private int total;
  private int have;

  /**
   * Takes the next chunk.
   *
   * @param body total, offset and bytes, see {@link LinkFrames}
   * @return the payload if this was its last chunk, else null
   * @throws BadFrameException if the chunk does not go on where the last one ended, or is shorter
   *     than it could be, or the payload is larger than {@value LinkFrames#MAX_MESSAGE} bytes
   */
  byte @Nullable [] add(byte[] body) throws BadFrameException {
    if (body.length <= LinkFrames.CHUNK_HEADER) {
      throw new BadFrameException("a chunk without bytes");
    }
    ByteBuffer header = ByteBuffer.wrap(body);
    int announced = header.getInt();
    int offset = header.getInt();
    int length = body.length - LinkFrames.CHUNK_HEADER;
    if (announced < 1 || announced > LinkFrames.MAX_MESSAGE) {
      throw new BadFrameException(
          "a payload of "
              + Integer.toUnsignedString(announced)
              + " bytes, where 1 to "
              + LinkFrames.MAX_MESSAGE
              + " are allowed");
    }
    if (have == 0) {
      total = announced;
    }
    // Whole chunks only, or a peer could make us keep a million arrays of one byte.
    if (announced != total
        || offset != have
        || length != Math.min(LinkFrames.MAX_CHUNK, total - have)) {
      throw new BadFrameException("a chunk that does not continue the one before it");
    }
    parts.add(body);
    have += length;
    return have == total ? whole() : null;
  }

  private byte[] whole() {
    byte[] payload = new byte[total];
    int at = 0;
    for (byte[] part : parts) {
      int length = part.length - LinkFrames.CHUNK_HEADER;
      System.arraycopy(part, LinkFrames.CHUNK_HEADER, payload, at, length);
      at += length;
    }
    parts.clear();
    have = 0;
    return payload;
  }
}
