package teseus.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Records that come in and go out again, each answered when two processes have it in memory,
 * {@value #AT_A_TIME} under way. In and out is one operation.
 */
@BenchmarkMode(Mode.Throughput)
public class ReplicatedBenchmark {
  private static final int AT_A_TIME = 64;
  private static final int MANY = 10_000;
  private static final int IN_AND_OUT = 2;
  private static final long PAUSE_NS = 20_000_000;

  /** Numbers of records, none of which is there. */
  @State(Scope.Benchmark)
  public static class Numbers {
    private final AtomicInteger next = new AtomicInteger();

    Item item() {
      return Item.of(next.getAndIncrement() % 1_000_000);
    }
  }

  /** Two hosts. */
  @State(Scope.Benchmark)
  public static class Replicated {
    private Hosts hosts;

    /** Starts them. */
    @Setup
    public void start() {
      hosts = Hosts.copied("replicated");
    }

    CompletableFuture<?> inAndOut(Item item) {
      return hosts
          .space()
          .write(item.tuple())
          .thenCompose(in -> hosts.space().take(Item.byKey(item.key()), Duration.ofMinutes(1)))
          .thenApply(out -> out.orElseThrow());
    }

    /** Stops them. */
    @TearDown
    public void stop() {
      hosts.close();
    }
  }

  /** Two members. */
  @State(Scope.Benchmark)
  public static class Backed {
    private Grid here;
    private Neighbour there;

    /** Starts them. */
    @Setup
    public void start() {
      here = Grid.backed("benchmarks-" + ProcessHandle.current().pid(), 0);
      there = Neighbour.start(Neighbour.GRID, here.cluster(), Integer.toString(here.port()));
      while (!here.isWhole()) {
        LockSupport.parkNanos(PAUSE_NS);
      }
    }

    CompletableFuture<?> inAndOut(Item item) {
      return here.items()
          .setAsync(item.key(), item)
          .thenCompose(in -> here.items().removeAsync(item.key()))
          .toCompletableFuture();
    }

    /** Stops them. */
    @TearDown
    public void stop() {
      there.close();
      here.close();
    }
  }

  /** As many bare frames as that takes at least: one there and back each way. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void frames(AcrossBenchmark.Frames frames) {
    frames.exchange(IN_AND_OUT * MANY);
  }

  /** A write to a space of two hosts, and a take. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void space(Replicated replicated, Numbers numbers) {
    InFlight.run(MANY, AT_A_TIME, () -> replicated.inAndOut(numbers.item()));
  }

  /** A set in a map of two members, and a remove. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void hazelcast(Backed backed, Numbers numbers) {
    InFlight.run(MANY, AT_A_TIME, () -> backed.inAndOut(numbers.item()));
  }
}
