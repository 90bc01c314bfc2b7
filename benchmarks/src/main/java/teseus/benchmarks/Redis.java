package teseus.benchmarks;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The peer Redis, as a process of its own that forces its log before each answer. */
final class Redis implements AutoCloseable {
  static final String COMMAND = "redis-server";

  private static final long PATIENCE_MS = 10_000;

  private final Process process;
  private final int port;

  /** Starts one at a free port, with its files in a folder. */
  Redis(Path folder) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    process =
        new ProcessBuilder(
                COMMAND,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--dir",
                folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    connectWhenReady().close();
  }

  /** A connection that sends one thing at a time. */
  Client connect() throws IOException {
    return new Client(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private Client connectWhenReady() throws IOException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    while (true) {
      try {
        return connect();
      } catch (IOException e) {
        if (System.nanoTime() > until || !process.isAlive()) {
          close();
          throw new IOException(COMMAND + " does not listen at port " + port, e);
        }
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** One connection, one thread at a time. */
  static final class Client implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    private Client(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
    }

    /** Sets a value under the key {@code k}; returns once it is on the disk. */
    void set(byte[] value) {
      try {
        byte[] head =
            ("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + value.length + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + value.length + 2];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(value, 0, all, head.length, value.length);
        all[all.length - 2] = '\r';
        all[all.length - 1] = '\n';
        socket.getOutputStream().write(all);
        byte[] answer = new byte[5];
        in.readFully(answer);
        if (answer[0] != '+') {
          throw new IOException("answered " + new String(answer, StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Redis failed", e);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
