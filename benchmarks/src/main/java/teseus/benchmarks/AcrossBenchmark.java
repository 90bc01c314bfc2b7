package teseus.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import teseus.space.Token;

/** Questions that another process answers, each by itself, {@value #AT_A_TIME} under way. */
@BenchmarkMode(Mode.Throughput)
public class AcrossBenchmark {
  /** Bytes of a question and its answer, about those of a read. */
  static final int QUESTION = 80;

  static final int ANSWER = 160;

  private static final int AT_A_TIME = 64;
  private static final int MANY = 20_000;
  private static final int VERY_MANY = 200_000; // of a process that is started for them
  private static final int ITEMS = 10_000;

  /** The limit. */
  @State(Scope.Benchmark)
  public static class Frames {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final NetClient client =
        vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private Neighbour neighbour;
    private NetSocket socket;
    // The context owns these.
    private CompletableFuture<Void> done = new CompletableFuture<>();
    private int toSend;
    private int toHear;
    private int have;

    /** Connects. */
    @Setup
    public void connect() {
      neighbour = Neighbour.start(Neighbour.FRAMES);
      CompletableFuture<NetSocket> connected = new CompletableFuture<>();
      context.runOnContext(
          unused ->
              client
                  .connect(neighbour.port(), "127.0.0.1")
                  .onSuccess(
                      made -> {
                        made.handler(this::heard);
                        connected.complete(made);
                      })
                  .onFailure(connected::completeExceptionally));
      socket = connected.join();
    }

    private void heard(Buffer bytes) {
      have += bytes.length();
      for (; have >= ANSWER; have -= ANSWER) {
        send();
        if (--toHear == 0) {
          done.complete(null);
        }
      }
    }

    private void send() {
      if (toSend > 0) {
        toSend--;
        socket.write(Buffer.buffer(new byte[QUESTION]));
      }
    }

    void exchange(int count) {
      CompletableFuture<Void> all = new CompletableFuture<>();
      context.runOnContext(
          unused -> {
            done = all;
            toSend = count;
            toHear = count;
            for (int i = 0; i < AT_A_TIME; i++) {
              send();
            }
          });
      all.join();
    }

    /** Ends it. */
    @TearDown
    public void close() {
      FilledSpace.join(vertx.close());
      neighbour.close();
    }
  }

  /** The space of two hosts, of which the other holds what is read. */
  @State(Scope.Benchmark)
  public static class TwoHosts {
    private final SplittableRandom random = new SplittableRandom(1);
    private Hosts hosts;

    /** Starts it. */
    @Setup
    public void start() {
      hosts = Hosts.two("memory", ITEMS);
    }

    CompletableFuture<Token> read() {
      String key;
      synchronized (random) {
        key = Item.of(random.nextInt(ITEMS)).key();
      }
      return hosts
          .space()
          .read(Item.byKey(key), Duration.ZERO)
          .thenApply(found -> found.orElseThrow());
    }

    /** Stops it. */
    @TearDown
    public void stop() {
      hosts.close();
    }
  }

  /** A peer. */
  @State(Scope.Benchmark)
  public static class RedisServer {
    private Redis redis;

    /** Starts it. */
    @Setup
    public void start() throws IOException {
      Path folder = Files.createTempDirectory("teseus-benchmark");
      folder.toFile().deleteOnExit();
      redis = Redis.inMemory(folder);
      try (Redis.Client client = redis.connect()) {
        client.set(new byte[Item.BYTES]);
      }
    }

    /** Stops it. */
    @TearDown
    public void stop() {
      redis.close();
    }
  }

  /** Frames over a socket. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void frames(Frames frames) {
    frames.exchange(MANY);
  }

  /** Reads that the other host answers. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void space(TwoHosts two) {
    InFlight.run(MANY, AT_A_TIME, two::read);
  }

  /** Redis, by its own benchmark. */
  @Benchmark
  @OperationsPerInvocation(VERY_MANY)
  public void redis(RedisServer server) throws IOException, InterruptedException {
    server.redis.ownBenchmark(VERY_MANY, AT_A_TIME);
  }
}
