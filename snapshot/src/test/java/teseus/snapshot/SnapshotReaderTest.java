package teseus.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static teseus.snapshot.Snapshots.HERA_0;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import teseus.space.wire.BytesOut;

class SnapshotReaderTest {
  @TempDir Path folder;
  private Path file;
  private byte[] bytes;
  private List<String> tokens;

  @BeforeEach
  void writeASmallOne() throws IOException {
    file = Snapshots.small(folder);
    bytes = Files.readAllBytes(file);
    tokens = Snapshots.read(file);
    assertThat(tokens).hasSize(7);
    assertThat(new SnapshotReader(file).manifest().blocks()).isGreaterThan(3);
  }

  @Test
  void reportsEveryBitThatIsFlippedAndHandsNoChangedTokenOver() throws IOException {
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      refuses(flipped, "bit " + bit + " of " + bytes.length + " bytes flipped");
    }
  }

  @Test
  void reportsEveryTruncation() throws IOException {
    for (int length = 0; length < bytes.length; length++) {
      refuses(Arrays.copyOf(bytes, length), "cut to " + length + " of " + bytes.length + " bytes");
    }
  }

  /** Nothing but unchanged tokens comes of it, and never as a whole. */
  private void refuses(byte[] damaged, String how) throws IOException {
    overwrite(damaged);
    SnapshotReport report = new SnapshotReader(file).verify();
    assertThat(report.faults()).as(how).isNotEmpty();
    assertThat(report.faults()).as(how).allMatch(fault -> fault.offset() <= bytes.length);
    List<String> read = new ArrayList<>();
    assertThat(catchThrowable(() -> Snapshots.read(file, read)))
        .as(how)
        .isInstanceOf(DamagedSnapshotException.class);
    assertThat(read).as(how).isEqualTo(tokens.subList(0, read.size()));
  }

  /** In place: thousands of files emptied and written anew take a disk far longer. */
  private void overwrite(byte[] damaged) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(channel.write(ByteBuffer.wrap(damaged), 0)).isEqualTo(damaged.length);
      channel.truncate(damaged.length);
    }
  }

  @Test
  void namesTheBlockThatIsDamagedAndReadsTheOthers() throws IOException {
    List<byte[]> bodies = Bytes.bodies(file);
    int second = SnapshotFile.HEADER + SnapshotFile.FRAME + bodies.get(0).length;
    byte[] flipped = bytes.clone();
    flipped[second + SnapshotFile.FRAME + 20] ^= 1;
    Files.write(file, flipped);
    SnapshotReport report = new SnapshotReader(file).verify();
    assertThat(report.faults())
        .extracting(SnapshotFault::part)
        .containsExactly("block 1", "manifest", "segment hera/0");
    assertThat(report.faults().get(0).offset()).isEqualTo(second + 8);
    assertThat(report.faults().get(0).toString())
        .matches("block 1 at byte \\d+: expected crc32c [0-9a-f]{8}, found [0-9a-f]{8}");
    assertThat(report.manifest()).isPresent();
    assertThat(report.read().tokens()).isBetween(3L, 6L);
  }

  @Test
  void goesOnAtTheManifestBehindALengthThatCannotBe() throws IOException {
    byte[] flipped = bytes.clone();
    ByteBuffer.wrap(flipped).putInt(SnapshotFile.HEADER + 4, Integer.MAX_VALUE);
    Files.write(file, flipped);
    SnapshotReport report = new SnapshotReader(file).verify();
    assertThat(report.faults().get(0).toString())
        .isEqualTo(
            "block 0 at byte 20: expected a body of 0 to "
                + (bytes.length - SnapshotFile.HEADER - SnapshotFile.FRAME)
                + " bytes, found 2147483647 bytes");
    assertThat(report.manifest()).isPresent();
    assertThat(report.read().tokens()).isZero();
  }

  @Test
  void saysWhereATruncatedFileEnds() throws IOException {
    Files.write(file, Arrays.copyOf(bytes, SnapshotFile.HEADER + 5));
    assertThat(new SnapshotReader(file).verify().faults())
        .containsExactly(new SnapshotFault("block 0", 16, "12 bytes", "5, then the file's end"));
  }

  @Test
  void reportsBytesBehindTheEnd() throws IOException {
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 3));
    assertThat(new SnapshotReader(file).verify().faults())
        .containsExactly(
            new SnapshotFault("footer", bytes.length, "the end of the file", "3 bytes more"));
    assertThatThrownBy(() -> Snapshots.read(file)).isInstanceOf(DamagedSnapshotException.class);
  }

  @Test
  void refusesAnotherFormatVersionAndSaysBoth() throws IOException {
    new Bytes(2).end(file, "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(new SnapshotReader(file).verify().faults())
        .singleElement()
        .hasToString(
            "header at byte 8: expected format version 1, found 2, which another version of Teseus"
                + " writes and reads");
    assertThatThrownBy(() -> new SnapshotReader(file).manifest())
        .isInstanceOf(DamagedSnapshotException.class)
        .hasMessageContaining("format version 1, found 2");
  }

  @Test
  void reportsABlockThatIsMissingThoughEveryChecksumIsRight() throws IOException {
    List<byte[]> bodies = Bytes.bodies(file);
    Bytes without = new Bytes(SnapshotFile.FORMAT);
    for (int number = 0; number < bodies.size() - 1; number++) {
      if (number != 1) {
        without.block(number, bodies.get(number));
      }
    }
    without.end(file, bodies.get(bodies.size() - 1));
    assertThat(new SnapshotReader(file).verify().faults())
        .extracting(SnapshotFault::part)
        .containsExactly("block 1", "manifest", "segment hera/0");
    assertThatThrownBy(() -> Snapshots.read(file)).hasMessageContaining("block 1");
  }

  @Test
  void reportsASegmentThatIsMissingAndOneTooMany() throws IOException {
    List<byte[]> bodies = Bytes.bodies(file);
    BytesOut other = new BytesOut();
    other.text("ares/0");
    new Bytes(SnapshotFile.FORMAT)
        .block(0, other.toBytes())
        .end(file, bodies.get(bodies.size() - 1));
    assertThat(new SnapshotReader(file).verify().faults())
        .extracting(SnapshotFault::part)
        .containsExactly("manifest", "segment hera/0", "segment zeus/0", "segment ares/0");
  }

  @Test
  void reportsBlocksThatChangedPlaces() throws IOException {
    List<byte[]> bodies = Bytes.bodies(file);
    Bytes swapped = new Bytes(SnapshotFile.FORMAT).block(1, bodies.get(1)).block(0, bodies.get(0));
    for (int number = 2; number < bodies.size() - 1; number++) {
      swapped.block(number, bodies.get(number));
    }
    swapped.end(file, bodies.get(bodies.size() - 1));
    assertThat(new SnapshotReader(file).verify().faults().get(0))
        .isEqualTo(new SnapshotFault("block 0", 16, "block 0", "block 1"));
  }

  @Test
  void reportsAFileWhoseHashIsAnothersThoughEveryBlockIsRight() throws IOException {
    byte[] footer =
        SnapshotFile.Footer.of(
                ByteBuffer.wrap(bytes).getLong(bytes.length - SnapshotFile.FOOTER), new byte[32])
            .bytes()
            .array();
    byte[] other = bytes.clone();
    System.arraycopy(footer, 0, other, bytes.length - SnapshotFile.FOOTER, footer.length);
    Files.write(file, other);
    assertThat(new SnapshotReader(file).verify().faults())
        .singleElement()
        .extracting(SnapshotFault::expected)
        .asString()
        .startsWith("SHA-256 ");
  }

  @Test
  void saysWhereInABlockATokenIsNone() throws IOException {
    BytesOut body = new BytesOut();
    body.text(HERA_0.toString());
    body.bytes(new byte[] {1, 2, 3});
    new Bytes(SnapshotFile.FORMAT).block(0, body.toBytes()).end(file, Bytes.bodies(file).get(0));
    SnapshotFault fault = new SnapshotReader(file).verify().faults().get(0);
    assertThat(fault.part()).isEqualTo("block 0");
    assertThat(fault.offset()).isEqualTo(SnapshotFile.HEADER + SnapshotFile.FRAME + 11);
    assertThat(fault.found()).startsWith("malformed at byte");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1] | no JSON object",
        "null | no JSON object",
        "{ | no JSON object",
        "{} | \"segments\" is no list",
        "{'segments': [4]} | no object",
        "{'segments': [{'segment': 'hera'}]} | host/index",
        "{'segments': [{'segment': 'hera/0', 'lsn': 1.5}]} | \"lsn\" is no whole number",
        "{'segments': [{'segment': 'hera/0', 'lsn': 1, 'tokens': -1, 'bytes': 0}]} | at least 0",
        "{'segments': [], 'cluster': '../x'} | \"round\" is no whole number",
        "{'segments': [], 'cluster': 'x', 'round': 1, 'begun': 'now'} | \"begun\" is no time",
      })
  void refusesAManifestThatIsNone(String json, String why) throws IOException {
    new Bytes(SnapshotFile.FORMAT)
        .end(file, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> new SnapshotReader(file).manifest())
        .isInstanceOf(DamagedSnapshotException.class)
        .hasMessageContaining("manifest at byte 28: expected a manifest, found ")
        .hasMessageContaining(why);
    assertThat(new SnapshotReader(file).verify().faults()).isNotEmpty();
  }

  @Test
  void refusesAManifestWhoseTotalsDoNotAddUp() throws IOException {
    String json =
        new String(ManifestJson.write(new SnapshotReader(file).manifest()), StandardCharsets.UTF_8)
            .replaceFirst("\"tokens\" : 7", "\"tokens\" : 8");
    new Bytes(SnapshotFile.FORMAT).end(file, json.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> new SnapshotReader(file).manifest())
        .hasMessageContaining("add up to Content[tokens=7");
  }

  @Test
  void listsABoundedNumberOfFaults() throws IOException {
    Bytes many = new Bytes(SnapshotFile.FORMAT);
    for (int number = 0; number < 150; number++) {
      many.block(number, new byte[] {9});
    }
    many.end(file, "{}".getBytes(StandardCharsets.UTF_8));
    SnapshotReport report = new SnapshotReader(file).verify();
    assertThat(report.faults()).hasSize(SnapshotReport.MOST);
    assertThat(report.unlisted()).isEqualTo(51);
  }
}
