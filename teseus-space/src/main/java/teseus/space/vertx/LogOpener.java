package teseus.space.vertx;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import teseus.space.host.Doubt;
import teseus.space.host.StoreIdentity;
import teseus.space.spi.Log;

/** Opens the store that a host runs on. */
@FunctionalInterface
public interface LogOpener {
  /**
   * Opens it; may block for as long as reading it takes, so it is called on a worker thread.
   *
   * @param recovery hears what the store holds before this returns
   * @param listener hears of the log from then on
   * @throws IOException if it cannot be opened; the host does not start
   */
  Opened open(Log.Recovery recovery, Log.Listener listener) throws IOException;

  /**
   * An open store.
   *
   * @param log where segments append
   * @param store which store it is
   * @param full whether its disk has no room for more writes; called often, must not block
   * @param doubt what may be missing that was safe: then no segment that others hold too is led
   *     from here until it was synced, or all of them are in doubt
   * @param settled called once what the host makes of that is safe
   */
  record Opened(Log log, StoreIdentity store, BooleanSupplier full, Doubt doubt, Runnable settled) {
    /** One of which nothing is missing. */
    public Opened(Log log, StoreIdentity store, BooleanSupplier full) {
      this(log, store, full, Doubt.NONE, () -> {});
    }
  }
}
