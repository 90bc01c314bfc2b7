package teseus.snapshot;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/**
 * The log of {@code durability: memory} and {@code replicated}: an entry is safe as soon as it is
 * in this process, so none is kept here. Every start is a new store, with an id of its own: to the
 * others, a restart is a lost disk. It never fails.
 */
public final class MemoryLog implements Log {
  private final long storeId;
  private final Executor executor;
  private final Listener listener;
  private long appended;
  private long reported;

  /**
   * A new store.
   *
   * @param random draws its id
   * @param executor calls the listener, one task at a time and in order; not on the calling thread,
   *     so that the owner never hears of an entry while it is appending
   */
  public MemoryLog(RandomGenerator random, Executor executor, Listener listener) {
    this.storeId = random.nextLong();
    this.executor = executor;
    this.listener = listener;
  }

  /** The id drawn at this start. */
  public long storeId() {
    return storeId;
  }

  @Override
  public long append(LogEntry entry) {
    return ++appended;
  }

  /** Reports everything appended, from the executor. */
  @Override
  public void flush() {
    if (reported < appended) {
      long position = appended;
      reported = position;
      executor.execute(() -> listener.forced(position));
    }
  }

  @Override
  public void checkpoint(Image image) {
    // There is no recovery: the image's segment lives and dies with this process.
  }

  @Override
  public Set<SegmentId> wantImages() {
    return Set.of();
  }

  @Override
  public void close() {
    flush();
  }
}
