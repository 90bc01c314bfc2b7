package teseus.pantheon;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.OutcomeUnknownException;
import teseus.space.SessionGoneException;
import teseus.space.UnavailableException;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/**
 * What a caller asked for, until its future is complete, and the hosts know it if somebody else
 * completed that: a take that nobody waits for is undone, anything else is called off. Its lock is
 * held for no call that may take another operation's.
 */
final class Operation<T> implements Exchange.Errand {
  private static final long CALL_OFF_AGAIN_MS = 100;
  private static final int SESSIONS_TRIED = 3;

  private final RemoteAsker asker;
  private final Request request;
  private final Function<Reply, T> view;
  private final byte[] body;
  private final long started = System.nanoTime();
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private @Nullable Named named;
  private @Nullable Exchange exchange;
  private int begun;

  /**
   * An operation that is not asked of anyone yet.
   *
   * @param view what its reply is given out as
   * @throws IllegalArgumentException if the request cannot be sent
   */
  Operation(RemoteAsker asker, Request request, Function<Reply, T> view) {
    this.asker = asker;
    this.request = request;
    this.view = view;
    this.body = Codec.body(request, Codec.timeout(request));
    var unused = result.whenComplete((value, failure) -> left());
  }

  Request request() {
    return request;
  }

  /** What its caller holds; however it is completed, the operation learns of it. */
  CompletableFuture<T> result() {
    return result;
  }

  /** Goes to wherever the route stands, under the name given. */
  void begin(Named as) {
    Exchange asking =
        new Exchange(
            asker,
            this,
            started,
            asker
                .config()
                .answer()
                .plus(asker.config().patience())
                .plusMillis(Codec.timeout(request)));
    boolean wanted;
    synchronized (this) {
      named = as;
      begun++;
      wanted = !result.isDone();
      exchange = wanted ? asking : null;
    }
    if (wanted) {
      asking.begin();
    } else {
      over(); // nobody was asked
    }
  }

  /** No name could be had. */
  void refused(Throwable why) {
    result.completeExceptionally(why);
    asker.ended(this);
  }

  @Override
  public CompletableFuture<HttpResponse<byte[]>> ask(Route.Target host) {
    long remaining = remaining();
    byte[] now = remaining == Codec.timeout(request) ? body : Codec.body(request, remaining);
    Duration timeout = asker.config().answer().plusMillis(remaining);
    return asker.transport().operate(host, name(), now, timeout);
  }

  private long remaining() {
    if (result.isDone()) {
      return 0; // called off
    }
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    return Math.max(0, Codec.timeout(request) - waited);
  }

  private synchronized Named name() {
    if (named == null) {
      throw new IllegalStateException("asked before it was named");
    }
    return named;
  }

  @Override
  public Optional<Answer> read(HttpResponse<byte[]> answer) {
    return Answer.to(name(), answer);
  }

  @Override
  public boolean goesOn(Answer answer) {
    return false;
  }

  @Override
  public void answered(Answer answer) {
    if (answer instanceof Answer.Given given) {
      given(given.reply());
    } else if (answer instanceof Answer.Refused refused) {
      failed(refused.why());
    }
  }

  private void given(Reply reply) {
    boolean out = Codec.isTake(request) && ((Reply.Found) reply).token().isPresent();
    boolean got = Delivery.of(reply, view, result);
    if (!got && reply instanceof Reply.Begun unwanted) {
      asker.abort(unwanted.id());
    }
    if (out && !got) {
      undo();
    } else {
      over();
    }
  }

  private void failed(RuntimeException problem) {
    boolean known = Codec.isPure(request) || Failures.isFinal(problem);
    if (known || !(mayBeDone() || problem instanceof OutcomeUnknownException)) {
      if (!(problem instanceof SessionGoneException && begunAgain())) {
        result.completeExceptionally(problem);
        over();
      }
    } else if (problem instanceof SessionGoneException) {
      result.completeExceptionally(
          new OutcomeUnknownException(
              name().op(),
              "the session ended before a repetition was answered: " + problem.getMessage()));
      asker.sessions().gone(name().session());
      over();
    } else {
      unknown(Failures.unknown(name().op(), problem));
    }
  }

  /** Whether an earlier asking than the one just answered may have changed something. */
  private boolean mayBeDone() {
    Exchange asking;
    synchronized (this) {
      asking = exchange;
    }
    return asking != null && asking.mayBeDone() && !Codec.isPure(request);
  }

  /** Begins anew in another session; no host can have done it in this one. */
  private boolean begunAgain() {
    Named past;
    synchronized (this) {
      past = name();
      if (begun >= SESSIONS_TRIED) {
        return false;
      }
      exchange = null;
      named = null;
    }
    asker.sessions().gone(past.session());
    asker.sessions().end(past);
    asker.begin(this);
    return true;
  }

  @Override
  public void unanswered(String why) {
    if (mayBeDone()) {
      unknown(new OutcomeUnknownException(name().op(), why));
    } else {
      result.completeExceptionally(new UnavailableException(why + "; nothing was done"));
      over();
    }
  }

  /** Kept for whoever is told that its outcome is not known. */
  private void unknown(OutcomeUnknownException told) {
    asker.sessions().retire(name().session());
    asker.outcomes().keep(name());
    if (!result.completeExceptionally(told)) {
      asker.outcomes().drop(name().op()); // nobody is told
    }
    asker.ended(this);
  }

  private void over() {
    asker.sessions().end(name());
    asker.ended(this);
  }

  private void undo() {
    new Undo(asker, name()).begin();
    asker.ended(this);
  }

  /** The future is complete; if not by an answer, then nobody waits for that any more. */
  private void left() {
    Exchange asking;
    synchronized (this) {
      asking = exchange;
    }
    if (asking == null) {
      return; // it has no name yet, and will be asked of nobody
    }
    if (!Codec.isTake(request)) {
      callOff(asking, CALL_OFF_AGAIN_MS);
    } else if (asking.stop()) {
      if (asking.mayBeDone()) {
        undo();
      } else {
        over();
      }
    }
  }

  /** Asks its host to call it off, again and again until it answers: the two may cross. */
  private void callOff(Exchange asking, long pause) {
    if (asking.isOver()) {
      return;
    }
    CompletableFuture<?> told =
        asking
            .host()
            .<CompletableFuture<?>>map(
                to ->
                    asker
                        .transport()
                        .delete(to, "/v1/operations/" + name().op(), asker.config().answer()))
            .orElseGet(() -> CompletableFuture.completedFuture(null));
    told.whenCompleteAsync(
        (answer, failure) -> callOff(asking, Math.min(2 * pause, 1_000)),
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS));
  }
}
