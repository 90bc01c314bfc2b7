package teseus.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.host.SnapshotSink;
import teseus.space.wire.Envelope;

/**
 * Writes one global snapshot to a file. Called on the host's thread, it hands the work to a worker,
 * one step after the other, and lets the host send the next part once the last one is written: so
 * one part and one block are in memory at a time. For one snapshot only.
 */
public final class FileSnapshotSink implements SnapshotSink {
  private final Path folder;
  private final Source source;
  private final InstantSource clock;
  private final Executor worker;
  private final Executor host;
  private final SnapshotDisk disk;
  private final CompletableFuture<Path> file = new CompletableFuture<>();
  private CompletableFuture<Void> steps = CompletableFuture.completedFuture(null); // the host's
  private long round; // the host's, as is the next
  private Instant begun = Instant.EPOCH;
  private @Nullable SnapshotWriter writer; // the steps'

  /**
   * Whose snapshot it is.
   *
   * @param cluster the cluster's name
   * @param version the version of Teseus that runs here
   * @param hosts the hosts of the cluster
   */
  public record Source(String cluster, String version, List<HostId> hosts) {
    public Source {
      hosts = List.copyOf(hosts);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /**
   * A sink for the next snapshot.
   *
   * @param folder where the file goes; made if it is not there
   * @param clock gives the manifest's times
   * @param worker may block; its steps never run two at a time, whatever its threads
   * @param host runs what it gets on the host's thread
   */
  public FileSnapshotSink(
      Path folder, Source source, InstantSource clock, Executor worker, Executor host) {
    this(folder, source, clock, worker, host, SnapshotDisk.REAL);
  }

  FileSnapshotSink(
      Path folder,
      Source source,
      InstantSource clock,
      Executor worker,
      Executor host,
      SnapshotDisk disk) {
    this.folder = folder;
    this.source = source;
    this.clock = clock;
    this.worker = worker;
    this.host = host;
    this.disk = disk;
  }

  /**
   * The file, once it is whole and on the disk; completed by the worker. Fails with {@link
   * SnapshotFailedException}, and nothing of the snapshot is left; only a worker that refuses work
   * leaves the temporary file, for {@link SnapshotFolder#removeUnfinished}.
   */
  public CompletableFuture<Path> file() {
    return file.copy();
  }

  @Override
  public void begun(long number) {
    round = number;
    begun = clock.instant();
  }

  @Override
  public void committed(Map<SegmentId, Long> cuts) {
    Instant committed = clock.instant();
    long number = round;
    Instant asked = begun;
    step(
        () ->
            writer =
                SnapshotWriter.begin(
                    folder,
                    new SnapshotOrigin(
                        source.cluster(),
                        number,
                        asked,
                        committed,
                        source.version(),
                        source.hosts(),
                        cuts),
                    disk,
                    SnapshotFile.BLOCK));
  }

  @Override
  public void part(SegmentId segment, List<Envelope> tokens, Consumer<@Nullable String> next) {
    step(() -> open().part(segment, tokens));
    steps = steps.whenComplete((done, thrown) -> host.execute(() -> next.accept(failure())));
  }

  private @Nullable String failure() {
    return file.isCompletedExceptionally() ? "the master could not write it" : null;
  }

  @Override
  public void complete() {
    step(
        () -> {
          boolean unused = file.complete(open().finish());
        });
  }

  @Override
  public void failed(String why) {
    step(
        () -> {
          throw new SnapshotFailedException(why, null);
        });
  }

  private SnapshotWriter open() {
    SnapshotWriter begun = writer;
    if (begun == null) {
      throw new IllegalStateException("no cut was committed");
    }
    return begun;
  }

  /** Runs behind the steps before it; nothing runs after one that failed. */
  private void step(Step step) {
    steps = steps.thenRunAsync(() -> run(step), worker);
    steps = steps.whenComplete((done, thrown) -> refused(thrown));
  }

  private void run(Step step) {
    if (file.isDone()) {
      return;
    }
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void fail(Exception e) {
    if (writer != null) {
      try {
        writer.abort();
      } catch (IOException left) {
        e.addSuppressed(left);
      }
    }
    SnapshotFailedException told =
        e instanceof SnapshotFailedException failed
            ? failed
            : new SnapshotFailedException(
                "snapshot not written to " + folder + ": " + e + "; mend that and take it again",
                e);
    boolean unused = file.completeExceptionally(told);
  }

  private void refused(@Nullable Throwable thrown) {
    if (thrown != null) {
      boolean unused =
          file.completeExceptionally(
              new SnapshotFailedException("the worker did not do its work: " + thrown, thrown));
    }
  }
}
