package teseus.space.vertx;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the owner alone may do, left here by whoever has the turn: done in the order in which it was
 * left, at once if that is the owner's own thread.
 */
final class Errands {
  private final Executor owner;
  private final BooleanSupplier mine;
  private final Consumer<Throwable> failed;
  private final Queue<Runnable> left = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean due = new AtomicBoolean();

  /**
   * Nothing is left to do.
   *
   * @param owner runs what is due on the owner's thread, later
   * @param mine whether this is the owner's thread
   * @param failed is told what an errand throws; the next is done all the same
   */
  Errands(Executor owner, BooleanSupplier mine, Consumer<Throwable> failed) {
    this.owner = owner;
    this.mine = mine;
    this.failed = failed;
  }

  /** Leaves an errand. */
  void leave(Runnable errand) {
    boolean owned = mine.getAsBoolean();
    if (owned && left.isEmpty()) {
      run(errand);
      return;
    }
    left.add(errand);
    if (owned) {
      run();
    } else if (due.compareAndSet(false, true)) { // many errands, one run
      owner.execute(
          () -> {
            due.set(false);
            run();
          });
    }
  }

  private void run() {
    for (@Nullable Runnable errand = left.poll(); errand != null; errand = left.poll()) {
      run(errand);
    }
  }

  private void run(Runnable errand) {
    try {
      errand.run();
    } catch (RuntimeException e) {
      failed.accept(e);
    }
  }
}
