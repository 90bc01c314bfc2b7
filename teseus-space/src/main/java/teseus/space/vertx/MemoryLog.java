package teseus.space.vertx;

import java.security.SecureRandom;
import java.util.Set;
import java.util.random.RandomGenerator;
import teseus.space.SegmentId;
import teseus.space.host.StoreIdentity;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/**
 * The log of {@code durability: memory}, and of the segments with {@code replicated}: an entry is
 * safe as soon as it is in this process, so none is kept here. Every start is a new store, with an
 * id of its own: to the others, a restart is a lost disk. It never fails.
 */
public final class MemoryLog implements Log {
  private final long storeId;
  private long appended;

  /**
   * A new store.
   *
   * @param random draws its id
   */
  public MemoryLog(RandomGenerator random) {
    this.storeId = random.nextLong();
  }

  /** Opens such a store; nothing is recovered. */
  public static LogOpener opener() {
    return (recovery, listener) -> {
      MemoryLog log = new MemoryLog(new SecureRandom());
      return new LogOpener.Opened(
          log, new StoreIdentity(log.storeId(), log.storeId(), 1), () -> false);
    };
  }

  /** The id drawn at this start. */
  public long storeId() {
    return storeId;
  }

  @Override
  public long append(LogEntry entry) {
    return ++appended;
  }

  @Override
  public long safe() {
    return appended;
  }

  /** Nothing is to be forced. */
  @Override
  public void flush() {}

  @Override
  public void checkpoint(Image image) {
    // There is no recovery: the image's segment lives and dies with this process.
  }

  @Override
  public Set<SegmentId> wantImages() {
    return Set.of();
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
