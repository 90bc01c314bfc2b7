package teseus.server.cluster;

import java.time.Duration;

/** The longest time between two signs of life since it was asked last. Thread-safe. */
final class Silence {
  private long last = System.nanoTime();
  private long longest;

  synchronized void heard() {
    longest = Math.max(longest, System.nanoTime() - last);
    last = System.nanoTime();
  }

  synchronized Duration longest() {
    heard();
    Duration told = Duration.ofNanos(longest);
    longest = 0;
    return told;
  }
}
