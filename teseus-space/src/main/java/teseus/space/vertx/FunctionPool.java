package teseus.space.vertx;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.spi.Computer;
import teseus.space.spi.TupleFunction;
import teseus.space.wire.Active;
import teseus.space.wire.TupleCodec;

/**
 * Threads that compute functions. A function that takes longer than the limit is interrupted and
 * given up; while it does not end, its thread computes nothing else.
 */
final class FunctionPool implements Computer {
  /** Is told what came of each; on threads of the pool. */
  interface Results {
    /** A function gave a tuple. */
    void computed(SegmentId segment, TokenId token, Tuple result);

    /** A function gave none. */
    void failed(SegmentId segment, TokenId token, String why);
  }

  private static final System.Logger LOG = System.getLogger(FunctionPool.class.getName());

  private final Functions functions;
  private final Map<String, TupleFunction> byName = new HashMap<>();
  private final Results results;
  private final ExecutorService workers;
  private final ScheduledThreadPoolExecutor watch;

  /** Starts no thread before there is something to compute. */
  FunctionPool(Functions functions, Results results) {
    this.functions = functions;
    this.results = results;
    functions.registered().forEach(function -> byName.put(function.name(), function));
    workers = Executors.newFixedThreadPool(functions.parallel(), threads("teseus-function"));
    // After close, what still begins has no limit: nobody waits for it.
    watch =
        new ScheduledThreadPoolExecutor(
            1, threads("teseus-function-limit"), new ThreadPoolExecutor.DiscardPolicy());
    watch.setRemoveOnCancelPolicy(true); // else arguments are kept until their limits are over
  }

  private static ThreadFactory threads(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public Set<String> functions() {
    return Set.copyOf(byName.keySet());
  }

  @Override
  public int most() {
    return functions.parallel();
  }

  @Override
  public void compute(SegmentId segment, Active active) {
    TupleFunction function = byName.get(active.function());
    if (function == null) {
      throw new IllegalArgumentException("function " + active.function() + " is not registered");
    }
    try {
      workers.execute(new Run(segment, active, function));
    } catch (RejectedExecutionException closed) {
      LOG.log(System.Logger.Level.DEBUG, "{0} is computed after the next start", active.id());
    }
  }

  /** Interrupts what runs; nobody is told any more than what is told by then. */
  void close() {
    watch.shutdownNow();
    workers.shutdownNow();
  }

  /** One function at work. Its lock orders its end and its being given up. */
  private final class Run implements Runnable {
    private final SegmentId segment;
    private final Active active;
    private final TupleFunction function;
    private boolean over;

    Run(SegmentId segment, Active active, TupleFunction function) {
      this.segment = segment;
      this.active = active;
      this.function = function;
    }

    @Override
    public void run() {
      Thread worker = Thread.currentThread();
      long limit = functions.limit().toMillis();
      var alarm = watch.schedule(() -> giveUp(worker, limit), limit, TimeUnit.MILLISECONDS);
      Tuple result = null;
      String why = "it gave no tuple";
      try {
        result = function.apply(TupleCodec.decode(active.type(), active.fields()));
      } catch (Throwable thrown) { // whatever a function throws, its tuple has to say so
        why = thrown.toString();
      }
      end(result, why);
      alarm.cancel(false);
      boolean unused = Thread.interrupted(); // it was this function's, not the next one's
    }

    private synchronized void giveUp(Thread worker, long limit) {
      if (!over) {
        over = true;
        worker.interrupt();
        LOG.log(
            System.Logger.Level.WARNING,
            "function {0} has taken longer than {1} ms and is given up; its thread is free when it"
                + " ends",
            active.function(),
            limit);
        results.failed(
            segment, active.id(), "it took longer than " + limit + " ms (functions.limit)");
      }
    }

    private synchronized void end(@Nullable Tuple result, String why) {
      if (over) {
        return;
      }
      over = true;
      if (result == null) {
        results.failed(segment, active.id(), why);
      } else {
        results.computed(segment, active.id(), result);
      }
    }
  }
}
