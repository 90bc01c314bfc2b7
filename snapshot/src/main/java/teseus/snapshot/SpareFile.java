package teseus.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The next journal file, made of zeros in advance so that nobody waits for it. The worker's. */
final class SpareFile {
  private static final String SPARE = "spare.tmp";
  private static final String LARGE = "large.tmp";

  private final StoreFolder folder;
  private final Executor background;
  private final long bytes;
  private @Nullable CompletableFuture<Disk.DiskFile> making;

  SpareFile(StoreFolder folder, Executor background, long bytes) {
    this.folder = folder;
    this.background = background;
    this.bytes = bytes;
  }

  /** Size of a standard file. */
  long bytes() {
    return bytes;
  }

  /** Begins to make one, unless one is there. */
  void prepare() {
    if (making == null) {
      making = CompletableFuture.supplyAsync(this::make, background);
    }
  }

  /**
   * Gives the journal file {@code number} its name, durably.
   *
   * @param least bytes it must have; more than a standard file has makes one of its own
   */
  Disk.DiskFile take(long number, long least) throws IOException {
    boolean large = least > bytes;
    Disk.DiskFile file = large ? folder.make(LARGE, least) : spare();
    folder.disk().rename(folder.file(large ? LARGE : SPARE), folder.journal(number));
    folder.disk().forceFolder(folder.path());
    return file;
  }

  /** Lets go of it; the next start removes it. */
  void close() {
    if (making != null) {
      making.thenAccept(
          file -> {
            try {
              file.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private Disk.DiskFile spare() throws IOException {
    prepare();
    CompletableFuture<Disk.DiskFile> made = making;
    if (made == null) {
      throw new AssertionError("prepare makes one");
    }
    try {
      return made.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof UncheckedIOException unchecked
          ? unchecked.getCause()
          : new IOException(e.getCause());
    } finally {
      making = null;
    }
  }

  private Disk.DiskFile make() {
    try {
      return folder.make(SPARE, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
