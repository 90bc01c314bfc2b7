package teseus.space.vertx;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One socket with a peer, or with somebody who is not one yet. Belongs to its context. */
final class Connection {
  private static final int MAX_REASON = 500;

  private final NetSocketInternal socket;
  private final Owner owner;
  private final Outbox outbox;
  private final FrameReader reader = new FrameReader(this::frame);
  private final Chunks chunks = new Chunks();
  private List<byte[]> came = new ArrayList<>();
  private @Nullable Hello peer;
  private boolean closed;
  private int silentBeats;
  private long bytesReceived;

  Connection(Context context, NetSocket socket, Owner owner) {
    this.socket = (NetSocketInternal) socket; // as all of Vert.x are
    this.owner = owner;
    this.outbox = new Outbox(context, this.socket);
  }

  /** Begins to listen; not in the constructor, so that the owner knows the connection first. */
  void open() {
    socket.exceptionHandler(e -> close("broken: " + e.getMessage()));
    socket.closeHandler(gone -> close("the peer closed the connection"));
    socket.handler(this::read);
  }

  /** Who is at the other end; null until it has greeted. */
  @Nullable Hello peer() {
    return peer;
  }

  /** The other end's address, without its port, for logs. */
  String from() {
    return socket.remoteAddress() == null ? "somebody" : socket.remoteAddress().hostAddress();
  }

  Outbox outbox() {
    return outbox;
  }

  long bytesReceived() {
    return bytesReceived;
  }

  /** For how many heartbeats nothing has come, at least. */
  int silentBeats() {
    return silentBeats;
  }

  void greet(Hello self) {
    outbox.control(LinkFrames.HELLO, self.encode());
  }

  /** A heartbeat has passed: tells the peer that this side lives. */
  void beat() {
    silentBeats++;
    if (peer != null) {
      outbox.heartbeat();
    }
  }

  /** Tells the other end why it is turned away, and closes. */
  void refuse(String why) {
    refuse(LinkFrames.REFUSED, why);
  }

  /** Tells the other end that it is one of the cluster's hosts no more, and closes. */
  void remove(String why) {
    refuse(LinkFrames.REMOVED, why);
  }

  private void refuse(byte kind, String why) {
    if (closed) {
      return;
    }
    byte[] reason = why.getBytes(StandardCharsets.UTF_8);
    outbox.control(kind, reason.length > MAX_REASON ? new byte[0] : reason);
    outbox.flush();
    ended(why);
    socket.close(); // what was written goes out first
  }

  /** Closes now, whatever is queued, and tells the owner, once. */
  void close(String why) {
    if (!closed) {
      abort();
      ended(why);
    }
  }

  private void ended(String why) {
    closed = true;
    socket.handler(null);
    owner.closed(this, why);
  }

  /**
   * The socket's own close waits until the peer has read what is queued, and a peer that does not
   * read would keep it all here; the channel's does not wait.
   */
  private void abort() {
    socket.channelHandlerContext().close();
  }

  private void read(Buffer in) {
    silentBeats = 0;
    bytesReceived += in.length();
    try {
      reader.read(in);
      handOn();
    } catch (BadFrameException e) {
      if (peer == null) {
        refuse(e.reason());
      } else {
        handOn();
        close("it sent " + e.reason());
      }
    }
  }

  /** Hands on the payloads of one read together: they are handled in one turn. */
  private void handOn() {
    Hello from = peer;
    if (from != null && !came.isEmpty()) {
      List<byte[]> payloads = came;
      came = new ArrayList<>();
      owner.received(this, from, payloads);
    }
  }

  private boolean frame(byte kind, byte[] body) throws BadFrameException {
    if (kind == LinkFrames.REFUSED || kind == LinkFrames.REMOVED) {
      handOn();
      String why = Complaints.printable(new String(body, StandardCharsets.UTF_8));
      close("refused: " + why);
      if (kind == LinkFrames.REMOVED) {
        owner.removed(why);
      }
    } else if (peer == null) {
      if (kind != LinkFrames.HELLO) {
        throw new BadFrameException(Hello.NONE);
      }
      peer = Hello.decode(body);
      reader.greeted();
      owner.greeted(this, peer);
    } else if (kind == LinkFrames.MESSAGE) {
      came.add(body);
    } else if (kind == LinkFrames.CHUNK) {
      byte[] whole = chunks.add(body);
      if (whole != null) {
        came.add(whole);
      }
    } else if (kind != LinkFrames.HEARTBEAT) {
      throw new BadFrameException("a frame of kind " + kind);
    }
    return !closed;
  }

  /** Who decides what a connection is good for. */
  interface Owner {
    void greeted(Connection connection, Hello peer);

    /** Payloads that came together, at least one, in their order. */
    void received(Connection connection, Hello peer, List<byte[]> payloads);

    void closed(Connection connection, String why);

    /** The other end says that this host is one of the cluster's no more. */
    void removed(String why);
  }
}
