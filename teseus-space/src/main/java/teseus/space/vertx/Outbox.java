package teseus.space.vertx;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What goes out over one socket. What is appended during one turn of the event loop leaves in one
 * write at its end, or as soon as it is {@value #ENOUGH} bytes: the peer then works on it while
 * this turn goes on, and not each side in its turn. A payload too large for a frame goes a chunk a
 * turn, and waits while the socket is full, so that others pass between its chunks. Belongs to its
 * context.
 */
final class Outbox {
  /** From here on the socket counts as full for large payloads: four chunks. */
  private static final int FULL = 4 * LinkFrames.MAX_FRAME;

  /** Some ten messages: fewer a write cost more than it helps that they leave early. */
  static final int ENOUGH = 2 << 10;

  private static final byte[] NOTHING = {};

  private final Context context;
  private final NetSocketInternal socket;
  private final Deque<byte[]> large = new ArrayDeque<>();
  private Buffer turn = Buffer.buffer();
  private boolean flushing;
  private int offset;
  private long waiting;
  private long writing;
  private long messages;
  private long writes;
  private long bytes;

  Outbox(Context context, NetSocketInternal socket) {
    this.context = context;
    this.socket = socket;
    socket.setWriteQueueMaxSize(FULL);
    socket.drainHandler(
        drained -> {
          if (!large.isEmpty()) {
            flushSoon();
          }
        });
  }

  /** A frame other than a payload. */
  void control(byte kind, byte[] body) {
    LinkFrames.append(turn, kind, body);
    flushSoon();
  }

  void heartbeat() {
    control(LinkFrames.HEARTBEAT, NOTHING);
  }

  /** A payload of at most {@link LinkFrames#MAX_MESSAGE} bytes, not to be changed any more. */
  void message(byte[] payload) {
    messages++;
    if (payload.length <= LinkFrames.MAX_WHOLE) {
      LinkFrames.append(turn, LinkFrames.MESSAGE, payload);
    } else {
      large.add(payload);
      waiting += payload.length;
    }
    flushSoon();
    if (turn.length() >= ENOUGH) {
      write();
      socket.channelHandlerContext().flush(); // while it reads, a socket leaves that for the end
    }
  }

  /** Bytes that the operating system has not taken yet. */
  long queued() {
    return waiting + turn.length() + writing;
  }

  long messages() {
    return messages;
  }

  long writes() {
    return writes;
  }

  long bytes() {
    return bytes;
  }

  private void flushSoon() {
    if (!flushing) {
      flushing = true;
      context.runOnContext(turnEnded -> flush());
    }
  }

  /** Writes what the turn left behind; at once, for a connection about to be closed. */
  void flush() {
    flushing = false;
    if (!large.isEmpty() && !socket.writeQueueFull()) {
      nextChunk();
    }
    write();
    if (!large.isEmpty() && !socket.writeQueueFull()) {
      flushSoon();
    }
  }

  private void write() {
    int length = turn.length();
    if (length > 0) {
      Buffer batch = turn;
      turn = Buffer.buffer(Math.min(length, FULL)); // the next is likely to be about as long
      writing += length;
      writes++;
      bytes += length;
      socket.write(batch).onComplete(written -> writing -= length);
    }
  }

  private void nextChunk() {
    byte[] payload = large.element();
    int length = Math.min(LinkFrames.MAX_CHUNK, payload.length - offset);
    LinkFrames.appendChunk(turn, payload, offset, length);
    offset += length;
    waiting -= length;
    if (offset == payload.length) {
      large.remove();
      offset = 0;
    }
  }
}
