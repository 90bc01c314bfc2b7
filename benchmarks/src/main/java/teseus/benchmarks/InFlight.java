package teseus.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Operations of which some are under way at any time: when one ends the next begins. */
final class InFlight {
  private final Supplier<CompletableFuture<?>> operation;
  private final AtomicInteger toBegin;
  private final AtomicInteger toEnd;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private InFlight(int count, Supplier<CompletableFuture<?>> operation) {
    this.operation = operation;
    this.toBegin = new AtomicInteger(count);
    this.toEnd = new AtomicInteger(count);
  }

  /** Returns when so many are done; fails as the first that does. */
  static void run(int count, int atATime, Supplier<CompletableFuture<?>> operation) {
    InFlight all = new InFlight(count, operation);
    for (int i = 0; i < atATime; i++) {
      all.next();
    }
    all.done.join();
  }

  private void next() {
    while (toBegin.getAndDecrement() > 0) {
      CompletableFuture<?> begun = operation.get();
      if (!begun.isDone() || begun.isCompletedExceptionally()) {
        var unused = begun.whenComplete(this::endedLater);
        return;
      }
      ended();
    }
  }

  private void endedLater(Object result, Throwable failure) {
    if (failure != null) {
      done.completeExceptionally(failure);
    } else {
      ended();
      next();
    }
  }

  private void ended() {
    if (toEnd.decrementAndGet() == 0) {
      done.complete(null);
    }
  }
}
