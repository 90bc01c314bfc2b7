package teseus.space.sim;

import java.io.IOException;
import java.util.Set;
import java.util.function.LongSupplier;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/**
 * A log on a simulated disk, from one start of its host to the next crash. One force at a time; the
 * first that fails is the last.
 */
class SimulatedLog implements Log {
  private final Agenda agenda;
  private final SimulatedDisk disk;
  private final LongSupplier delay;
  private final Log.Listener listener;
  private final boolean atOnce;
  private final int before;
  private boolean forcing;
  private boolean flushed;
  private boolean closed;
  private int dropped;

  /**
   * Opened.
   *
   * @param delay how long the next force takes, in milliseconds
   * @param atOnce whether what is appended need not be forced, until the next crash
   * @param listener is told of each position forced, or that the disk has failed
   */
  SimulatedLog(
      Agenda agenda,
      SimulatedDisk disk,
      LongSupplier delay,
      boolean atOnce,
      Log.Listener listener) {
    this.agenda = agenda;
    this.disk = disk;
    this.delay = delay;
    this.atOnce = atOnce;
    this.listener = listener;
    this.before = disk.size();
  }

  @Override
  public long append(LogEntry entry) {
    if (closed) {
      return disk.size() - before + ++dropped;
    }
    disk.append(entry);
    flushed = false;
    if (atOnce) {
      disk.force(disk.size());
    }
    return disk.size() - before;
  }

  @Override
  public long safe() {
    return atOnce ? disk.size() - before : 0;
  }

  @Override
  public void flush() {
    if (atOnce || forcing || flushed || closed) {
      return;
    }
    flushed = true;
    forcing = true;
    int count = disk.size();
    agenda.after(delay.getAsLong(), () -> forced(count));
  }

  private void forced(int count) {
    if (closed) {
      return;
    }
    forcing = false;
    if (disk.fails(count)) {
      closed = true;
      listener.failed(new IOException("the disk failed"));
      return;
    }
    disk.force(count);
    listener.forced(count - before);
    if (count < disk.size()) {
      flushed = false;
      flush();
    }
  }

  @Override
  public void checkpoint(Image image) {
    if (!closed) {
      disk.keep(image);
      flushed = false;
    }
  }

  @Override
  public Set<SegmentId> wantImages() {
    return Set.of();
  }

  /** The process is gone. */
  @Override
  public void close() {
    closed = true;
  }
}
