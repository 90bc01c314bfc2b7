package teseus.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.wire.Envelope;
import teseus.space.wire.EnvelopeCodec;
import teseus.space.wire.TupleCodec;

/** Snapshots to write and to read. */
final class Snapshots {
  static final HostId HERA = new HostId("hera");
  static final HostId ZEUS = new HostId("zeus");
  static final SegmentId HERA_0 = new SegmentId(HERA, 0);
  static final SegmentId HERA_1 = new SegmentId(HERA, 1);
  static final SegmentId ZEUS_0 = new SegmentId(ZEUS, 0);
  static final Instant BEGUN = Instant.parse("2026-11-22T10:00:00Z");

  private Snapshots() {}

  static SnapshotOrigin origin(long round, SegmentId... segments) {
    Map<SegmentId, Long> cuts = new LinkedHashMap<>();
    for (SegmentId segment : segments) {
      cuts.put(segment, 40L + cuts.size());
    }
    return new SnapshotOrigin(
        "olympus", round, BEGUN, BEGUN.plusMillis(round), "0.1.0", List.of(HERA, ZEUS), cuts);
  }

  /** A token whose every component follows from its number. */
  static Envelope token(long number) {
    SplittableRandom random = new SplittableRandom(number);
    Tuple tuple = Tuple.of("Job", Map.of("number", number, "name", "n".repeat(random.nextInt(20))));
    return new Envelope(
        new TokenId(new OpId(new SessionId(3, random.nextLong()), number + 1)),
        "Job",
        TupleCodec.encode(tuple, Limits.DEFAULT),
        (1_790_000_000_000L + number) << 16,
        number % 2 == 0 ? Long.MAX_VALUE : 1_800_000_000_000L + number);
  }

  static List<Envelope> tokens(long from, int count) {
    List<Envelope> tokens = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tokens.add(token(from + i));
    }
    return tokens;
  }

  /** Three segments, one of them empty, seven tokens, in several blocks of 150 bytes. */
  static Path small(Path folder) throws IOException {
    try (SnapshotWriter writer =
        SnapshotWriter.begin(folder, origin(7, HERA_0, HERA_1, ZEUS_0), SnapshotDisk.REAL, 150)) {
      writer.part(HERA_0, tokens(0, 4));
      writer.part(HERA_1, List.of());
      writer.part(ZEUS_0, tokens(4, 3));
      return writer.finish();
    }
  }

  /** What a reader hands over, each token as its segment and its bytes. */
  static List<String> read(Path file, List<String> into) throws IOException {
    new SnapshotReader(file)
        .forEach(
            (segment, token) ->
                into.add(segment + " " + HexFormat.of().formatHex(EnvelopeCodec.encode(token))));
    return into;
  }

  static List<String> read(Path file) throws IOException {
    return read(file, new ArrayList<>());
  }
}
