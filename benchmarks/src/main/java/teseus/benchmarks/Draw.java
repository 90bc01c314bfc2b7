package teseus.benchmarks;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** Draws numbers for one thread, of which no other thread draws any: what it took is its own. */
@State(Scope.Thread)
public class Draw {
  private int thread;
  private int threads;
  private SplittableRandom random;

  /** Seeds it by the thread. */
  @Setup
  public void seed(ThreadParams params) {
    thread = params.getThreadIndex();
    threads = params.getThreadCount();
    random = new SplittableRandom(thread);
  }

  /** One of the numbers below a bound. */
  int below(int bound) {
    return random.nextInt(bound / threads) * threads + thread;
  }
}
