package teseus.space.vertx;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import teseus.space.UnavailableException;
import teseus.space.host.Host;

/**
 * A host as long as it runs. Whoever has something for it comes from any thread and takes a turn at
 * it, at the time that it is then; when something is due it is woken. Before it runs and after it
 * stopped a turn finds no host.
 */
final class RunningHost {
  /** Something that is done with the host. */
  @FunctionalInterface
  interface Turn {
    void take(Host host, long now);
  }

  /** Something that the host answers in its own time. */
  @FunctionalInterface
  interface Asking<T> {
    void put(Host host, long now, Consumer<T> listener);
  }

  private final Supplier<ContextInternal> context;
  private final HostClock clock = new HostClock();
  private final Turns turns = new Turns(this::later, this::leave, this::failed);
  private volatile long colour;
  private volatile long heard;
  // Whoever has the turn owns these.
  private @Nullable Host host;
  private long wakeAt = Long.MAX_VALUE;
  private long wakeId = -1;

  /**
   * None runs yet.
   *
   * @param context runs what no caller should, and has the timers; there once a host runs
   */
  RunningHost(Supplier<ContextInternal> context) {
    this.context = context;
  }

  /** A host runs from now on. */
  void run(Host made) {
    turns.take(() -> host = made);
  }

  /** It runs no more; {@code then} is told once it does not. */
  void stop(Runnable then) {
    turns.take(
        () -> {
          host = null; // stops answering first
          tell(then);
        });
  }

  /** The host, for the turn that is being taken; null if it does not run. */
  @Nullable Host host() {
    return host;
  }

  HostClock clock() {
    return clock;
  }

  long now() {
    return clock.now();
  }

  /** The highest snapshot that it has cut for. */
  long colour() {
    return colour;
  }

  /** The newest state of META that it has heard of. */
  long heard() {
    return heard;
  }

  /** Takes a turn, whether it runs or not. */
  void take(Runnable turn) {
    turns.take(turn);
  }

  /** Lets it handle something, if it runs. */
  void turn(Turn turn) {
    turns.take(
        () -> {
          if (host != null) {
            turn.take(host, clock.now());
          }
        });
  }

  /**
   * Tells somebody something once nobody has the turn. Only for the turn that is being taken.
   *
   * <p>Whoever asked on a context is told on it. Whoever asked on none is told on none, whichever
   * thread brings the answer: else all that it then asks would be bound to a context that is not
   * its own, and each answer handed over to another thread.
   */
  void tell(Runnable what) {
    turns.tell(() -> onNoContext(what));
  }

  private static void onNoContext(Runnable what) {
    ContextInternal current = ContextInternal.current();
    if (current == null) {
      what.run();
      return;
    }
    current.endDispatch(null);
    try {
      what.run();
    } finally {
      current.beginDispatch();
    }
  }

  /** Whether the calling thread has the turn. */
  boolean mine() {
    return turns.mine();
  }

  /** Says that the calling thread's stack is not deep. */
  void shallow() {
    turns.shallow();
  }

  /** Runs something while nobody else is at the host, and then what it made due. */
  void execute(Runnable task) {
    turns.take(
        () -> {
          task.run();
          advance();
        });
  }

  /** What it answers at once; fails with {@link UnavailableException} if it does not run. */
  <T> Future<T> ask(SpaceVerticle.Question<T> question) {
    Promise<T> promise = promise();
    turns.take(
        () -> {
          Host running = host;
          if (running == null) {
            tell(() -> promise.fail(stopped()));
            return;
          }
          try {
            T answer = question.put(running, clock.now());
            tell(() -> promise.complete(answer));
          } catch (RuntimeException e) {
            tell(() -> promise.fail(e));
          }
        });
    return promise.future();
  }

  /**
   * What it answers in its own time.
   *
   * @param without what is answered if it does not run
   */
  <T> Future<T> told(Asking<T> question, Supplier<T> without) {
    Promise<T> promise = promise();
    turns.take(
        () -> {
          Consumer<T> listener = answer -> tell(() -> promise.tryComplete(answer));
          if (host == null) {
            listener.accept(without.get());
          } else {
            question.put(host, clock.now(), listener);
          }
        });
    return promise.future();
  }

  static UnavailableException stopped() {
    return new UnavailableException("this host does not run; ask another, or start it again");
  }

  /** A promise that completes on the caller's context, if it has one. */
  static <T> Promise<T> promise() {
    ContextInternal caller = ContextInternal.current();
    return caller == null ? Promise.promise() : caller.promise();
  }

  /** Later, on the context, and not on top of anybody's stack. */
  void later(Runnable task) {
    context.get().runOnContext(unused -> task.run());
  }

  /** Something was thrown that nobody is told of otherwise. */
  void failed(Throwable thrown) {
    context.get().reportException(thrown);
  }

  private void advance() {
    if (host != null) {
      host.advance(clock.now());
    }
  }

  /** Sees to when the host wants to be woken. */
  private void leave() {
    if (host != null) { // before whoever was answered can ask elsewhere
      say(host);
    }
    long due = host == null ? Long.MAX_VALUE : host.nextDue();
    if (due >= wakeAt) {
      return; // the timer that is set comes first, and sets the next
    }
    ContextInternal on = context.get();
    if (wakeId >= 0) {
      on.owner().cancelTimer(wakeId);
    }
    wakeAt = due;
    wakeId = on.setTimer(Math.max(1, Math.min(due - clock.now(), Integer.MAX_VALUE)), this::wake);
  }

  /** Most turns change neither, and to write what all threads read takes longer than to look. */
  private void say(Host running) {
    if (colour != running.colour()) {
      colour = running.colour();
    }
    if (heard != running.heard()) {
      heard = running.heard();
    }
  }

  private void wake(long timer) {
    turns.take(
        () -> {
          if (timer == wakeId) {
            wakeAt = Long.MAX_VALUE;
            wakeId = -1;
          }
          advance();
        });
  }
}
