package teseus.benchmarks;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;

/** A ball goes to a thread of another process that waits for it, and comes back: two hand-offs. */
@BenchmarkMode(Mode.Throughput)
public class RelayBenchmark {
  static final Template WANT_THERE = Item.byKey(Item.of(9_000_001).key());
  static final Tuple BACK = Item.of(9_000_002).tuple();

  /** The lists of Redis. */
  static final String THERE = "there";

  static final String BACK_AGAIN = "back";

  private static final int BOTH_WAYS = 2;
  private static final Template WANT_BACK = Item.byKey(Item.of(9_000_002).key());
  private static final Duration LONG = Duration.ofDays(1);

  /** The limit: a socket, and a process that passes on what it reads. */
  @State(Scope.Benchmark)
  public static class Relay {
    private final byte[] bytes = new byte[Item.BYTES];
    private Neighbour neighbour;
    private Socket socket;
    private DataInputStream in;

    /** Connects. */
    @Setup
    public void connect() throws IOException {
      neighbour = Neighbour.start(Neighbour.RELAY);
      socket = new Socket(InetAddress.getLoopbackAddress(), neighbour.port());
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
    }

    void pass() throws IOException {
      socket.getOutputStream().write(bytes);
      in.readFully(bytes);
    }

    /** Ends it. */
    @TearDown
    public void close() throws IOException {
      socket.close();
      neighbour.close();
    }
  }

  /** The space. */
  @State(Scope.Benchmark)
  public static class TwoHosts {
    private final Tuple there = Item.of(9_000_001).tuple();
    private Hosts hosts;

    /** Starts it. */
    @Setup
    public void start() {
      hosts = Hosts.two("memory", 1);
    }

    Token play() {
      CompletableFuture<Optional<Token>> coming = hosts.space().take(WANT_BACK, LONG);
      var unused = hosts.space().write(there);
      return coming.join().orElseThrow();
    }

    /** Stops it. */
    @TearDown
    public void stop() {
      hosts.close();
    }
  }

  /** A peer. */
  @State(Scope.Benchmark)
  public static class RedisLists {
    private final byte[] ball = new byte[Item.BYTES];
    private Redis redis;
    private Redis.Client client;
    private Neighbour neighbour;

    /** Starts it. */
    @Setup
    public void start() throws IOException {
      Path folder = Files.createTempDirectory("teseus-benchmark");
      folder.toFile().deleteOnExit();
      redis = Redis.inMemory(folder);
      client = redis.connect();
      neighbour = Neighbour.start(Neighbour.REDIS, Integer.toString(redis.port()));
    }

    void play() {
      client.push(THERE, ball);
      client.pop(BACK_AGAIN);
    }

    /** Stops it. */
    @TearDown
    public void stop() throws IOException {
      neighbour.close();
      client.close();
      redis.close();
    }
  }

  /** What one hand-off through a relay takes: there and on, or there and back. */
  @Benchmark
  public void relay(Relay relay) throws IOException {
    relay.pass();
  }

  /** Two processes that take what the other writes. */
  @Benchmark
  @OperationsPerInvocation(BOTH_WAYS)
  public Token space(TwoHosts two) {
    return two.play();
  }

  /** Two processes that pop what the other pushes. */
  @Benchmark
  @OperationsPerInvocation(BOTH_WAYS)
  public void redis(RedisLists lists) {
    lists.play();
  }
}
