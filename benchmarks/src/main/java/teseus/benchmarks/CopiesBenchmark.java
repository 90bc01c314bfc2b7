package teseus.benchmarks;

import java.io.IOException;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import teseus.space.Lease;
import teseus.space.Tuple;

/** Each writer, a thread, waits until its record is on the disk, or on two. */
@BenchmarkMode(Mode.Throughput)
public class CopiesBenchmark {
  private static final Tuple RECORD = Tuple.of("Record", Map.of("text", "x".repeat(240)));

  /** One host. */
  @State(Scope.Benchmark)
  public static class Alone {
    private Hosts hosts;

    /** Starts it. */
    @Setup
    public void start() {
      hosts = Hosts.alone("journal");
    }

    /** Stops it. */
    @TearDown
    public void stop() {
      hosts.close();
    }
  }

  /** Two hosts. */
  @State(Scope.Benchmark)
  public static class Copied {
    private Hosts hosts;

    /** Starts them. */
    @Setup
    public void start() {
      hosts = Hosts.copied("journal");
    }

    /** Stops them. */
    @TearDown
    public void stop() {
      hosts.close();
    }
  }

  /** The journal by itself. */
  @Benchmark
  public void journal(JournalBenchmark.Journal journal) {
    journal.write();
  }

  /** A bare group commit in two processes. */
  @Benchmark
  public void bareTwins(JournalBenchmark.BareTwins twins) throws IOException {
    twins.write();
  }

  /** A write to a space of one host. */
  @Benchmark
  public Lease alone(Alone alone) {
    return alone.hosts.pantheon().write(RECORD);
  }

  /** A write to a space of two. */
  @Benchmark
  public Lease copied(Copied copied) {
    return copied.hosts.pantheon().write(RECORD);
  }
}
