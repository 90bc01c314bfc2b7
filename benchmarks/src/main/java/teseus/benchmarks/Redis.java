package teseus.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The peer Redis, as a process of its own. */
final class Redis implements AutoCloseable {
  static final String COMMAND = "redis-server";

  private static final long PATIENCE_MS = 10_000;

  private final Process process;
  private final int port;

  /** Starts one at a free port that forces its log, in a folder, before each answer. */
  static Redis durable(Path folder) throws IOException {
    return new Redis(folder, "yes");
  }

  /** Starts one at a free port that writes nothing. */
  static Redis inMemory(Path folder) throws IOException {
    return new Redis(folder, "no");
  }

  private Redis(Path folder, String log) throws IOException {
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
                log,
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
    return connect(port);
  }

  /** As {@link #connect()}, with one that another process has started. */
  static Client connect(int port) throws IOException {
    return new Client(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  int port() {
    return port;
  }

  /** Has its own benchmark read the key {@code k} over one connection, many under way. */
  void ownBenchmark(int count, int atATime) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "redis-benchmark",
                "-p",
                Integer.toString(port),
                "-c",
                "1",
                "-P",
                Integer.toString(atATime),
                "-n",
                Integer.toString(count),
                "-q",
                "GET",
                "k")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("redis-benchmark ended with " + process.exitValue());
    }
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
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Sets a value under the key {@code k}; returns once it is on the disk, if that is asked. */
    void set(byte[] value) {
      ask("SET", text("k"), value);
      expect('+');
    }

    /** Adds a value to a list. */
    void push(String list, byte[] value) {
      ask("LPUSH", text(list), value);
      expect(':');
    }

    /** Takes the last value of a list; waits for one. */
    void pop(String list) {
      ask("BRPOP", text(list), text("0"));
      expect('*');
      for (int part = 0; part < 2; part++) {
        byte[] value = new byte[expect('$') + 2];
        read(value);
      }
    }

    private static byte[] text(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void ask(String command, byte[] first, byte[] second) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(text("*3\r\n"));
      for (byte[] word : new byte[][] {text(command), first, second}) {
        all.writeBytes(text("$" + word.length + "\r\n"));
        all.writeBytes(word);
        all.writeBytes(text("\r\n"));
      }
      try {
        socket.getOutputStream().write(all.toByteArray());
      } catch (IOException e) {
        throw new UncheckedIOException("Redis failed", e);
      }
    }

    /** Reads the head of an answer; gives the number in it, if it is one. */
    private int expect(char kind) {
      try {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
          if (next < 0) {
            throw new IOException("Redis hung up");
          }
          if (next != '\r') {
            line.append((char) next);
          }
        }
        if (line.charAt(0) != kind) {
          throw new IOException("answered " + line);
        }
        return kind == '+' ? 0 : Integer.parseInt(line.substring(1));
      } catch (IOException e) {
        throw new UncheckedIOException("Redis failed", e);
      }
    }

    private void read(byte[] bytes) {
      try {
        in.readFully(bytes);
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
