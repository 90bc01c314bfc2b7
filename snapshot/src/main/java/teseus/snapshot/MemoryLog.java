package teseus.snapshot;

import java.util.Set;
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
  private final Listener listener;
  private long appended;
  private long reported;

  /**
   * A new store.
   *
   * @param random draws its id
   * @param listener called from within {@link #flush}, by the owner's thread: a thread in between
   *     would only cost two hops
   */
  public MemoryLog(RandomGenerator random, Listener listener) {
    this.storeId = random.nextLong();
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

  /** Reports everything appended before it returns. */
  @Override
  public void flush() {
    if (reported < appended) {
      reported = appended;
      listener.forced(appended);
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
