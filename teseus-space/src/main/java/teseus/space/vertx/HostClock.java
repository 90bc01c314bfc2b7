package teseus.space.vertx;

/**
 * A host's clock: the wall clock as it was when the host started, and the time passed since by a
 * clock that is never set. It never goes back and never jumps. Safe from any thread.
 */
public final class HostClock {
  private final long startMillis = System.currentTimeMillis();
  private final long startNanos = System.nanoTime();

  /** Now, in milliseconds since 1970. */
  public long now() {
    return startMillis + (System.nanoTime() - startNanos) / 1_000_000;
  }
}
