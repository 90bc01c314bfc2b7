package teseus.benchmarks;

import com.hazelcast.query.Predicates;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import teseus.space.Consistency;
import teseus.space.Token;
import teseus.space.wire.Envelope;

/** One is read by a field that is not its key. */
@BenchmarkMode(Mode.Throughput)
public class FieldReadBenchmark {
  /** What is asked for. */
  @State(Scope.Benchmark)
  public static class Question {
    @Param("100000")
    int resident;

    @Param({"hit", "miss"})
    String match;

    String note(Draw draw) {
      String first = "hit".equals(match) ? "n" : "m";
      return first + Integer.toString(10_000_000 + draw.below(resident)).substring(1);
    }
  }

  /** The limit. */
  @State(Scope.Benchmark)
  public static class HandMade {
    private final Map<String, Item> byNote = new HashMap<>();

    /** Fills it. */
    @Setup
    public void fill(Question question) {
      for (Item item : Item.first(question.resident)) {
        byNote.put(item.note(), item);
      }
    }
  }

  /** The store alone. */
  @State(Scope.Benchmark)
  public static class Store {
    private BareStore store;

    /** Fills it. */
    @Setup
    public void fill(Question question) {
      store = BareStore.filled(question.resident, "note");
    }
  }

  /** The whole of it. */
  @State(Scope.Benchmark)
  public static class Host {
    private FilledSpace host;

    /** Fills it. */
    @Setup
    public void fill(Question question) {
      host = FilledSpace.of(question.resident);
    }

    /** Stops it. */
    @TearDown
    public void stop() {
      host.close();
    }
  }

  /** A peer. */
  @State(Scope.Benchmark)
  public static class HazelcastMap {
    private Grid grid;

    /** Fills it. */
    @Setup
    public void fill(Question question) {
      grid = Grid.filled(question.resident);
    }

    /** Stops it. */
    @TearDown
    public void stop() {
      grid.close();
    }
  }

  /** A peer. */
  @State(Scope.Benchmark)
  public static class Prevalent {
    private Prevalence system;

    /** Fills it. */
    @Setup
    public void fill(Question question) throws Exception {
      system = Prevalence.filled(question.resident);
    }
  }

  /** An index made by hand. */
  @Benchmark
  public @Nullable Item map(Question question, HandMade index, Draw draw) {
    return index.byNote.get(question.note(draw));
  }

  /** The store. */
  @Benchmark
  public @Nullable Envelope store(Question question, Store state, Draw draw) {
    return state.store.read(Item.byNote(question.note(draw)));
  }

  /** The space. */
  @Benchmark
  public Optional<Token> space(Question question, Host state, Draw draw) {
    return FilledSpace.join(
        state.host.space().readIfExists(Item.byNote(question.note(draw)), Consistency.SESSION));
  }

  /** Hazelcast's map with a hash index. */
  @Benchmark
  public Collection<Item> hazelcast(Question question, HazelcastMap map, Draw draw) {
    return map.grid.items().values(Predicates.equal("note", question.note(draw)));
  }

  /** Prevayler with an index made by hand. */
  @Benchmark
  public @Nullable Item prevayler(Question question, Prevalent state, Draw draw) throws Exception {
    return state.system.readByNote(question.note(draw));
  }
}
