package teseus.space.vertx;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What goes out over one socket. Everything appended during one turn of the event loop leaves in
 * one write; a payload too large for a frame goes a chunk a turn, and waits while the socket is
 * full, so that others pass between its chunks. Belongs to its context.
 */
final class Outbox {
  /** From here on the socket counts as full for large payloads: four chunks. */
  private static final int FULL = 4 * LinkFrames.MAX_FRAME;

  private static final byte[] NOTHING = {};

  private final Context context;
  private final NetSocket socket;
  private final Deque<byte[]> large = new ArrayDeque<>();
  private Buffer turn = Buffer.buffer();
  private boolean flushing;
  private int offset;
  private long waiting;
  private long writing;
  private long messages;
  private long writes;
  private long bytes;

  Outbox(Context context, NetSocket socket) {
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
    int length = turn.length();
    if (length > 0) {
      Buffer batch = turn;
      turn = Buffer.buffer(Math.min(length, FULL)); // the next is likely to be about as long
      writing += length;
      writes++;
      bytes += length;
      socket.write(batch).onComplete(written -> writing -= length);
    }
    if (!large.isEmpty() && !socket.writeQueueFull()) {
      flushSoon();
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
