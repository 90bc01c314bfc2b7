package teseus.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import teseus.pantheon.Pantheon;
import teseus.server.HostProcess;
import teseus.server.config.BadConfigException;
import teseus.server.config.ClusterConfig;
import teseus.space.HostId;
import teseus.space.SpaceException;

/** The other process: does what its arguments name until its input ends. */
final class NeighbourMain {
  private static final int WRITES_UNDER_WAY = 512;
  private static final Duration LONG = Duration.ofDays(1);

  private NeighbourMain() {}

  /** Plays one part. */
  public static void main(String[] args) throws IOException, BadConfigException {
    try {
      play(args);
      while (System.in.read() >= 0) {
        // whoever started it is there
      }
    } finally {
      Runtime.getRuntime().halt(0); // whatever threads it has
    }
  }

  private static void play(String[] args) throws IOException, BadConfigException {
    switch (args[0]) {
      case Neighbour.HOST -> host(Path.of(args[1]), new HostId(args[2]), Integer.parseInt(args[3]));
      case Neighbour.FRAMES -> frames();
      case Neighbour.RELAY -> relay();
      case Neighbour.GRID -> ready(Grid.backed(args[1], Integer.parseInt(args[2])).port());
      case Neighbour.DISK -> disk(Path.of(args[1]));
      case Neighbour.REDIS -> redis(Integer.parseInt(args[1]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void ready(int number) {
    System.out.println(Neighbour.READY + number);
  }

  /** A host that holds some items, and sends back the ball of {@link RelayBenchmark}. */
  private static void host(Path file, HostId self, int items) throws BadConfigException {
    HostProcess host =
        HostProcess.start(ClusterConfig.read(file), self, false)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    Pantheon pantheon = host.pantheon();
    Deque<CompletableFuture<?>> underWay = new ArrayDeque<>();
    if (items > 0) {
      Hosts.untilWritten(pantheon, Item.of(0).tuple());
    }
    for (int i = 1; i < items; i++) {
      underWay.add(pantheon.space().write(Item.of(i).tuple()));
      if (underWay.size() > WRITES_UNDER_WAY) {
        underWay.remove().join();
      }
    }
    underWay.forEach(CompletableFuture::join);
    inBackground(() -> playBack(pantheon));
    ready(0);
  }

  private static void playBack(Pantheon pantheon) {
    while (true) {
      try {
        var got = pantheon.take(RelayBenchmark.WANT_THERE, LONG).orElseThrow();
        var unused = pantheon.space().write(RelayBenchmark.BACK);
      } catch (SpaceException | CompletionException e) {
        Thread.onSpinWait(); // the others are not there yet
      }
    }
  }

  private static void frames() {
    Vertx vertx = Vertx.vertx();
    int port =
        FilledSpace.join(
                vertx
                    .createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(0).setTcpNoDelay(true))
                    .connectHandler(NeighbourMain::answer)
                    .listen())
            .actualPort();
    ready(port);
  }

  private static void answer(NetSocket socket) {
    int[] have = {0};
    socket.handler(
        bytes -> {
          have[0] += bytes.length();
          for (; have[0] >= AcrossBenchmark.QUESTION; have[0] -= AcrossBenchmark.QUESTION) {
            socket.write(Buffer.buffer(new byte[AcrossBenchmark.ANSWER]));
          }
        });
  }

  /** Sends back what comes, as a relay does on its way to the next. */
  private static void relay() throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    inBackground(
        () -> {
          try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] bytes = new byte[Item.BYTES];
            while (true) {
              in.readFully(bytes);
              socket.getOutputStream().write(bytes);
            }
          } catch (IOException e) {
            // it is over
          }
        });
    ready(server.getLocalPort());
  }

  private static void disk(Path path) throws IOException {
    GroupCommit file = new GroupCommit(path, null);
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    inBackground(
        () -> {
          try {
            Twin.serve(server, file);
          } catch (IOException e) {
            // it is over
          }
        });
    ready(server.socket().getLocalPort());
  }

  private static void redis(int port) throws IOException {
    Redis.Client client = Redis.connect(port);
    byte[] ball = new byte[Item.BYTES];
    inBackground(
        () -> {
          while (true) {
            client.pop(RelayBenchmark.THERE);
            client.push(RelayBenchmark.BACK_AGAIN, ball);
          }
        });
    ready(port);
  }

  private static void inBackground(Runnable part) {
    Thread thread = new Thread(part, "neighbour");
    thread.setDaemon(true);
    thread.start();
  }
}
