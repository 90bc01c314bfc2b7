package teseus.benchmarks;

import java.util.List;
import java.util.Map;
import teseus.benchmarks.Comparison.Column;
import teseus.benchmarks.Comparison.Goal;
import teseus.benchmarks.Comparison.Row;

/** All that is measured, and what is aimed at. */
final class Suite {
  private static final int WHOLE_SPACE = 4;
  private static final int TWO_PROCESSES = 12;
  private static final List<Comparison> ALL =
      List.of(
          take(),
          fieldRead(),
          contention(),
          handOff(),
          encode(),
          decode(),
          journal(),
          across(),
          relay(),
          copies(),
          replicated());

  private Suite() {}

  static List<Comparison> all() {
    return ALL;
  }

  private static Comparison take() {
    List<Column> columns =
        List.of(
            resident("10^3", 1_000, 1),
            resident("10^5", 100_000, 1),
            resident("10^6", 1_000_000, 1),
            resident("10^3, 2 threads", 1_000, 2),
            resident("10^5, 2 threads", 100_000, 2),
            resident("10^6, 2 threads", 1_000_000, 2));
    List<String> all = columns.stream().map(Column::name).toList();
    List<String> large = all.stream().filter(name -> !name.startsWith("10^3")).toList();
    return new Comparison(
        "take",
        "Take by exact key and write back, among resident tokens",
        TakeBenchmark.class,
        WHOLE_SPACE,
        List.of(
            new Row("limit: ConcurrentHashMap of queues", "map"),
            new Row("Teseus, the store alone", "store"),
            new Row("Teseus, embedded `Space`, one at a time", "space"),
            new Row("Teseus, embedded `Space`, 64 in flight", "spaceInFlight"),
            new Row("Hazelcast IMap", "hazelcast"),
            new Row("Prevayler, transient, no copy", "prevayler")),
        columns,
        List.of(
            new Goal("store", "map", 0.5, all),
            new Goal("space", "map", 0.15, all),
            new Goal("space", "hazelcast", 5, large),
            new Goal("space", "prevayler", 5, large)));
  }

  private static Column resident(String name, int tokens, int threads) {
    return new Column(name, Map.of("resident", Integer.toString(tokens)), threads);
  }

  private static Comparison fieldRead() {
    List<Column> columns =
        List.of(
            new Column("hit", Map.of("resident", "100000", "match", "hit"), 1),
            new Column("miss", Map.of("resident", "100000", "match", "miss"), 1));
    List<String> all = columns.stream().map(Column::name).toList();
    return new Comparison(
        "field",
        "Read by one field that is not the key, among 10^5",
        FieldReadBenchmark.class,
        WHOLE_SPACE,
        List.of(
            new Row("limit: an index made by hand", "map"),
            new Row("Teseus, the store alone", "store"),
            new Row("Teseus, embedded `Space`, one at a time", "space"),
            new Row("Hazelcast IMap, hash index", "hazelcast"),
            new Row("Prevayler, index made by hand", "prevayler")),
        columns,
        List.of(
            new Goal("store", "map", 0.25, all),
            new Goal("space", "map", 0.25, all),
            new Goal("space", "hazelcast", 5, all)));
  }

  private static Comparison contention() {
    Column column = new Column("64 written at a time", Map.of(), 1);
    return new Comparison(
        "contention",
        "From one who writes to takers that wait",
        ContentionBenchmark.class,
        WHOLE_SPACE,
        List.of(
            new Row("limit: one taker", "one"),
            new Row("64 takers, one template", "alike"),
            new Row("64 takers, a template each", "apart")),
        List.of(column),
        List.of(
            new Goal("alike", "one", 1, List.of(column.name())),
            new Goal("apart", "one", 1, List.of(column.name()))));
  }

  private static Comparison handOff() {
    Column column = new Column("hand-offs", Map.of(), 1);
    return new Comparison(
        "handoff",
        "Hand-off to a thread that waits",
        HandOffBenchmark.class,
        WHOLE_SPACE,
        List.of(
            new Row("limit: park and unpark", "park"),
            new Row("Teseus, embedded `Space`", "space")),
        List.of(column),
        List.of(new Goal("space", "park", 0.6, List.of(column.name()))));
  }

  private static Comparison journal() {
    List<Column> columns = List.of(writers(1), writers(8), writers(64));
    List<String> all = columns.stream().map(Column::name).toList();
    return new Comparison(
        "journal",
        "A record of 256 bytes on the disk",
        JournalBenchmark.class,
        1,
        List.of(
            new Row("limit: group commit, one file of fixed size", "bare"),
            new Row("Teseus, the journal", "journal"),
            new Row("Prevayler, no copy", "prevayler"),
            new Row("Redis, `appendfsync always`", "redis", Redis.COMMAND)),
        columns,
        List.of(
            new Goal("journal", "bare", 0.9, all),
            new Goal("journal", "prevayler", 1, all),
            new Goal("journal", "redis", 1, all)));
  }

  private static Comparison across() {
    Column column = new Column("64 under way", Map.of(), 1);
    return new Comparison(
        "across",
        "Reads that another process answers, each by itself",
        AcrossBenchmark.class,
        TWO_PROCESSES,
        List.of(
            new Row("limit: frames over a Vert.x socket", "frames"),
            new Row("Teseus, two hosts", "space"),
            new Row("Redis, its own benchmark, `-P 64`", "redis", Redis.COMMAND)),
        List.of(column),
        List.of(
            new Goal("space", "frames", 0.5, List.of(column.name())),
            new Goal("space", "redis", 1, List.of(column.name()))));
  }

  private static Comparison relay() {
    Column column = new Column("hand-offs", Map.of(), 1);
    return new Comparison(
        "relay",
        "Hand-off to a thread that waits in another process",
        RelayBenchmark.class,
        TWO_PROCESSES,
        List.of(
            new Row("limit: a relay of TCP", "relay"),
            new Row("Teseus, two hosts", "space"),
            new Row("Redis, LPUSH and BRPOP", "redis", Redis.COMMAND)),
        List.of(column),
        List.of(
            new Goal("space", "relay", 1 / 1.7, List.of(column.name())),
            new Goal("space", "redis", 1, List.of(column.name()))));
  }

  private static Comparison copies() {
    List<Column> columns = List.of(writers(1), writers(8), writers(64));
    List<String> all = columns.stream().map(Column::name).toList();
    return new Comparison(
        "copies",
        "A record of 256 bytes on one disk, or in two journals on it",
        CopiesBenchmark.class,
        TWO_PROCESSES,
        List.of(
            new Row("limit: the journal by itself", "journal"),
            new Row("bare: group commit in two files of two processes", "bareTwins"),
            new Row("Teseus, one host", "alone"),
            new Row("Teseus, two hosts, `copies.min` 2", "copied")),
        columns,
        List.of(new Goal("copied", "journal", 0.7, all)));
  }

  private static Comparison replicated() {
    Column column = new Column("64 under way", Map.of(), 1);
    return new Comparison(
        "replicated",
        "A record in the memory of two processes, and out of it again",
        ReplicatedBenchmark.class,
        TWO_PROCESSES,
        List.of(
            new Row("limit: two frames over a Vert.x socket, and their answers", "frames"),
            new Row("Hazelcast IMap, two members, one synchronous backup", "hazelcast"),
            new Row("Teseus, two hosts, `durability` replicated", "space")),
        List.of(column),
        List.of(new Goal("space", "hazelcast", 10, List.of(column.name()))));
  }

  private static Column writers(int count) {
    return new Column(count == 1 ? "1 writer" : count + " writers", Map.of(), count);
  }

  private static Comparison encode() {
    return codec("encode", "A tuple of six fields to bytes");
  }

  private static Comparison decode() {
    return codec("decode", "Bytes to a tuple of six fields");
  }

  private static Comparison codec(String way, String title) {
    Column column = new Column("item", Map.of(), 1);
    return new Comparison(
        way,
        title,
        CodecBenchmark.class,
        1,
        List.of(
            new Row("Jackson streaming Smile, a known record", way + "Smile"),
            new Row("Jackson streaming CBOR, a known record", way + "Cbor"),
            new Row("Teseus, any tuple", way + "Tuple")),
        List.of(column),
        List.of(new Goal(way + "Tuple", way + "Smile", 1, List.of(column.name()))));
  }
}
