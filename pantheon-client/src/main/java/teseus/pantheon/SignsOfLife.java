package teseus.pantheon;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.OpId;
import teseus.space.SessionGoneException;
import teseus.space.Template;
import teseus.space.host.Request;

/**
 * Asks the host for a sign of life in each session for as long as something waits there, and leaves
 * a host that gives none. Thread-safe.
 */
final class SignsOfLife {
  /** Costs a host next to nothing. */
  private static final Request QUESTION =
      new Request.ReadIfExists(Template.ofType("teseus.sign-of-life"), Consistency.LOOSE);

  private final PantheonConfig config;
  private final Transport transport;
  private final Route route;
  private final Sessions sessions;
  private final BooleanSupplier wanted;
  private boolean asking;

  /**
   * Asks nothing yet.
   *
   * @param wanted whether anything waits
   */
  SignsOfLife(
      PantheonConfig config,
      Transport transport,
      Route route,
      Sessions sessions,
      BooleanSupplier wanted) {
    this.config = config;
    this.transport = transport;
    this.route = route;
    this.sessions = sessions;
    this.wanted = wanted;
  }

  /** Something waits from now on. */
  void start() {
    synchronized (this) {
      if (asking) {
        return;
      }
      asking = true;
    }
    later().execute(this::ask);
  }

  private void ask() {
    if (!wanted.getAsBoolean()) {
      synchronized (this) {
        asking = false;
      }
      if (wanted.getAsBoolean()) {
        start(); // it began just now and saw that we were at it
      }
      return;
    }
    sessions.all().forEach(session -> route.next().thenAccept(to -> ask(to, session)));
    later().execute(this::ask);
  }

  private void ask(Route.Target to, Session session) {
    Named sign = new Named(session, session.sign(), QUESTION);
    transport
        .operate(to, sign, Codec.body(QUESTION, 0), config.probe())
        .whenComplete((answer, failure) -> heard(to, session, sign.op(), answer));
  }

  private void heard(
      Route.Target from, Session session, OpId op, @Nullable HttpResponse<byte[]> answer) {
    if (answer == null) {
      route.leave(from);
      return;
    }
    var problem = Failures.of(op, answer.statusCode(), answer.body());
    if (answer.statusCode() < 300 || problem.isPresent()) {
      route.heard(from);
    }
    if (problem.isPresent() && problem.get() instanceof SessionGoneException) {
      sessions.gone(session);
    }
  }

  private Executor later() {
    return CompletableFuture.delayedExecutor(config.probe().toMillis(), MILLISECONDS);
  }
}
