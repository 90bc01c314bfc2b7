package teseus.space.meta;

import io.microraft.executor.RaftNodeExecutor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * The library's tasks and timers, run by whoever owns the voter. The library counts in whole
 * seconds; its clock runs faster than ours, so that it notices a dead leader sooner.
 */
final class RaftTurns implements RaftNodeExecutor {
  private static final int SECOND_MS = 1_000;

  private final LongSupplier now;
  private final BiFunction<Long, Runnable, Runnable> timers;
  private final int beatMs;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final Set<Waiting> waiting = new HashSet<>();
  private boolean closed;

  /** A task that waits for its time. */
  private final class Waiting implements Runnable {
    private final Runnable task;
    private final Runnable off;

    Waiting(Runnable task, long ms) {
      this.task = task;
      this.off = timers.apply(ms, this);
    }

    @Override
    public void run() {
      if (waiting.remove(this)) {
        tasks.add(task);
      }
    }
  }

  /**
   * Nothing to do.
   *
   * @param now the time in milliseconds
   * @param timers wake after so many milliseconds, and call {@link #run} after the task; what they
   *     give calls that off
   * @param beatMs how long a second of the library's is, in milliseconds
   */
  RaftTurns(LongSupplier now, BiFunction<Long, Runnable, Runnable> timers, int beatMs) {
    this.now = now;
    this.timers = timers;
    this.beatMs = beatMs;
  }

  @Override
  public void execute(Runnable task) {
    submit(task);
  }

  @Override
  public void submit(Runnable task) {
    if (!closed) {
      tasks.add(task);
    }
  }

  @Override
  public void schedule(Runnable task, long delay, TimeUnit unit) {
    if (!closed) {
      waiting.add(new Waiting(task, Math.max(1, unit.toMillis(delay) * beatMs / SECOND_MS)));
    }
  }

  /** Does nothing any more. */
  void close() {
    closed = true;
    tasks.clear();
    waiting.forEach(its -> its.off.run());
    waiting.clear();
  }

  /** Does all that is to be done now; false if there was nothing. */
  boolean run() {
    boolean any = !tasks.isEmpty();
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    return any;
  }

  /** The time as the library is to see it. */
  Clock clock() {
    return new Hasty();
  }

  private final class Hasty extends Clock {
    @Override
    public long millis() {
      return now.getAsLong() * SECOND_MS / beatMs;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the time alone is asked for");
    }
  }
}
