package teseus.space.vertx;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import teseus.space.HostId;

/** A peer made of a bare socket, that does what no proper host does. */
final class RawPeer implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;

  RawPeer(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
  }

  static byte[] hello(String cluster, String host, long process) {
    return new Hello(cluster, new HostId(host), process).encode();
  }

  void frame(byte kind, byte[] body) throws IOException {
    raw(
        java.nio.ByteBuffer.allocate(5 + body.length)
            .putInt(body.length + 1)
            .put(kind)
            .put(body)
            .array());
  }

  void raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The reason in the next frame, which must be a refusal. */
  String refusal() throws IOException {
    byte[] body = new byte[in.readInt() - 1];
    byte kind = in.readByte();
    in.readFully(body);
    if (kind != LinkFrames.REFUSED) {
      throw new AssertionError("a frame of kind " + kind + ", not a refusal");
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Reads until the other side closes, and returns how many bytes came. */
  long readToEnd() {
    long bytes = 0;
    byte[] buffer = new byte[1 << 16];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("still open after " + bytes + " bytes", e);
    } catch (IOException reset) {
      return bytes; // a reset ends it as well
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
