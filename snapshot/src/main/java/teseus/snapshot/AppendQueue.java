package teseus.snapshot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import teseus.space.spi.Image;
import teseus.space.spi.LogEntry;

/** What was appended and not written yet, in order. The owner adds, the worker takes. */
final class AppendQueue {
  /** What the worker does next. */
  sealed interface Work permits Entries, Jump {}

  /**
   * A batch to be.
   *
   * @param last position of its last entry
   * @param bytes of its entries, encoded
   */
  record Entries(List<LogEntry> entries, long last, long bytes) implements Work {}

  /** An image that must be durable before anything behind it is. */
  record Jump(Image image) implements Work {}

  private record Queued(@Nullable LogEntry entry, @Nullable Image jump, long bytes) {}

  private final ArrayDeque<Queued> queue = new ArrayDeque<>();
  private final AtomicLong bytes = new AtomicLong();
  private final int maxBatchBytes;
  private long appended;
  private long taken;

  AppendQueue(int maxBatchBytes) {
    this.maxBatchBytes = maxBatchBytes;
  }

  /** Returns the entry's position. */
  long add(LogEntry entry, long size) {
    bytes.addAndGet(size);
    synchronized (queue) {
      queue.add(new Queued(entry, null, size));
      return ++appended;
    }
  }

  void add(Image jump) {
    synchronized (queue) {
      queue.add(new Queued(null, jump, 0));
    }
  }

  /** The next batch, as large as it may be; nothing if all is taken. */
  @Nullable Work take() {
    synchronized (queue) {
      Queued head = queue.peek();
      if (head != null && head.jump != null) {
        queue.remove();
        return new Jump(head.jump);
      }
      List<LogEntry> entries = new ArrayList<>();
      long size = 0;
      while (head != null && head.entry != null) {
        if (!entries.isEmpty() && size + head.bytes > maxBatchBytes) {
          break;
        }
        queue.remove();
        entries.add(head.entry);
        size += head.bytes;
        head = queue.peek();
      }
      taken += entries.size();
      return entries.isEmpty() ? null : new Entries(entries, taken, size);
    }
  }

  /** A batch was forced: its bytes no longer wait. */
  void done(Entries batch) {
    bytes.addAndGet(-batch.bytes);
  }

  void clear() {
    synchronized (queue) {
      queue.clear();
    }
    bytes.set(0);
  }

  /** Encoded bytes appended and not forced yet. */
  long bytes() {
    return Math.max(0, bytes.get()); // a batch under way may end after clear
  }
}
