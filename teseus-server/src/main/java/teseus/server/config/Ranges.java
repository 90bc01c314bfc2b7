package teseus.server.config;

import static teseus.server.config.Range.Unit.BYTES;
import static teseus.server.config.Range.Unit.COUNT;
import static teseus.server.config.Range.Unit.TIME;

import java.util.List;

/**
 * The bounds and defaults of every figure of {@code cluster.json}, in one place. The schema and
 * {@code docs/configuration.md} say the same, and a test holds them to it.
 */
final class Ranges {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** Three ports in a row must fit below 65536. */
  static final Range PORT = new Range("hosts.port", COUNT, 1, 65_533, 7_100);

  static final Range HTTP_PORT = new Range("hosts.http", COUNT, 1, 65_535, 8_080);

  /** The one figure without a default: its key is required. */
  static final Range MEMORY = new Range("hosts.memory", BYTES, MIB, TIB, 64 * MIB);

  static final Range SEGMENTS = new Range("segments-per-host", COUNT, 1, 16, 1);
  static final Range COPIES = new Range("copies.min", COUNT, 1, 7, 1);
  static final Range SPARE = new Range("copies.spare", COUNT, 0, 7, 0);
  static final Range ACK = new Range("copies.ack-ms", COUNT, 20, 60_000, 1_000);
  static final Range FIXED = new Range("beacon.fixed-ms", COUNT, 5, 60_000, 200);
  static final Range RANDOM = new Range("beacon.random-ms", COUNT, 1, 60_000, 100);
  static final Range ROUND = new Range("beacon.round-ms", COUNT, 10, 600_000, 1_000);
  static final Range EVERY = new Range("snapshot.every", TIME, 10 * SECOND, 30 * DAY, HOUR);
  static final Range SNAPSHOTS = new Range("snapshot.keep", COUNT, 1, 1_000, 7);
  static final Range REQUEST = new Range("http.request-bytes", BYTES, KIB, 64 * MIB, MIB);
  static final Range TUPLE = new Range("limits.tuple", BYTES, KIB, 16 * MIB, MIB);
  static final Range DEPTH = new Range("limits.depth", COUNT, 1, 512, 64);
  static final Range FIELDS = new Range("limits.fields", COUNT, 1, 65_536, 256);
  static final Range TOKENS = new Range("limits.tokens", COUNT, 1, 1_000_000_000, 10_000_000);
  static final Range OPEN = new Range("limits.open", COUNT, 1, 10_000_000, 100_000);
  static final Range OPEN_PER_CLIENT =
      new Range("limits.open-per-client", COUNT, 1, 10_000_000, 10_000);
  static final Range PENDING = new Range("limits.pending", BYTES, 4 * MIB, 64 * GIB, 64 * MIB);
  static final Range PENDING_PER_CLIENT =
      new Range("limits.pending-per-client", BYTES, 4 * MIB, 64 * GIB, 32 * MIB);
  static final Range PENDING_PER_PEER =
      new Range("limits.pending-per-peer", BYTES, KIB, 32 * MIB, 16 * MIB);
  static final Range KEEP = new Range("journal.keep", TIME, 0, 3_650 * DAY, DAY);
  static final Range KEEP_BYTES = new Range("journal.keep-bytes", BYTES, 0, 1_024 * TIB, 10 * GIB);
  static final Range FILE_BYTES = new Range("journal.file-bytes", BYTES, 4 * KIB, GIB, 16 * MIB);
  static final Range LEASE = new Range("session.lease", TIME, SECOND, DAY, 5 * MINUTE);
  static final Range OPERATIONS = new Range("session.operations", COUNT, 1, 65_536, 1_024);
  static final Range UNACKNOWLEDGED = new Range("session.bytes", BYTES, 64 * KIB, GIB, 16 * MIB);
  static final Range SUBSCRIPTIONS = new Range("notify.subscriptions", COUNT, 1, 65_536, 1_024);
  static final Range HISTORY = new Range("notify.history", BYTES, 0, GIB, 8 * MIB);
  static final Range TRANSACTIONS = new Range("transactions.open", COUNT, 1, 100_000, 1_024);
  static final Range TRANSACTIONS_PER_CLIENT =
      new Range("transactions.open-per-client", COUNT, 1, 100_000, 64);
  static final Range TRANSACTION_OPERATIONS =
      new Range("transactions.operations", COUNT, 1, 10_000, 1_000);
  static final Range TRANSACTION_BYTES =
      new Range("transactions.bytes", BYTES, KIB, 16 * MIB, 8 * MIB);
  static final Range TRANSACTION_LEASE = new Range("transactions.lease", TIME, SECOND, DAY, HOUR);
  static final Range HEARTBEAT = new Range("links.heartbeat-ms", COUNT, 10, 60_000, 1_000);
  static final Range LOST_AFTER = new Range("links.lost-after-ms", COUNT, 20, 600_000, 10_000);
  static final Range MAX_SKEW = new Range("clock.max-skew-ms", COUNT, 10, 60_000, 500);
  static final Range HOLD = new Range("waits.hold-ms", COUNT, 10, 60_000, 250);
  static final Range ANSWER = new Range("waits.answer-ms", COUNT, 100, 600_000, 10_000);
  static final Range PARALLEL = new Range("functions.parallel", COUNT, 1, 256, 2);
  static final Range LIMIT = new Range("functions.limit-ms", COUNT, 1, 86_400_000, 30_000);

  /** All of them, in the order of the file. */
  static final List<Range> ALL =
      List.of(
          PORT,
          HTTP_PORT,
          MEMORY,
          SEGMENTS,
          COPIES,
          SPARE,
          ACK,
          FIXED,
          RANDOM,
          ROUND,
          EVERY,
          SNAPSHOTS,
          REQUEST,
          TUPLE,
          DEPTH,
          FIELDS,
          TOKENS,
          OPEN,
          OPEN_PER_CLIENT,
          PENDING,
          PENDING_PER_CLIENT,
          PENDING_PER_PEER,
          KEEP,
          KEEP_BYTES,
          FILE_BYTES,
          LEASE,
          OPERATIONS,
          UNACKNOWLEDGED,
          SUBSCRIPTIONS,
          HISTORY,
          TRANSACTIONS,
          TRANSACTIONS_PER_CLIENT,
          TRANSACTION_OPERATIONS,
          TRANSACTION_BYTES,
          TRANSACTION_LEASE,
          HEARTBEAT,
          LOST_AFTER,
          MAX_SKEW,
          HOLD,
          ANSWER,
          PARALLEL,
          LIMIT);

  private Ranges() {}
}
