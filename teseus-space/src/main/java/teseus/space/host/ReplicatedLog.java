package teseus.space.host;

import java.util.Set;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/**
 * The log of {@code durability: replicated}: segments, and what was promised of them, are in memory
 * and gone with the process; what META has agreed on is on disk (docs/decisions/0019).
 */
public final class ReplicatedLog implements Log {
  private final Log memory;
  private final Log disk;

  /**
   * Two logs as one store's.
   *
   * @param memory one of which everything is safe as soon as it is appended
   * @param disk its listener is told how far what META has agreed on is forced, and of nothing else
   */
  public ReplicatedLog(Log memory, Log disk) {
    this.memory = memory;
    this.disk = disk;
  }

  @Override
  public long append(LogEntry entry) {
    return memory.append(entry);
  }

  @Override
  public long safe() {
    return memory.safe();
  }

  @Override
  public void flush() {
    memory.flush();
    disk.flush();
  }

  @Override
  public Log lasting() {
    return disk;
  }

  @Override
  public void checkpoint(Image image) {
    memory.checkpoint(image);
  }

  @Override
  public Set<SegmentId> wantImages() {
    return disk.wantImages();
  }

  @Override
  public void close() {
    memory.close();
    disk.close();
  }
}
