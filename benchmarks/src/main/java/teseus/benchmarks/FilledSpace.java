package teseus.benchmarks;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import teseus.space.Lease;
import teseus.space.Space;
import teseus.space.host.LoadLimits;
import teseus.space.vertx.EmbeddedHost;

/** A space of this process alone, with durability {@code memory}. */
final class FilledSpace implements AutoCloseable {
  private static final int WRITES_UNDER_WAY = 512;
  private static final LoadLimits LOAD = // as usual, but for a million who wait
      new LoadLimits(10_000_000, 10_000_000, 10_000, 64L << 20, 32L << 20, 16L << 20);

  private final EmbeddedHost host =
      EmbeddedHost.start(List.of(), Runtime.getRuntime().maxMemory(), LOAD);
  private final Space space = host.space();

  /** One that holds nothing. */
  static FilledSpace empty() {
    return new FilledSpace();
  }

  /** One that holds the items of the numbers from 0. */
  static FilledSpace of(int count) {
    FilledSpace filled = empty();
    Deque<Future<Lease>> underWay = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      underWay.add(filled.space.write(Item.of(i).tuple()));
      if (underWay.size() > WRITES_UNDER_WAY) {
        join(underWay.remove());
      }
    }
    underWay.forEach(FilledSpace::join);
    return filled;
  }

  Space space() {
    return space;
  }

  /** What a future gives; the calling thread waits for it. */
  static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    host.close();
  }
}
