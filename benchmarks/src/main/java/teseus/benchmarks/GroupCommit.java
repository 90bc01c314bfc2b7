package teseus.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The limit of a journal: whoever finds the file idle writes and forces, into a file that has its
 * size already, and then has the first of those who came meanwhile do so for all of them. No
 * checksum, no order, no second file: it begins again at its start when it is full. With a twin
 * each batch is forced in two processes at the same time.
 */
final class GroupCommit implements AutoCloseable {
  private static final int BYTES = 16 << 20;

  private final FileChannel file;
  private final @Nullable Twin twin;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private List<Queued> queued = new ArrayList<>();
  private boolean busy;
  private long end;

  /**
   * A record, and the thread that waits: until it is safe, or has to commit what came meanwhile.
   */
  private record Queued(byte[] bytes, CompletableFuture<Boolean> safe) {}

  GroupCommit(Path path, @Nullable Twin twin) throws IOException {
    this.twin = twin;
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    for (int at = 0; at < BYTES; at += buffer.capacity()) {
      buffer.clear();
      file.write(buffer, at);
    }
    file.force(true);
  }

  /** Returns once the record is on the disk. */
  void write(byte[] bytes) throws IOException {
    Queued mine = new Queued(bytes, new CompletableFuture<>());
    boolean first;
    synchronized (this) {
      queued.add(mine);
      first = !busy;
      busy = true;
    }
    if (first || !mine.safe.join()) {
      commit();
    }
  }

  private void commit() throws IOException {
    List<Queued> batch;
    synchronized (this) {
      batch = queued;
      queued = new ArrayList<>();
    }
    force(batch);
    Queued next;
    synchronized (this) {
      busy = !queued.isEmpty();
      next = busy ? queued.get(0) : null;
    }
    if (next != null) {
      next.safe.complete(false);
    }
    batch.forEach(one -> one.safe.complete(true));
  }

  private void force(List<Queued> records) throws IOException {
    buffer.clear();
    records.forEach(one -> buffer.put(one.bytes));
    buffer.flip();
    if (twin != null) {
      twin.send(buffer.duplicate());
    }
    if (end + buffer.limit() > BYTES) {
      end = 0;
    }
    end += file.write(buffer, end);
    file.force(false);
    if (twin != null) {
      twin.await();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
