package teseus.space.vertx;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns at something that one thread at a time may touch, in the order in which they come. Whoever
 * comes while nobody is within takes its turn at once, on its own thread; whoever comes while
 * somebody is leaves its turn to that one, in whose processor's cache all that it touches is. It
 * looks for a moment whether its turn is over, for most are sooner than a thread is woken that
 * waits for an answer, and goes on. Nobody is kept for long: after {@value #MOST} turns the rest is
 * left to the owner.
 *
 * <p>What a turn has to tell is told when its thread is no longer within, so that it may take its
 * time and come here again. Whoever is told at once may come again from there, and so on, ever
 * deeper: when its stack has become deep, its turn is left to the owner too.
 */
final class Turns {
  /** Turns that one thread takes in a row, its own and others'. */
  static final int MOST = 128;

  private static final int DEEP = 1_000;

  /** What there is to tell after most turns. */
  private static final int FEW = 2;

  /**
   * For how long to look whether a turn that was left is over, in nanoseconds: less than it takes
   * to wake a thread, 6 to 18 us by processor. In vain where only one thread can run.
   */
  private static final long LOOK_NS = Runtime.getRuntime().availableProcessors() > 1 ? 3_000 : 0;

  private static final StackWalker WALKER = StackWalker.getInstance();

  /** How often each thread has come since its stack was last looked at. */
  private static final ThreadLocal<int[]> CAME = ThreadLocal.withInitial(() -> new int[1]);

  private final Executor owner;
  private final Runnable leaving;
  private final Consumer<Throwable> failed;
  private final Queue<Runnable> coming = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Thread> within = new AtomicReference<>();
  private List<Runnable> telling = new ArrayList<>(FEW); // of whoever is within

  /**
   * Nobody is within.
   *
   * @param owner runs what no caller should, later, and not on top of the caller's stack
   * @param leaving is done by whoever leaves, while it is still within
   * @param failed is told what a turn throws; the next turn is taken all the same
   */
  Turns(Executor owner, Runnable leaving, Consumer<Throwable> failed) {
    this.owner = owner;
    this.leaving = leaving;
    this.failed = failed;
  }

  /** Takes a turn: before this returns, or as soon as whoever is within gets to it. */
  void take(Runnable turn) {
    if (deep()) {
      coming.add(turn);
      owner.execute(this::comeIn);
    } else if (coming.isEmpty() && enter()) {
      stay(turn);
    } else if (mine()) {
      coming.add(turn);
    } else {
      Left left = new Left(turn);
      coming.add(left);
      comeIn();
      look(left);
    }
  }

  /** Tells somebody something, once nobody is within. Only for the turn that is being taken. */
  void tell(Runnable what) {
    telling.add(what);
  }

  /** Whether the calling thread is within. */
  boolean mine() {
    return within.get() == Thread.currentThread();
  }

  /** Says that the calling thread's stack is not deep, so that it need not be looked at. */
  void shallow() {
    CAME.get()[0] = 0;
  }

  /** Whether the stack has become deep. Looked at now and then: to look takes microseconds. */
  private static boolean deep() {
    int[] came = CAME.get();
    if (++came[0] < MOST) {
      return false;
    }
    came[0] = 0;
    return WALKER.walk(frames -> frames.limit(DEEP).count()) == DEEP;
  }

  private boolean enter() {
    return within.compareAndSet(null, Thread.currentThread());
  }

  /** Looks for a moment whether a turn is over; whoever was within may have left before it came. */
  private void look(Left left) {
    long from = System.nanoTime();
    while (!left.over && System.nanoTime() - from < LOOK_NS) {
      Thread.onSpinWait();
    }
  }

  /** A turn that was left to whoever is within: over once what it had to tell is told. */
  private final class Left implements Runnable {
    private final Runnable turn;
    private volatile boolean over;

    Left(Runnable turn) {
      this.turn = turn;
    }

    @Override
    public void run() {
      try {
        turn.run();
      } finally {
        tell(() -> over = true);
      }
    }
  }

  private void comeIn() {
    if (enter()) {
      stay(null);
    }
  }

  /** Takes turns until none is left, or too many were taken. */
  private void stay(@Nullable Runnable first) {
    List<Runnable> told = List.of();
    Runnable turn = first;
    int left = MOST;
    do {
      turn = turn == null ? coming.poll() : turn;
      while (turn != null) {
        run(turn);
        turn = --left > 0 ? coming.poll() : null;
      }
      run(leaving);
      told = withWhatWasTold(told);
      within.set(null);
      // Whoever came after the last look, and found this thread within, relies on it to look again.
    } while (left > 0 && !coming.isEmpty() && enter());
    if (left == 0 && !coming.isEmpty()) {
      owner.execute(this::comeIn);
    }
    for (Runnable what : told) {
      run(what);
    }
  }

  private List<Runnable> withWhatWasTold(List<Runnable> before) {
    if (telling.isEmpty()) {
      return before;
    }
    List<Runnable> now = telling;
    telling = new ArrayList<>(FEW);
    if (!before.isEmpty()) {
      now.addAll(0, before);
    }
    return now;
  }

  private void run(Runnable step) {
    try {
      step.run();
    } catch (Throwable thrown) { // whatever it is, others still have their turns
      failed.accept(thrown);
    }
  }
}
