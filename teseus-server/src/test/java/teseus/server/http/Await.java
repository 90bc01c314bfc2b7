package teseus.server.http;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread is about to bring about. */
public final class Await {
  private static final long MOST_NANOS = 20_000_000_000L;

  private Await() {}

  public static void until(Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > MOST_NANOS) {
        throw new AssertionError("still not so after " + MOST_NANOS / 1_000_000_000L + " s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
