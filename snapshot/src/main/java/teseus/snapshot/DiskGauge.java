package teseus.snapshot;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Whether the disk is too full to take writes. Any thread. */
final class DiskGauge {
  /** The share of the disk above which writes are refused; what is left is for takes. */
  static final double FULL = 0.9;

  private static final long STALE_MS = 1_000;

  private final StoreFolder folder;
  private final InstantSource clock;
  private final AtomicLong measured;
  private volatile boolean full;

  DiskGauge(StoreFolder folder, InstantSource clock) throws IOException {
    this.folder = folder;
    this.clock = clock;
    this.measured = new AtomicLong(clock.millis());
    measure();
  }

  void measure() throws IOException {
    full = folder.disk().used(folder.path()) >= FULL;
  }

  boolean full() {
    return full;
  }

  /** Whether it is time to measure again; true once, for whoever asks first. */
  boolean isStale() {
    long now = clock.millis();
    long last = measured.get();
    return Math.abs(now - last) >= STALE_MS && measured.compareAndSet(last, now);
  }
}
