package teseus.space;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Many operations of one kind, each by itself and done once, so many at a time that none waits for
 * the one before. Not atomic, unless they are parts of a transaction: others see some done and
 * others not. Whoever cancels what comes of those that are none begins no more, and still gets what
 * was done, once those under way have ended: {@code cancel} answers false.
 */
public final class Bulk {
  /** The most tuples that one call writes, reads or takes. */
  public static final int MOST = 10_000;

  /** How long each take of many waits for a match that is on its way to another. */
  public static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How many operations are under way at a time. */
  private static final int WIDTH = 64;

  private Bulk() {}

  /**
   * What became of one tuple of many that were to be written.
   *
   * @param lease what was granted; null if it failed
   * @param failure why it was not written, or may not have been; null if it was
   */
  public record Written(@Nullable Lease lease, @Nullable SpaceException failure) {}

  /**
   * What was taken.
   *
   * @param tokens out of the space, for this caller alone
   * @param failures why it took no more, if that is not for want of matches: of each take that
   *     failed. They say nothing of these tokens; an {@link OutcomeUnknownException} names a take
   *     that may have got one more, which {@code outcome} tells
   */
  public record Taken(List<Token> tokens, List<SpaceException> failures) {
    public Taken {
      tokens = List.copyOf(tokens);
      failures = List.copyOf(failures);
    }
  }

  /**
   * Writes so many tuples.
   *
   * @param write writes the one with this number, from 0
   * @return what became of each, in order; fails only if a write fails with what is no {@link
   *     SpaceException}
   */
  public static CompletableFuture<List<Written>> write(
      int count, IntFunction<? extends CompletionStage<Lease>> write) {
    return new Writing(within(0, count), write, false).begin();
  }

  /**
   * Writes so many tuples as parts of one transaction: once a write has failed it begins no more.
   *
   * @param write writes the one with this number, from 0
   * @return the leases, in order; fails as the first write that does
   */
  public static CompletableFuture<List<Lease>> writeWhole(
      int count, IntFunction<? extends CompletionStage<Lease>> write) {
    return new Writing(within(0, count), write, true)
        .begin()
        .thenApply(
            all -> all.stream().map(one -> Objects.requireNonNull(one.lease(), "lease")).toList());
  }

  /**
   * Takes until there is no match, or a take fails, or there are enough.
   *
   * @param most tokens to take
   * @param take takes one that is there now
   * @return fails only if a take fails with what is no {@link SpaceException}
   */
  public static CompletableFuture<Taken> take(
      int most, Supplier<? extends CompletionStage<Optional<Token>>> take) {
    return new Taking(within(1, most), take, false).begin();
  }

  /**
   * Takes until there is no match, or there are enough, as parts of one transaction: once a take
   * has failed it begins no more.
   *
   * @param most tokens to take
   * @param take takes one that is there now
   * @return what it got; fails as the first take that does
   */
  public static CompletableFuture<List<Token>> takeWhole(
      int most, Supplier<? extends CompletionStage<Optional<Token>>> take) {
    return new Taking(within(1, most), take, true).begin().thenApply(Taken::tokens);
  }

  /**
   * Checks a number of tuples.
   *
   * @throws IllegalArgumentException if it is out of bounds
   */
  public static int within(int least, int count) {
    if (count < least || count > MOST) {
      throw new IllegalArgumentException(
          least + " to " + MOST + " tuples in one call, was " + count);
    }
    return count;
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** Operations of which some are under way and more may be begun; by one thread at a time. */
  private abstract static class Window<R> {
    private final CompletableFuture<R> result =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterruptIfRunning) {
            stop();
            return false;
          }
        };
    private int room = WIDTH;
    private boolean beginning;
    private boolean exhausted;

    /** Begins one more; null if there is none to begin. Called under no lock. */
    abstract @Nullable CompletionStage<?> next();

    abstract R result();

    final CompletableFuture<R> begin() {
      while (mayBegin()) {
        CompletionStage<?> begun = next();
        if (begun == null) {
          over(null, true);
        } else {
          begun.whenComplete((done, failure) -> ended(failure));
        }
        synchronized (this) {
          beginning = false;
        }
      }
      return result;
    }

    private synchronized boolean mayBegin() {
      if (beginning || exhausted || room == 0) {
        return false;
      }
      beginning = true;
      room--;
      return true;
    }

    private void ended(@Nullable Throwable failure) {
      over(failure, failure != null);
      CompletableFuture<R> unused = begin();
    }

    private void stop() {
      boolean complete;
      synchronized (this) {
        exhausted = true;
        complete = room == WIDTH;
      }
      if (complete) {
        result.complete(result());
      }
    }

    private void over(@Nullable Throwable failure, boolean last) {
      boolean complete;
      synchronized (this) {
        room++;
        exhausted |= last;
        complete = exhausted && room == WIDTH;
      }
      if (failure != null) {
        result.completeExceptionally(cause(failure));
      } else if (complete) {
        result.complete(result());
      }
    }
  }

  private static final class Writing extends Window<List<Written>> {
    private static final Written CALLED_OFF =
        new Written(null, new UnavailableException("called off; nothing was written"));

    private final IntFunction<? extends CompletionStage<Lease>> write;
    private final boolean whole;
    private final @Nullable Written[] done;
    private int begun;

    Writing(int count, IntFunction<? extends CompletionStage<Lease>> write, boolean whole) {
      this.write = write;
      this.whole = whole;
      this.done = new @Nullable Written[count];
    }

    @Override
    @Nullable CompletionStage<?> next() {
      int number;
      synchronized (this) {
        if (begun == done.length) {
          return null;
        }
        number = begun++;
      }
      return write.apply(number).handle((lease, failure) -> done(number, lease, failure));
    }

    private synchronized boolean done(
        int number, @Nullable Lease lease, @Nullable Throwable failure) {
      Throwable why = failure == null ? null : cause(failure);
      if (why != null && (whole || !(why instanceof SpaceException))) {
        throw new CompletionException(why);
      }
      done[number] = new Written(lease, (SpaceException) why);
      return true;
    }

    @Override
    synchronized List<Written> result() {
      List<Written> all = new ArrayList<>(done.length);
      for (Written one : done) {
        all.add(one == null ? CALLED_OFF : one);
      }
      return all;
    }
  }

  private static final class Taking extends Window<Taken> {
    private final Supplier<? extends CompletionStage<Optional<Token>>> take;
    private final boolean whole;
    private final List<Token> tokens = new ArrayList<>();
    private final List<SpaceException> failures = new ArrayList<>();
    private int left;

    Taking(int most, Supplier<? extends CompletionStage<Optional<Token>>> take, boolean whole) {
      this.left = most;
      this.take = take;
      this.whole = whole;
    }

    @Override
    @Nullable CompletionStage<?> next() {
      synchronized (this) {
        if (left == 0) {
          return null;
        }
        left--;
      }
      return take.get().handle(this::done);
    }

    private synchronized boolean done(@Nullable Optional<Token> token, @Nullable Throwable why) {
      if (why == null && token != null && token.isPresent()) {
        tokens.add(token.get());
        return true;
      }
      left = 0; // there is none, or no more can be had
      if (why != null) {
        if (whole || !(cause(why) instanceof SpaceException known)) {
          throw new CompletionException(cause(why));
        }
        failures.add(known);
      }
      return true;
    }

    @Override
    synchronized Taken result() {
      return new Taken(tokens, failures);
    }
  }
}
