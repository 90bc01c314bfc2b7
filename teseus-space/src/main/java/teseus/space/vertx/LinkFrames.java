package teseus.space.vertx;

import io.vertx.core.buffer.Buffer;

/**
 * The layout of a peer link. A frame is {@code u32 length, u8 kind, body}, big-endian; the length
 * counts kind and body.
 *
 * <pre>
 * HELLO      see {@link Hello}; the first frame of either side, and only the first
 * MESSAGE    one payload, whole
 * CHUNK      u32 total, u32 offset, then bytes of a payload too large for a frame
 * HEARTBEAT  nothing
 * REFUSED    why, in UTF-8; the connection is closed after it
 * REMOVED    as that, for ever: the host is one of the cluster's no more
 * </pre>
 *
 * One large payload at a time goes in chunks, in order; other frames may pass between them.
 */
final class LinkFrames {
  static final byte HELLO = 1;
  static final byte MESSAGE = 2;
  static final byte CHUNK = 3;
  static final byte HEARTBEAT = 4;
  static final byte REFUSED = 5;
  static final byte REMOVED = 6;

  /** The longest frame in bytes, its length field included. */
  static final int MAX_FRAME = 256 << 10;

  /** The longest frame before the two sides have greeted. */
  static final int MAX_GREETING = 1 << 10;

  /** Length field and kind. */
  static final int HEADER = 5;

  static final int CHUNK_HEADER = 8;

  /** The longest payload that goes whole. */
  static final int MAX_WHOLE = MAX_FRAME - HEADER;

  /** The bytes of a payload in one chunk, at most. */
  static final int MAX_CHUNK = MAX_WHOLE - CHUNK_HEADER;

  /** The longest payload, and the most that is put together for a peer at a time: 32 MiB. */
  static final int MAX_MESSAGE = 32 << 20;

  private LinkFrames() {}

  static void append(Buffer out, byte kind, byte[] body) {
    out.appendInt(body.length + 1).appendByte(kind).appendBytes(body);
  }

  static void appendChunk(Buffer out, byte[] payload, int offset, int length) {
    out.appendInt(length + CHUNK_HEADER + 1)
        .appendByte(CHUNK)
        .appendInt(payload.length)
        .appendInt(offset)
        .appendBytes(payload, offset, length);
  }
}
