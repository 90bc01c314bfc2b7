package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.snapshot.Snapshots.HERA_0;
import static teseus.snapshot.Snapshots.HERA_1;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import teseus.space.SegmentId;

class FileSnapshotSinkTest {
  private static final Map<SegmentId, Long> CUTS = Map.of(HERA_0, 4L, HERA_1, 5L);

  /** A thread that works only when told to. */
  private static final class Turns implements Executor {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      waiting.add(task);
    }

    void runAll() {
      while (!waiting.isEmpty()) {
        waiting.remove().run();
      }
    }
  }

  @TempDir Path folder;
  private final Turns worker = new Turns();
  private final Turns host = new Turns();
  private int asked;
  private int stops;

  private FileSnapshotSink sink(SnapshotDisk disk) {
    return new FileSnapshotSink(
        folder,
        new FileSnapshotSink.Source("olympus", "0.1.0", List.of(Snapshots.HERA)),
        InstantSource.fixed(Snapshots.BEGUN),
        worker,
        host,
        disk);
  }

  private void more(String stopped) {
    if (stopped == null) {
      asked++;
    } else {
      stops++;
    }
  }

  @Test
  void writesWhatItGetsAndSaysWhere() throws IOException {
    FileSnapshotSink sink = sink(SnapshotDisk.REAL);
    sink.begun(5);
    sink.committed(CUTS);
    sink.part(HERA_0, Snapshots.tokens(0, 3), this::more);
    sink.part(HERA_1, List.of(), this::more);
    sink.complete();
    assertThat(sink.file()).isNotDone();
    assertThat(folder).as("nothing is written on the host's thread").isEmptyDirectory();
    worker.runAll();

    Path file = sink.file().join();
    assertThat(file).hasFileName("olympus-5.snapshot");
    SnapshotOrigin origin = new SnapshotReader(file).manifest().origin();
    assertThat(origin)
        .isEqualTo(
            new SnapshotOrigin(
                "olympus",
                5,
                Snapshots.BEGUN,
                Snapshots.BEGUN,
                "0.1.0",
                List.of(Snapshots.HERA),
                CUTS));
    assertThat(Snapshots.read(file)).hasSize(3);
    assertThat(new SnapshotReader(file).verify().sound()).isTrue();
  }

  @Test
  void asksForMoreOnTheHostsThreadOnceAPartIsWritten() {
    FileSnapshotSink sink = sink(SnapshotDisk.REAL);
    sink.begun(5);
    sink.committed(CUTS);
    sink.part(HERA_0, Snapshots.tokens(0, 3), this::more);
    host.runAll();
    assertThat(asked).as("before it is written").isZero();
    worker.runAll();
    assertThat(asked).as("on the worker").isZero();
    host.runAll();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void leavesNothingAndSaysWhyWhicheverStepOfTheDiskFails() {
    FailingDisk sound = new FailingDisk(Integer.MAX_VALUE);
    run(sink(sound));
    assertThat(folder.resolve("olympus-5.snapshot").toFile().delete()).isTrue();
    assertThat(sound.steps()).isGreaterThan(8);
    for (int failing = 0; failing < sound.steps(); failing++) {
      FileSnapshotSink sink = sink(new FailingDisk(failing));
      run(sink);
      assertThatThrownBy(() -> sink.file().join())
          .as("step %s", failing)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(SnapshotFailedException.class)
          .hasMessageContaining("No space left on device");
      assertThat(folder).as("step %s", failing).isEmptyDirectory();
    }
  }

  private void run(FileSnapshotSink sink) {
    sink.begun(5);
    sink.committed(CUTS);
    sink.part(HERA_0, Snapshots.tokens(0, 3), this::more);
    sink.part(HERA_1, Snapshots.tokens(3, 3), this::more);
    sink.complete();
    worker.runAll();
  }

  @Test
  void asksForNothingMoreAfterAFailure() {
    FileSnapshotSink sink = sink(new FailingDisk(1));
    sink.begun(5);
    sink.committed(CUTS);
    sink.part(HERA_0, Snapshots.tokens(0, 3), this::more);
    worker.runAll();
    host.runAll();
    assertThat(asked).isZero();
    assertThat(sink.file()).isCompletedExceptionally();
    sink.failed("the host gave up later");
    worker.runAll();
    assertThatThrownBy(() -> sink.file().join()).hasMessageContaining("No space left");
  }

  @Test
  void leavesNothingIfTheHostGivesUp() {
    FileSnapshotSink sink = sink(SnapshotDisk.REAL);
    sink.begun(5);
    sink.committed(CUTS);
    sink.part(HERA_0, Snapshots.tokens(0, 3), this::more);
    worker.runAll();
    assertThat(folder).isNotEmptyDirectory();
    sink.failed("zeus does not answer");
    worker.runAll();
    assertThatThrownBy(() -> sink.file().join())
        .cause()
        .isInstanceOf(SnapshotFailedException.class)
        .hasMessage("zeus does not answer");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void failsIfTheHostRefusesBeforeItBegins() {
    FileSnapshotSink sink = sink(SnapshotDisk.REAL);
    sink.failed("this host gathers snapshot 4 already");
    worker.runAll();
    assertThatThrownBy(() -> sink.file().join())
        .cause()
        .hasMessage("this host gathers snapshot 4 already");
  }

  @Test
  void failsIfASegmentIsMissing() {
    FileSnapshotSink sink = sink(SnapshotDisk.REAL);
    sink.begun(5);
    sink.committed(CUTS);
    sink.part(HERA_0, List.of(), this::more);
    sink.complete();
    worker.runAll();
    assertThatThrownBy(() -> sink.file().join()).hasMessageContaining("hera/1");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void failsIfTheWorkerTakesNoWork() {
    FileSnapshotSink sink =
        new FileSnapshotSink(
            folder,
            new FileSnapshotSink.Source("olympus", "0.1.0", List.of()),
            InstantSource.system(),
            task -> {
              throw new RejectedExecutionException("shut down");
            },
            host);
    sink.begun(5);
    sink.committed(CUTS);
    assertThatThrownBy(() -> sink.file().join())
        .cause()
        .isInstanceOf(SnapshotFailedException.class)
        .hasMessageContaining("shut down");
    sink.part(HERA_0, List.of(), this::more);
    host.runAll();
    assertThat(asked).isZero();
  }
}
