package teseus.benchmarks;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The same file in another process: what is sent to it is forced there too, and answered. */
final class Twin implements AutoCloseable {
  private static final int FORCED = 1;

  private final Neighbour neighbour;
  private final SocketChannel channel;
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
  private final ByteBuffer answer = ByteBuffer.allocate(1);

  /** Starts it, with a file of its own. */
  Twin(Path path) throws IOException {
    neighbour = Neighbour.start(Neighbour.DISK, path.toString());
    channel =
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), neighbour.port()));
    channel.socket().setTcpNoDelay(true);
  }

  void send(ByteBuffer batch) throws IOException {
    length.clear().putInt(batch.remaining()).flip();
    ByteBuffer[] both = {length, batch};
    while (batch.hasRemaining()) {
      channel.write(both);
    }
  }

  /** Returns once what was sent last is on the other disk. */
  void await() throws IOException {
    answer.clear();
    if (channel.read(answer) < 0 || answer.get(0) != FORCED) {
      throw new IOException("the other process has ended");
    }
  }

  /** The other process's part, until the connection ends. */
  static void serve(ServerSocketChannel server, GroupCommit file) throws IOException {
    try (SocketChannel from = server.accept()) {
      from.socket().setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(from.socket().getInputStream());
      while (true) {
        byte[] batch = new byte[in.readInt()];
        in.readFully(batch);
        file.write(batch);
        from.socket().getOutputStream().write(FORCED);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    neighbour.close();
  }
}
