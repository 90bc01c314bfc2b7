package teseus.snapshot;

import teseus.space.spi.Log;

/** Tells the listener, one call at a time, and nothing after a failure. Any thread. */
final class Reports {
  private final Log.Listener listener;
  private volatile boolean failed;

  Reports(Log.Listener listener) {
    this.listener = listener;
  }

  boolean failed() {
    return failed;
  }

  synchronized void forced(long position) {
    if (!failed) {
      listener.forced(position);
    }
  }

  /** Tells the first failure, others come of it; returns whether this was the first. */
  synchronized boolean fail(Exception cause) {
    if (failed) {
      return false;
    }
    failed = true;
    listener.failed(cause);
    return true;
  }
}
