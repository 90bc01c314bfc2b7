package teseus.benchmarks;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import teseus.space.Lease;
import teseus.space.Template;
import teseus.space.Token;

/** Tuples go from one who writes to takers that wait, and that wait again once they have one. */
@BenchmarkMode(Mode.Throughput)
public class ContentionBenchmark {
  private static final int WRITTEN = 64;

  /** Who waits. */
  public abstract static class Takers {
    private final Semaphore taken = new Semaphore(0);
    private FilledSpace host;
    private volatile boolean stopped;

    abstract int count();

    abstract Template template(int taker);

    /** Lets them wait. */
    @Setup
    public void begin() {
      host = FilledSpace.empty();
      for (int taker = 0; taker < count(); taker++) {
        takeFor(template(taker));
      }
    }

    /** Stops them. */
    @TearDown
    public void stop() {
      stopped = true;
      host.close();
    }

    private void takeFor(Template template) {
      Future<Optional<Token>> take = host.space().take(template, Duration.ofDays(1));
      take.onSuccess(
          token -> {
            taken.release();
            if (!stopped) {
              takeFor(template);
            }
          });
    }

    void pass() throws InterruptedException {
      for (int i = 0; i < WRITTEN; i++) {
        Future<Lease> unused = host.space().write(Item.of(i).tuple());
      }
      taken.acquire(WRITTEN);
    }
  }

  /** One. */
  @State(Scope.Benchmark)
  public static class One extends Takers {
    @Override
    int count() {
      return 1;
    }

    @Override
    Template template(int taker) {
      return Template.ofType(Item.TYPE);
    }
  }

  /** Many that want the same. */
  @State(Scope.Benchmark)
  public static class Alike extends Takers {
    @Override
    int count() {
      return WRITTEN;
    }

    @Override
    Template template(int taker) {
      return Template.ofType(Item.TYPE);
    }
  }

  /** Many of whom each wants another one. */
  @State(Scope.Benchmark)
  public static class Apart extends Takers {
    @Override
    int count() {
      return WRITTEN;
    }

    @Override
    Template template(int taker) {
      return Item.byKey(Item.of(taker).key());
    }
  }

  /** To one taker. */
  @Benchmark
  @OperationsPerInvocation(WRITTEN)
  public void one(One takers) throws InterruptedException {
    takers.pass();
  }

  /** To takers with one template. */
  @Benchmark
  @OperationsPerInvocation(WRITTEN)
  public void alike(Alike takers) throws InterruptedException {
    takers.pass();
  }

  /** To takers with a template each. */
  @Benchmark
  @OperationsPerInvocation(WRITTEN)
  public void apart(Apart takers) throws InterruptedException {
    takers.pass();
  }
}
