package teseus.benchmarks;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import teseus.space.Consistency;
import teseus.space.Lease;
import teseus.space.Space;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.wire.Envelope;

/** One is taken by its exact key, and written back. */
@BenchmarkMode(Mode.Throughput)
public class TakeBenchmark {
  private static final int IN_FLIGHT = 64;

  /** How many others there are. */
  @State(Scope.Benchmark)
  public static class Resident {
    @Param({"1000", "100000", "1000000"})
    int resident;

    String key(Draw draw) {
      return "k" + Integer.toString(10_000_000 + draw.below(resident)).substring(1);
    }
  }

  /** The limit. */
  @State(Scope.Benchmark)
  public static class Queues {
    private final Map<String, Queue<Item>> byKey = new ConcurrentHashMap<>();

    /** Fills it. */
    @Setup
    public void fill(Resident resident) {
      for (Item item : Item.first(resident.resident)) {
        byKey.computeIfAbsent(item.key(), key -> new ConcurrentLinkedQueue<>()).add(item);
      }
    }

    Queue<Item> of(String key) {
      return Objects.requireNonNull(byKey.get(key));
    }
  }

  /** The store alone. */
  @State(Scope.Benchmark)
  public static class Store {
    private BareStore store;

    /** Fills it. */
    @Setup
    public void fill(Resident resident) {
      store = BareStore.filled(resident.resident, "key");
    }
  }

  /** The whole of it. */
  @State(Scope.Benchmark)
  public static class Host {
    private FilledSpace host;

    /** Fills it. */
    @Setup
    public void fill(Resident resident) {
      host = FilledSpace.of(resident.resident);
    }

    /** Stops it. */
    @TearDown
    public void stop() {
      host.close();
    }

    Future<Optional<Token>> take(String key) {
      return host.space().takeIfExists(Item.byKey(key), Duration.ZERO, Consistency.SESSION);
    }

    Space space() {
      return host.space();
    }
  }

  /** A peer. */
  @State(Scope.Benchmark)
  public static class HazelcastMap {
    private Grid grid;

    /** Fills it. */
    @Setup
    public void fill(Resident resident) {
      grid = Grid.filled(resident.resident);
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
    public void fill(Resident resident) throws Exception {
      system = Prevalence.filled(resident.resident);
    }
  }

  /** A map of queues. */
  @Benchmark
  public Item map(Resident resident, Queues queues, Draw draw) {
    Item taken = Objects.requireNonNull(queues.of(resident.key(draw)).poll());
    queues.of(taken.key()).add(taken);
    return taken;
  }

  /** The store, found by a template. */
  @Benchmark
  public Envelope store(Resident resident, Store state, Draw draw) {
    Template template = Item.byKey(resident.key(draw));
    Envelope taken = Objects.requireNonNull(state.store.take(template));
    state.store.write(taken.fields(), taken.until());
    return taken;
  }

  /** The space, each operation waited for. */
  @Benchmark
  public Token space(Resident resident, Host host, Draw draw) {
    Token taken = FilledSpace.join(host.take(resident.key(draw))).orElseThrow();
    Lease unused = FilledSpace.join(host.space().write(taken.tuple()));
    return taken;
  }

  /** The space, many operations under way. */
  @Benchmark
  @OperationsPerInvocation(IN_FLIGHT)
  public long spaceInFlight(Resident resident, Host host, Draw draw) {
    long taken = 0;
    Future<?>[] writes = new Future<?>[IN_FLIGHT];
    for (int i = 0; i < IN_FLIGHT; i++) {
      writes[i] =
          host.take(resident.key(draw))
              .compose(
                  token ->
                      token.isPresent()
                          ? host.space().write(token.get().tuple())
                          : Future.succeededFuture());
    }
    for (Future<?> write : writes) {
      taken += FilledSpace.join(write) == null ? 0 : 1;
    }
    return taken;
  }

  /** Hazelcast's map. */
  @Benchmark
  public Item hazelcast(Resident resident, HazelcastMap map, Draw draw) {
    Item taken = Objects.requireNonNull(map.grid.items().remove(resident.key(draw)));
    map.grid.items().set(taken.key(), taken);
    return taken;
  }

  /** Prevayler. */
  @Benchmark
  public Item prevayler(Resident resident, Prevalent prevalent, Draw draw) {
    Item taken = Objects.requireNonNull(prevalent.system.take(resident.key(draw)));
    prevalent.system.write(taken);
    return taken;
  }
}
