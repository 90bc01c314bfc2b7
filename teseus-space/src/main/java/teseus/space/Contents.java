package teseus.space;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that match, page by page as subscribers ask for them: of each page at most is in memory,
 * and nobody is asked for the next before the last token of this one is wanted. What is there from
 * begin to end is given exactly once; what comes or goes meanwhile, once at most, as it is when its
 * page is read. Each subscriber walks by itself. Signals come on the thread that brought the page,
 * or on the one that requests. A walk that fails has given what it gave; the failure is a {@link
 * SpaceException}.
 */
public final class Contents implements Flow.Publisher<Token> {
  /** Gets pages. */
  @FunctionalInterface
  public interface Pages {
    /**
     * The page at a cursor.
     *
     * @param at null for the first
     * @param most tokens of it
     */
    CompletionStage<Page> get(@Nullable Cursor at, int most);
  }

  /** The most tokens of a page that a subscriber's walk asks for. */
  public static final int PAGE = 256;

  private final Pages pages;

  /** What these pages hold. */
  public Contents(Pages pages) {
    this.pages = pages;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Token> subscriber) {
    subscriber.onSubscribe(new Walk(pages, PAGE, subscriber));
  }

  /**
   * Those of them that a predicate is true for. It is code, so it is tried here, on all that the
   * template matches, after that has come over the network: say in the template what it can say.
   */
  public Contents where(Predicate<? super Token> predicate) {
    return new Contents(
        (at, most) ->
            pages
                .get(at, PAGE)
                .thenApply(
                    page ->
                        new Page(page.tokens().stream().filter(predicate).toList(), page.next())));
  }

  /** The page at a cursor; null for the first. */
  public CompletionStage<Page> page(@Nullable Cursor at) {
    return pages.get(at, PAGE);
  }

  /** The first of them, in the order of the walk, at most so many. */
  public CompletionStage<List<Token>> first(int most) {
    First first = new First(most);
    first.onSubscribe(new Walk(pages, Math.min(most, PAGE), first));
    return first.result;
  }

  /** Gathers tokens until there are enough. */
  private static final class First implements Flow.Subscriber<Token> {
    private final CompletableFuture<List<Token>> result = new CompletableFuture<>();
    private final List<Token> tokens = new ArrayList<>();
    private final int most;
    private Flow.@Nullable Subscription walk;

    First(int most) {
      this.most = most;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      walk = subscription;
      subscription.request(most);
    }

    @Override
    public void onNext(Token token) {
      tokens.add(token);
      if (tokens.size() == most) {
        if (walk != null) {
          walk.cancel();
        }
        onComplete();
      }
    }

    @Override
    public void onError(Throwable why) {
      result.completeExceptionally(why);
    }

    @Override
    public void onComplete() {
      result.complete(List.copyOf(tokens));
    }
  }

  /** One subscriber's walk. Whoever finds it at rest signals until there is nothing to signal. */
  private static final class Walk implements Flow.Subscription {
    private final Pages pages;
    private final int size;
    private final Flow.Subscriber<? super Token> subscriber;
    private final Queue<Token> ready = new ArrayDeque<>();
    private @Nullable Cursor next;
    private long wanted;
    private boolean fetching;
    private boolean last;
    private boolean signalling;
    private boolean over;
    private @Nullable Throwable failure;

    Walk(Pages pages, int size, Flow.Subscriber<? super Token> subscriber) {
      this.pages = pages;
      this.size = size;
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      synchronized (this) {
        if (n < 1) {
          failure = new IllegalArgumentException("request at least 1, was " + n);
        } else {
          wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
        }
      }
      signal();
    }

    @Override
    public synchronized void cancel() {
      over = true;
      ready.clear();
    }

    private void came(@Nullable Page page, @Nullable Throwable why) {
      synchronized (this) {
        fetching = false;
        if (page == null) {
          failure = why == null ? new IllegalStateException("no page") : why;
        } else if (!over) {
          ready.addAll(page.tokens());
          next = page.next();
          last = page.next() == null;
        }
      }
      signal();
    }

    private void signal() {
      synchronized (this) {
        if (signalling) {
          return;
        }
        signalling = true;
      }
      while (step()) {}
    }

    /** Does one thing, if there is one to do; else rests. */
    private boolean step() {
      Token token = null;
      Throwable why;
      boolean fetch = false;
      synchronized (this) {
        why = failure;
        if (over) {
          return rest();
        } else if (why != null || last && ready.isEmpty()) {
          over = true;
        } else if (wanted > 0 && !ready.isEmpty()) {
          wanted--;
          token = ready.remove();
        } else if (wanted > 0 && !fetching) {
          fetching = true;
          fetch = true;
        } else {
          return rest();
        }
      }
      if (token != null) {
        subscriber.onNext(token);
      } else if (fetch) {
        pages.get(next, size).whenComplete(this::came);
      } else if (why != null) {
        subscriber.onError(why);
      } else {
        subscriber.onComplete();
      }
      return true;
    }

    private boolean rest() {
      signalling = false;
      return false;
    }
  }
}
