package teseus.server.http;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread, or another process, is about to bring about. */
public final class Await {
  private static final Duration SOON = Duration.ofSeconds(20);

  private Await() {}

  static void until(Callable<Boolean> condition) throws Exception {
    until(SOON, condition);
  }

  /** Returns once the condition holds; fails after the limit. */
  public static void until(Duration limit, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new AssertionError("still not so after " + limit.toSeconds() + " s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
