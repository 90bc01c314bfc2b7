package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.snapshot.Snapshots.HERA_0;
import static teseus.snapshot.Snapshots.HERA_1;
import static teseus.snapshot.Snapshots.ZEUS_0;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import teseus.snapshot.SnapshotManifest.Content;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Envelope;
import teseus.space.wire.EnvelopeCodec;

class SnapshotWriterTest {
  @TempDir Path folder;

  @Test
  void keepsTenThousandTokensOfFiveSegmentsAndSaysSo() throws IOException {
    SegmentId[] segments = new SegmentId[5];
    for (int i = 0; i < segments.length; i++) {
      segments[i] = new SegmentId(new HostId("host-" + i), i);
    }
    SnapshotOrigin origin = Snapshots.origin(12, segments);
    List<String> written = new ArrayList<>();
    Map<SegmentId, Content> contents = new HashMap<>();
    Path file;
    try (SnapshotWriter writer = SnapshotWriter.begin(folder.resolve("deep/er"), origin)) {
      for (int i = 0; i < segments.length; i++) {
        List<Envelope> tokens = Snapshots.tokens(i * 2_000L, 2_000);
        for (Envelope token : tokens) {
          byte[] bytes = EnvelopeCodec.encode(token);
          written.add(segments[i] + " " + HexFormat.of().formatHex(bytes));
          contents.merge(segments[i], new Content(1, bytes.length), Content::plus);
        }
        for (int from = 0; from < 2_000; from += 300) {
          writer.part(segments[i], tokens.subList(from, Math.min(2_000, from + 300)));
        }
      }
      file = writer.finish();
    }

    assertThat(file).hasFileName("olympus-12.snapshot");
    SnapshotManifest manifest = new SnapshotReader(file).manifest();
    assertThat(manifest.origin()).isEqualTo(origin);
    assertThat(manifest.contents()).isEqualTo(contents);
    assertThat(manifest.total().tokens()).isEqualTo(10_000);
    assertThat(manifest.blocks()).isGreaterThanOrEqualTo(5);
    assertThat(Snapshots.read(file)).isEqualTo(written);
    SnapshotReport report = new SnapshotReader(file).verify();
    assertThat(report.faults()).isEmpty();
    assertThat(report.manifest()).contains(manifest);
    assertThat(report.read()).isEqualTo(manifest.total());
    assertThat(names(file.getParent())).containsExactly("olympus-12.snapshot");
  }

  @Test
  void keepsATokenThatIsLargerThanABlock() throws IOException {
    Envelope small = Snapshots.token(1);
    Envelope large =
        new Envelope(small.id(), "Page", new byte[3 * SnapshotFile.BLOCK], 1, Long.MAX_VALUE);
    Path file;
    try (SnapshotWriter writer = SnapshotWriter.begin(folder, Snapshots.origin(1, HERA_0))) {
      writer.part(HERA_0, List.of(small, large, small));
      file = writer.finish();
    }
    assertThat(new SnapshotReader(file).manifest().blocks()).isEqualTo(3);
    assertThat(Snapshots.read(file))
        .hasSize(3)
        .contains(HERA_0 + " " + HexFormat.of().formatHex(EnvelopeCodec.encode(large)));
  }

  @Test
  void refusesATokenThatNoTupleFillsAndLeavesNothing() throws IOException {
    byte[] beyond = new byte[SnapshotFile.MAX_BODY];
    Envelope token = new Envelope(Snapshots.token(1).id(), "Page", beyond, 1, 2);
    try (SnapshotWriter writer = SnapshotWriter.begin(folder, Snapshots.origin(1, HERA_0))) {
      assertThatThrownBy(
              () -> {
                writer.part(HERA_0, List.of(token));
                writer.finish();
              })
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most " + SnapshotFile.MAX_BODY);
    }
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void isNotThereUnderItsNameUntilItIsWhole() throws IOException {
    try (SnapshotWriter writer = SnapshotWriter.begin(folder, Snapshots.origin(1, HERA_0))) {
      writer.part(HERA_0, Snapshots.tokens(0, 10));
      assertThat(names(folder)).containsExactly("olympus-1.snapshot.tmp");
      Path file = writer.finish();
      assertThat(names(folder)).containsExactly("olympus-1.snapshot");
      assertThat(new SnapshotReader(file).verify().sound()).isTrue();
    }
    assertThat(names(folder)).as("closing does not undo").containsExactly("olympus-1.snapshot");
  }

  @Test
  void leavesNothingWhenGivenUp() throws IOException {
    SnapshotWriter writer = SnapshotWriter.begin(folder, Snapshots.origin(1, HERA_0));
    writer.part(HERA_0, Snapshots.tokens(0, 10));
    writer.abort();
    assertThat(names(folder)).isEmpty();
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void leavesNothingWhicheverStepOfTheDiskFails() throws IOException {
    FailingDisk sound = new FailingDisk(Integer.MAX_VALUE);
    Files.delete(write(sound));
    assertThat(sound.steps()).isGreaterThan(10);
    for (int failing = 0; failing < sound.steps(); failing++) {
      FailingDisk disk = new FailingDisk(failing);
      assertThatThrownBy(() -> write(disk))
          .as("step %s of %s", failing, sound.steps())
          .isInstanceOf(IOException.class)
          .hasMessage("No space left on device");
      assertThat(names(folder)).as("after step %s failed", failing).isEmpty();
    }
  }

  private Path write(SnapshotDisk disk) throws IOException {
    SnapshotWriter writer = SnapshotWriter.begin(folder, Snapshots.origin(1, HERA_0), disk, 250);
    writer.part(HERA_0, Snapshots.tokens(0, 5));
    return writer.finish();
  }

  @Test
  void refusesToFinishWithoutASegmentThatWasCut() throws IOException {
    SnapshotOrigin origin = Snapshots.origin(1, HERA_0, HERA_1, ZEUS_0);
    SnapshotWriter writer = SnapshotWriter.begin(folder, origin);
    writer.part(HERA_0, Snapshots.tokens(0, 1));
    writer.part(ZEUS_0, List.of());
    assertThatThrownBy(writer::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[hera/1]");
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void refusesASegmentThatWasNotCut() throws IOException {
    SnapshotWriter writer = SnapshotWriter.begin(folder, Snapshots.origin(1, HERA_0));
    assertThatThrownBy(() -> writer.part(ZEUS_0, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("zeus/0");
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void neverTouchesAFileThatIsThere() throws IOException {
    Path file = Snapshots.small(folder);
    byte[] bytes = Files.readAllBytes(file);
    assertThatThrownBy(() -> SnapshotWriter.begin(folder, Snapshots.origin(7, HERA_0)))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("move it away");
    assertThat(file).hasBinaryContent(bytes);
    assertThat(names(folder)).containsExactly("olympus-7.snapshot");
  }

  @Test
  void doesNotReplaceAFileThatCameMeanwhile() throws IOException {
    SnapshotWriter writer = SnapshotWriter.begin(folder, Snapshots.origin(1, HERA_0));
    writer.part(HERA_0, Snapshots.tokens(0, 1));
    Path file = Files.writeString(folder.resolve("olympus-1.snapshot"), "somebody's");
    assertThatThrownBy(writer::finish).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("somebody's");
    assertThat(names(folder)).containsExactly("olympus-1.snapshot");
  }

  @Test
  void refusesASecondWriterOfTheSameRound() throws IOException {
    try (SnapshotWriter first = SnapshotWriter.begin(folder, Snapshots.origin(1, HERA_0))) {
      assertThatThrownBy(() -> SnapshotWriter.begin(folder, Snapshots.origin(1, HERA_0)))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessageContaining("olympus-1.snapshot.tmp")
          .hasMessageContaining("another process writes it");
      first.part(HERA_0, Snapshots.tokens(0, 1));
      assertThat(new SnapshotReader(first.finish()).verify().sound()).isTrue();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
