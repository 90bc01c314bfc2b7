package teseus.pantheon;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An errand, run to one host at a time, and over again to the next when that one is lost, until one
 * answers or patience runs out. Thread-safe; its lock is held for no call that may take another's.
 */
final class Exchange {
  private static final long PAUSE_MS = 200;

  /**
   * What is asked, and who is told. Exactly one of the last two is called, once, if not stopped.
   */
  interface Errand {
    CompletableFuture<HttpResponse<byte[]>> ask(Route.Target host);

    /** Understands an answer; empty if it is no host's: then the host counts as lost. */
    Optional<Answer> read(HttpResponse<byte[]> answer);

    /** Whether it is asked again after a pause, for this answer is none to end with. */
    boolean goesOn(Answer answer);

    void answered(Answer answer);

    /** Patience has run out. */
    void unanswered(String why);
  }

  private final RemoteAsker asker;
  private final Errand errand;
  private final long started;
  private final long most;
  private Route.@Nullable Target sentTo;
  private @Nullable CompletableFuture<HttpResponse<byte[]>> asked;
  private boolean mayBeDone;
  private boolean over;

  /**
   * An errand that is not run yet.
   *
   * @param started in {@link System#nanoTime}, when patience with it began
   * @param most how long it may last in all, even if hosts answer others meanwhile
   */
  Exchange(RemoteAsker asker, Errand errand, long started, Duration most) {
    this.asker = asker;
    this.errand = errand;
    this.started = started;
    this.most = most.toNanos();
  }

  /** Goes to wherever the route stands. */
  void begin() {
    synchronized (this) {
      if (over) {
        return;
      }
      asker.began(this);
    }
    asker.route().next().thenAccept(this::send);
  }

  private void send(Route.Target to) {
    CompletableFuture<HttpResponse<byte[]>> asking;
    synchronized (this) {
      if (over || sentTo == to) {
        return;
      }
      sentTo = to;
      asking = errand.ask(to);
      asked = asking;
    }
    asking.whenComplete((answer, failure) -> heard(to, asking, answer, failure));
    if (!asker.route().isCurrent(to)) {
      again(); // the move came between asking the way and going
    }
  }

  /** Goes on at the route's present host, if this is not where it is. */
  void again() {
    CompletableFuture<HttpResponse<byte[]>> lost;
    synchronized (this) {
      if (over || (sentTo != null && asker.route().isCurrent(sentTo))) {
        return;
      }
      lost = asked;
      mayBeDone |= lost != null && !lost.isDone();
      asked = null;
      sentTo = null;
    }
    if (lost != null) {
      lost.cancel(true);
    }
    if (!givenUp()) {
      asker.route().next().thenAccept(this::send);
    }
  }

  private void heard(
      Route.Target from,
      CompletableFuture<HttpResponse<byte[]>> by,
      @Nullable HttpResponse<byte[]> answer,
      @Nullable Throwable failure) {
    Optional<Answer> read = answer == null ? Optional.empty() : errand.read(answer);
    boolean refused = read.isPresent() && read.get() instanceof Answer.Refused;
    if (refused && !asker.route().isCurrent(from)) {
      again(); // it may be refused for no more than that its turn has passed
      return;
    }
    boolean goesOn = read.isPresent() && errand.goesOn(read.get());
    synchronized (this) {
      if (over || asked != by) {
        return; // an answer to a turn that has passed decides nothing
      }
      asked = null;
      if (read.isEmpty()) {
        mayBeDone |= !neverArrived(failure);
      }
      // From here on it is repeated nowhere: a take done there would be nobody's.
      over = read.isPresent() && !goesOn;
      sentTo = over || goesOn ? sentTo : null;
    }
    if (read.isEmpty()) {
      if (!late()) {
        asker.route().leave(from);
      }
      again();
      return;
    }
    asker.route().heard(from);
    if (goesOn) {
      CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS).execute(this::resend);
    } else {
      errand.answered(read.get());
      asker.ended(this);
    }
  }

  private void resend() {
    synchronized (this) {
      if (asked == null) {
        sentTo = null; // unless a move has sent it on meanwhile
      }
    }
    again();
  }

  private boolean late() {
    return System.nanoTime() - started > most;
  }

  private boolean givenUp() {
    long patience = asker.config().patience().toNanos();
    boolean silent = Math.min(asker.route().silence(), System.nanoTime() - started) > patience;
    if (!silent && !late()) {
      return false;
    }
    synchronized (this) {
      if (over) {
        return true;
      }
      over = true;
    }
    errand.unanswered(
        "none of " + asker.config().hosts() + " answered this in " + asker.config().patience());
    asker.ended(this);
    return true;
  }

  /**
   * Gives it up: nobody is told anything any more.
   *
   * @return false if that comes too late, for an answer is being told, or has been
   */
  boolean stop() {
    CompletableFuture<HttpResponse<byte[]>> lost;
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
      lost = asked;
      mayBeDone |= lost != null;
      asked = null;
    }
    if (lost != null) {
      lost.cancel(true);
    }
    asker.ended(this);
    return true;
  }

  /** Whether a host that did not answer, or was not waited for, may have done what was asked. */
  synchronized boolean mayBeDone() {
    return mayBeDone;
  }

  /** The host that is being asked, if one is. */
  synchronized Optional<Route.Target> host() {
    return over ? Optional.empty() : Optional.ofNullable(sentTo);
  }

  synchronized boolean isOver() {
    return over;
  }

  private static boolean neverArrived(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
  }
}
