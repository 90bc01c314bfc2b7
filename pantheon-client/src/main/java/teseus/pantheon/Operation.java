package teseus.pantheon;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.SessionGoneException;
import teseus.space.UnavailableException;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/**
 * One operation until its answer: asked of one host at a time, and over again of the next when that
 * one is lost, under the same name. Cancelling it calls it off at the host; what it got all the
 * same goes back. Its lock is held for no call that may take another operation's.
 */
final class Operation<T> extends CompletableFuture<T> {
  private static final long CANCEL_AGAIN_MS = 100;
  private static final int SESSIONS_TRIED = 3;

  private final Asker asker;
  private final Request request;
  private final Function<Reply, T> view;
  private final byte[] body;
  private final long started = System.nanoTime();
  private @Nullable Session session;
  private @Nullable OpId op;
  private Route.@Nullable Target sentTo;
  private @Nullable CompletableFuture<HttpResponse<byte[]>> exchange;
  private int begun;
  private boolean mayBeDone;
  private boolean calledOff;
  private boolean decided;
  private boolean over;

  /**
   * An operation that is not asked of anyone yet.
   *
   * @param view what its reply is given out as
   * @throws IllegalArgumentException if the request cannot be sent
   */
  Operation(Asker asker, Request request, Function<Reply, T> view) {
    this.asker = asker;
    this.request = request;
    this.view = view;
    this.body = Codec.body(request, Codec.timeout(request));
  }

  /** Takes its name and goes to wherever the route stands. */
  void begin(Session in) {
    if (isDone()) {
      refused(new CancellationException()); // called off before it was asked of anyone
      return;
    }
    synchronized (this) {
      session = in;
      op = in.begin();
      begun++;
      decided = false;
      mayBeDone = false;
    }
    asker.route().next().thenAccept(this::send);
  }

  private void send(Route.Target to) {
    CompletableFuture<HttpResponse<byte[]>> asked;
    synchronized (this) {
      if (over || decided || sentTo == to || session == null || op == null) {
        return;
      }
      sentTo = to;
      long remaining = remaining();
      Duration patience = asker.config().answer().plusMillis(remaining);
      byte[] now = remaining == Codec.timeout(request) ? body : Codec.body(request, remaining);
      asked = asker.transport().operate(to, session, op, Codec.path(request), now, patience);
      exchange = asked;
    }
    asked.whenComplete((answer, failure) -> heard(to, asked, answer, failure));
    if (!asker.route().isCurrent(to)) {
      again(); // the move came between asking the way and going
    }
  }

  /** Goes on at the route's present host, if this is not where it is. */
  void again() {
    CompletableFuture<HttpResponse<byte[]>> lost;
    synchronized (this) {
      if (over || decided || (sentTo != null && asker.route().isCurrent(sentTo))) {
        return;
      }
      lost = exchange;
      mayBeDone |= lost != null && !lost.isDone();
      exchange = null;
      sentTo = null;
    }
    if (lost != null) {
      lost.cancel(true);
    }
    if (!giveUp()) {
      asker.route().next().thenAccept(this::send);
    }
  }

  private void heard(
      Route.Target from,
      CompletableFuture<HttpResponse<byte[]>> asked,
      @Nullable HttpResponse<byte[]> answer,
      @Nullable Throwable failure) {
    Optional<Reply> reply = answer == null ? Optional.empty() : reply(answer);
    Optional<RuntimeException> problem = Optional.empty();
    synchronized (this) {
      if (over || exchange != asked || op == null) {
        return; // an answer to a turn that has passed decides nothing
      }
      if (answer != null && reply.isEmpty()) {
        problem = Failures.of(op, answer.statusCode(), answer.body());
      }
      // From here on it is repeated nowhere: a take done there would be nobody's.
      decided = reply.isPresent() || problem.isPresent();
    }
    if (reply.isEmpty() && problem.isEmpty()) {
      lost(from, !neverArrived(failure)); // or whatever answered is no host of ours
      return;
    }
    asker.route().heard(from);
    reply.ifPresent(this::done);
    problem.ifPresent(this::failed);
  }

  private void lost(Route.Target host, boolean arrived) {
    synchronized (this) {
      mayBeDone |= arrived;
    }
    asker.route().leave(host);
    again();
  }

  private Optional<Reply> reply(HttpResponse<byte[]> answer) {
    if (answer.statusCode() >= 300) {
      return Optional.empty();
    }
    try {
      return Optional.of(Codec.reply(request, answer.statusCode(), answer.body()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void done(Reply reply) {
    if (!end(false)) {
      return;
    }
    T value;
    try {
      value = view.apply(reply);
    } catch (RuntimeException e) {
      if (!completeExceptionally(e)) {
        giveBack(reply);
      }
      return;
    }
    if (!complete(value)) {
      giveBack(reply);
    }
  }

  private void giveBack(Reply reply) {
    boolean took = request instanceof Request.Take || request instanceof Request.TakeIfExists;
    if (took && reply instanceof Reply.Found found) {
      found.token().ifPresent(asker::giveBack);
    }
  }

  private void failed(RuntimeException problem) {
    RuntimeException told = problem;
    if (problem instanceof SessionGoneException) {
      if (renewed()) {
        return;
      }
      told = repeated(problem);
    }
    if (end(told instanceof OutcomeUnknownException)) {
      completeExceptionally(told);
    }
  }

  /** Begins anew in another session, if no host can have done it in this one. */
  private boolean renewed() {
    Session gone;
    synchronized (this) {
      gone = session;
      if (gone == null || op == null) {
        return false;
      }
      if (!mayBeDone && begun < SESSIONS_TRIED) {
        gone.end(op);
        exchange = null;
        sentTo = null;
        session = null;
        op = null;
      }
    }
    asker.gone(gone);
    synchronized (this) {
      if (op != null) {
        return false;
      }
    }
    asker.begin(this);
    return true;
  }

  private synchronized RuntimeException repeated(RuntimeException problem) {
    return !mayBeDone || op == null || Codec.isPure(request)
        ? problem
        : new OutcomeUnknownException(
            op, "the session ended before a repetition was answered: " + problem.getMessage());
  }

  /** No session could be had. */
  void refused(Throwable why) {
    if (end(false)) {
      completeExceptionally(why);
    }
  }

  private boolean giveUp() {
    long now = System.nanoTime();
    long patience = asker.config().patience().toNanos();
    boolean silent = Math.min(asker.route().silence(), now - started) > patience;
    long most =
        asker.config().answer().toNanos()
            + patience
            + TimeUnit.MILLISECONDS.toNanos(Codec.timeout(request));
    if (!silent && now - started <= most) {
      return false;
    }
    OpId name;
    boolean unknown;
    synchronized (this) {
      name = op;
      unknown = mayBeDone && !Codec.isPure(request);
    }
    String why = "none of " + asker.config().hosts() + " answered in " + asker.config().patience();
    if (end(unknown)) {
      completeExceptionally(
          unknown && name != null
              ? new OutcomeUnknownException(name, why)
              : new UnavailableException(why + "; nothing was done"));
    }
    return true;
  }

  /** Ends it, once; {@code unknown} leaves its answer to whatever ends the session. */
  private boolean end(boolean unknown) {
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
      if (session != null && op != null) {
        if (unknown) {
          session.abandon(op);
        } else {
          session.end(op);
        }
      }
    }
    asker.ended(this, session, unknown);
    return true;
  }

  private long remaining() {
    if (calledOff) {
      return 0;
    }
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    return Math.max(0, Codec.timeout(request) - waited);
  }

  /**
   * Calls the operation off, whatever the argument.
   *
   * @return whether it had not ended; a tuple that it takes all the same is written back
   */
  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean cancelled = super.cancel(mayInterrupt);
    boolean first;
    synchronized (this) {
      first = cancelled && !calledOff;
      calledOff = calledOff || cancelled;
    }
    if (first) {
      callOff(CANCEL_AGAIN_MS);
    }
    return cancelled;
  }

  /** As {@link #cancel}, for whoever does not care. */
  void callOff() {
    var unused = cancel(true);
  }

  /** Asks its host to call it off, again and again until it answers: the two may cross. */
  private void callOff(long pause) {
    Route.Target to;
    OpId name;
    synchronized (this) {
      if (over) {
        return;
      }
      to = sentTo;
      name = op;
    }
    CompletableFuture<?> asked =
        to == null || name == null
            ? CompletableFuture.completedFuture(null)
            : asker.transport().delete(to, "/v1/operations/" + name, asker.config().answer());
    asked.whenCompleteAsync(
        (answer, failure) -> callOff(Math.min(2 * pause, 1_000)),
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS));
  }

  private static boolean neverArrived(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
  }
}
