package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import teseus.space.Consistency;
import teseus.space.Space;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;

/**
 * Threads at one embedded space: whatever they do at once, one order of all they did explains what
 * each was told, and every tuple goes to one of them. All runs share a host; each looks at its own
 * tuples only.
 */
@Param(name = "thread", gen = ThreadIdGen.class)
public class EmbeddedSpaceInterleavedTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final AtomicLong RUNS = new AtomicLong();
  private static EmbeddedHost host;
  private static Space space;

  private final long run = RUNS.incrementAndGet();
  private final Map<Integer, Future<Optional<Token>>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  @BeforeAll
  static void start() {
    host = EmbeddedHost.start(List.of());
    space = host.space();
  }

  @AfterAll
  static void stop() {
    host.close();
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
}
