package teseus.benchmarks;

import java.util.List;
import java.util.Map;
import teseus.benchmarks.Comparison.Column;
import teseus.benchmarks.Comparison.Goal;
import teseus.benchmarks.Comparison.Row;

/** All that is measured, and what is aimed at. */
final class Suite {
  private static final List<Comparison> ALL = List.of(take(), fieldRead(), encode(), decode());

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
            new Column("hit", Map.of("match", "hit"), 1),
            new Column("miss", Map.of("match", "miss"), 1));
    List<String> all = columns.stream().map(Column::name).toList();
    return new Comparison(
        "field",
        "Read by one field that is not the key, among 10^5",
        FieldReadBenchmark.class,
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
        List.of(
            new Row("Jackson streaming Smile, a known record", way + "Smile"),
            new Row("Jackson streaming CBOR, a known record", way + "Cbor"),
            new Row("Teseus, any tuple", way + "Tuple")),
        List.of(column),
        List.of(new Goal(way + "Tuple", way + "Smile", 1, List.of(column.name()))));
  }
}
