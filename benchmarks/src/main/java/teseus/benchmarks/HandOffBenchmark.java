package teseus.benchmarks;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
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
import teseus.space.Tuple;

/** A ball goes to a thread that waits for it, and comes back: two hand-offs. */
@BenchmarkMode(Mode.Throughput)
public class HandOffBenchmark {
  private static final int BOTH_WAYS = 2;

  /** The limit. */
  @State(Scope.Benchmark)
  public static class Parked {
    private static final int HERE = 0;
    private static final int THERE = 1;
    private static final int OVER = 2;

    private final AtomicInteger ball = new AtomicInteger(HERE);
    private Thread partner;
    private volatile @Nullable Thread self;

    /** Lets the other one wait. */
    @Setup
    public void begin() {
      partner = new Thread(this::playBack, "partner");
      partner.start();
    }

    /** Stops it. */
    @TearDown
    public void stop() {
      ball.set(OVER);
      LockSupport.unpark(partner);
    }

    private void playBack() {
      while (true) {
        while (ball.get() == HERE) {
          LockSupport.park(this);
        }
        if (ball.get() == OVER) {
          return;
        }
        ball.set(HERE);
        LockSupport.unpark(self);
      }
    }

    void play() {
      self = Thread.currentThread();
      ball.set(THERE);
      LockSupport.unpark(partner);
      while (ball.get() == THERE) {
        LockSupport.park(this);
      }
    }
  }

  /** The space. */
  @State(Scope.Benchmark)
  public static class InSpace {
    private static final Duration LONG = Duration.ofDays(1);

    private final Tuple there = Item.of(1).tuple();
    private final Tuple back = Item.of(2).tuple();
    private final Template wantThere = Item.byKey(Item.of(1).key());
    private final Template wantBack = Item.byKey(Item.of(2).key());
    private FilledSpace host;
    private volatile boolean over;
    private Thread partner;

    /** Lets the other one wait. */
    @Setup
    public void begin() {
      host = FilledSpace.empty();
      partner = new Thread(this::playBack, "partner");
      partner.start();
    }

    /** Stops it. */
    @TearDown
    public void stop() throws InterruptedException {
      over = true;
      Lease unused = FilledSpace.join(host.space().write(there));
      partner.join();
      host.close();
    }

    private void playBack() {
      while (true) {
        Token unused = FilledSpace.join(host.space().take(wantThere, LONG)).orElseThrow();
        if (over) {
          return;
        }
        Future<Lease> written = host.space().write(back);
      }
    }

    Token play() {
      Future<Optional<Token>> coming = host.space().take(wantBack, LONG);
      Future<Lease> unused = host.space().write(there);
      return FilledSpace.join(coming).orElseThrow();
    }
  }

  /** Two threads that park and wake each other. */
  @Benchmark
  @OperationsPerInvocation(BOTH_WAYS)
  public void park(Parked parked) {
    parked.play();
  }

  /** Two threads that take what the other writes. */
  @Benchmark
  @OperationsPerInvocation(BOTH_WAYS)
  public Token space(InSpace space) {
    return space.play();
  }
}
