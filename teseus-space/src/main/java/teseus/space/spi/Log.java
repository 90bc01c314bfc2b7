package teseus.space.spi;

import java.util.Set;
import teseus.space.SegmentId;

/**
 * A store's log, shared by the segments kept there. Only its owner's thread calls it.
 *
 * <p>An implementation must (1) never block the caller, (2) report positions as forced only once
 * every entry up to them would survive the loss of the process (and of power, if it is durable),
 * (3) on the first I/O error report {@link Listener#failed} and nothing after: what was appended
 * and not reported forced may or may not be there at the next start.
 */
public interface Log extends AutoCloseable {
  /**
   * Puts an entry at the end.
   *
   * @return its position, one more than the one before, from 1
   */
  long append(LogEntry entry);

  /**
   * Starts to force what was appended, if it has not started; called once per turn of the owner.
   */
  void flush();

  /**
   * The position up to and with which everything is safe already; 0 if this log has to force what
   * it is given, and reports that to its listener.
   */
  default long safe() {
    return 0;
  }

  /**
   * The log of what has to outlive this store: META's, and the lists of hosts. It is this one,
   * unless this one is gone with its process. It has positions of its own; whoever flushes or
   * closes this one does so to that too, and is told here of the images that it wants.
   */
  default Log lasting() {
    return this;
  }

  /**
   * Keeps an image, in the background; once it is durable, entries of that segment below its lsn
   * need no longer be kept for recovery.
   */
  void checkpoint(Image image);

  /** The segments of which an image is due, because they keep old entries from going. */
  Set<SegmentId> wantImages();

  /** Forces what was appended, reports it, and lets go of the files. */
  @Override
  void close();

  /**
   * Hears what became of entries; called from a thread of the log's own or from within {@link
   * #flush}, so it must leave whatever concerns the owner for the owner's next turn.
   */
  interface Listener {
    /** Everything up to and with this position is safe. */
    void forced(long position);

    /** The log is broken and takes nothing more; the process must stop answering. */
    void failed(Exception cause);
  }

  /** Hears at the start what a store holds: its images first, then entries in order. */
  interface Recovery {
    /** The newest whole image of a segment. */
    void image(Image image);

    /** An entry at or above its segment's image. */
    void entry(LogEntry entry);
  }
}
