package teseus.space.vertx;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import teseus.space.host.Host;
import teseus.space.spi.Log;

/** Brings the host what its log has forced, which it hears of on threads of the log's own. */
final class Forces implements Log.Listener {
  private final RunningHost running;
  private final Runnable settled;
  private final Consumer<String> broken;
  private final AtomicLong forced = new AtomicLong();
  private final AtomicBoolean told = new AtomicBoolean();
  private boolean said; // whoever has the turn owns it

  /**
   * Nothing is forced yet.
   *
   * @param settled runs once, when what may be missing of the store is on record
   * @param broken is told why the log failed, once the host has stopped answering
   */
  Forces(RunningHost running, Runnable settled, Consumer<String> broken) {
    this.running = running;
    this.settled = settled;
    this.broken = broken;
  }

  @Override
  public void forced(long position) {
    forced.set(position);
    if (!told.compareAndSet(false, true)) {
      return; // many forces, one turn
    }
    if (running.mine()) {
      running.take(this::report);
    } else { // the log's own thread is to force, and to do nothing else
      running.later(() -> running.take(this::report));
    }
  }

  private void report() {
    told.set(false);
    Host host = running.host();
    if (host == null) {
      return;
    }
    host.forced(forced.get(), running.now());
    if (!said && host.settled()) {
      said = true;
      settled.run();
    }
  }

  @Override
  public void failed(Exception cause) {
    running.stop(() -> broken.accept("the journal failed: " + cause));
  }
}
