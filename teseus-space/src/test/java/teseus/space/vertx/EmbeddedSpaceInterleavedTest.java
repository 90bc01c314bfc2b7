package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import teseus.roulette.Strategies;
import teseus.space.Consistency;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.SegmentId;
import teseus.space.Space;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;
import teseus.space.host.AskTimes;
import teseus.space.host.BeaconSettings;
import teseus.space.host.CopySettings;
import teseus.space.host.HostSettings;
import teseus.space.host.LoadLimits;
import teseus.space.host.SessionLimits;
import teseus.space.host.StoreIdentity;
import teseus.space.host.StrategyChoice;
import teseus.space.host.SubscriptionSettings;
import teseus.space.host.TransactionLimits;
import teseus.space.host.Watch;
import teseus.space.meta.MetaSettings;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/**
 * Threads at one embedded space: whatever they do at once, one order of all they did explains what
 * each was told, and every tuple goes to one of them. All runs share a host; each looks at its own
 * tuples only.
 */
@Param(name = "thread", gen = ThreadIdGen.class)
public class EmbeddedSpaceInterleavedTest {
  private static final HostId SELF = new HostId("zeus");
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final AtomicLong RUNS = new AtomicLong();
  private static Vertx vertx;
  private static Space space;

  private final long run = RUNS.incrementAndGet();
  private final Map<Integer, Future<Optional<Token>>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    SpaceVerticle host =
        new SpaceVerticle(
            new SpaceSetup(
                settings(),
                new LinkConfig(
                    "test", SELF, SocketAddress.inetSocketAddress(0, "127.0.0.1"), Map.of()),
                EmbeddedSpaceInterleavedTest::log,
                Strategies::find,
                Functions.NONE,
                Watch.NOBODY,
                (peer, up, why) -> {},
                1));
    await(vertx.deployVerticle(host));
    space = new EmbeddedSpace(host);
  }

  @AfterAll
  static void stop() {
    await(vertx.close());
  }

  @Test
  void operationsOfSeveralThreadsAreLinearizableAndGiveEachTupleOnce() {
    new StressOptions()
        .iterations(10)
        .invocationsPerIteration(200)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .sequentialSpecification(Bag.class)
        .check(EmbeddedSpaceInterleavedTest.class);
  }

  /** Writes a tuple. */
  @Operation
  public void write() {
    await(space.write(Tuple.of("Job", Map.of("run", run))));
    written.incrementAndGet();
  }

  /** Whether there was one to take. */
  @Operation
  public boolean takeIfExists() {
    return got(await(space.takeIfExists(jobs(), LONG, Consistency.SESSION)));
  }

  /** Whether there is one to read. */
  @Operation
  public boolean readIfExists() {
    return await(space.readIfExists(jobs(), Consistency.STRICT)).isPresent();
  }

  /** Begins to wait for one, unless the thread waits already. */
  @Operation
  public void ask(@Param(name = "thread") int thread) {
    if (!asked.containsKey(thread)) {
      asked.put(thread, space.take(jobs(), LONG));
    }
  }

  /** Waits no longer, and says whether it got one. */
  @Operation
  public boolean callOff(@Param(name = "thread") int thread) {
    Future<Optional<Token>> take = asked.remove(thread);
    if (take == null) {
      return false;
    }
    space.cancel(take);
    return got(await(take));
  }

  /** Everything that was written was taken by one, or is there. */
  @Validate
  public void nothingIsLostOrDoubled() {
    asked.keySet().forEach(this::callOff);
    long there = await(space.count(jobs()));
    assertThat(taken.get() + there).isEqualTo(written.get());
  }

  private boolean got(Optional<Token> token) {
    token.ifPresent(one -> taken.incrementAndGet());
    return token.isPresent();
  }

  private Template jobs() {
    return Template.ofType("Job").where("run", run);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("no answer", e);
    }
  }

  /** What one thread alone would see: how many there are, and who waits, the first one first. */
  public static final class Bag {
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final Map<Integer, Boolean> asked = new HashMap<>();
    private int there;

    /** Gives a tuple to who waits, or keeps it. */
    public void write() {
      Integer first = waiting.poll();
      if (first == null) {
        there++;
      } else {
        asked.put(first, true);
      }
    }

    /** Takes one. */
    public boolean takeIfExists() {
      boolean found = readIfExists();
      if (found) {
        there--;
      }
      return found;
    }

    /** Looks. */
    public boolean readIfExists() {
      return there > 0;
    }

    /** Takes one, or waits. */
    public void ask(int thread) {
      if (!asked.containsKey(thread)) {
        boolean found = takeIfExists();
        asked.put(thread, found);
        if (!found) {
          waiting.add(thread);
        }
      }
    }

    /** Waits no longer. */
    public boolean callOff(int thread) {
      waiting.remove(thread);
      return Boolean.TRUE.equals(asked.remove(thread));
    }
  }

  private static LogOpener.Opened log(Log.Recovery recovery, Log.Listener listener) {
    return new LogOpener.Opened(new ForcedAtOnce(), new StoreIdentity(1, 1), () -> false);
  }

  /** A log without a disk, as with durability {@code memory}. */
  private static final class ForcedAtOnce implements Log {
    private long appended;

    @Override
    public long append(LogEntry entry) {
      return ++appended;
    }

    @Override
    public long safe() {
      return appended;
    }

    @Override
    public void flush() {}

    @Override
    public void checkpoint(Image image) {}

    @Override
    public Set<SegmentId> wantImages() {
      return Set.of();
    }

    @Override
    public void close() {}
  }

  private static HostSettings settings() {
    return new HostSettings(
        SELF,
        List.of(SELF),
        MetaSettings.of(List.of(SELF)),
        4,
        CopySettings.ALONE,
        Runtime.getRuntime().maxMemory(),
        AskTimes.DEFAULT,
        250,
        60_000,
        3_600_000,
        SessionLimits.DEFAULT,
        SubscriptionSettings.DEFAULT,
        TransactionLimits.DEFAULT,
        BeaconSettings.DEFAULT,
        Limits.DEFAULT,
        LoadLimits.DEFAULT,
        new StrategyChoice("weighted-roulette", Map.of()),
        "test");
  }
}
