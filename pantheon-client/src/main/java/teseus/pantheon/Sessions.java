package teseus.pantheon;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.UnavailableException;
import teseus.space.host.Request;

/**
 * The session that new operations are numbered in, and those before it until nothing is open in
 * them. Thread-safe.
 */
final class Sessions {
  private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

  private final PantheonConfig config;
  private final Transport transport;
  private final Route route;
  private final Set<Session> all = ConcurrentHashMap.newKeySet();
  private final Set<CompletableFuture<?>> ending = ConcurrentHashMap.newKeySet();
  private @Nullable CompletableFuture<Session> current;

  Sessions(PantheonConfig config, Transport transport, Route route) {
    this.config = config;
    this.transport = transport;
    this.route = route;
  }

  /** Those that have not ended; a copy. */
  List<Session> all() {
    return List.copyOf(all);
  }

  /**
   * A name for a new operation.
   *
   * @return fails with {@link UnavailableException} if no host opens a session
   */
  CompletableFuture<Named> name(Request request) {
    return current()
        .thenCompose(
            session ->
                session
                    .begin()
                    .map(op -> CompletableFuture.completedFuture(new Named(session, op, request)))
                    .orElseGet(
                        () -> {
                          retire(session);
                          return name(request);
                        }));
  }

  /** Nobody will ask for the operation's answer again; a retired session ends with its last. */
  void end(Named operation) {
    operation.session().end(operation.op());
    endIfIdle(operation.session());
  }

  /** A transaction was begun: its session stays until {@link #ended}. */
  void begun(OpId transaction) {
    all.stream()
        .filter(session -> session.id().equals(transaction.session()))
        .forEach(session -> session.keepFor(transaction));
  }

  /** A transaction is over; nothing happens if it was before. */
  void ended(OpId transaction) {
    for (Session session : all) {
      if (session.ended(transaction)) {
        endIfIdle(session);
      }
    }
  }

  /** Whether transactions are open. */
  boolean isKept() {
    return all.stream().anyMatch(Session::isKept);
  }

  /** New operations get another session; this one goes on until nothing is open in it. */
  void retire(Session session) {
    synchronized (this) {
      session.retire();
      if (current != null
          && !current.isCompletedExceptionally()
          && current.getNow(null) == session) {
        current = null;
      }
    }
    endIfIdle(session);
  }

  /** The session has ended at the hosts. */
  void gone(Session session) {
    all.remove(session);
    retire(session);
  }

  private void endIfIdle(Session session) {
    if (!session.isRetired() || !session.isIdle()) {
      return;
    }
    CompletableFuture<Void> ended = new CompletableFuture<>();
    ending.add(ended); // before it is among all no more: close() finds it in one place or the other
    if (all.remove(session)) {
      delete(session).whenComplete((answer, failure) -> over(ended));
    } else {
      over(ended);
    }
  }

  private void over(CompletableFuture<Void> ended) {
    ended.complete(null);
    ending.remove(ended);
  }

  private synchronized CompletableFuture<Session> current() {
    if (current == null || current.isCompletedExceptionally()) {
      current = open(System.nanoTime());
    }
    return current;
  }

  private CompletableFuture<Session> open(long since) {
    return route
        .next()
        .thenCompose(
            to ->
                transport
                    .openSession(to, config.answer())
                    .handle((answer, failure) -> opened(to, answer))
                    .thenCompose(
                        session ->
                            session != null
                                ? CompletableFuture.completedFuture(session)
                                : openElsewhere(to, since)));
  }

  private @Nullable Session opened(Route.Target to, @Nullable HttpResponse<byte[]> answer) {
    if (answer == null || answer.statusCode() != 201) {
      return null;
    }
    try {
      Session session = new Session(Codec.session(answer.body()), to);
      route.heard(to);
      all.add(session);
      return session;
    } catch (IOException e) {
      return null;
    }
  }

  private CompletableFuture<Session> openElsewhere(Route.Target lost, long since) {
    if (System.nanoTime() - since > config.patience().toNanos()) {
      return CompletableFuture.failedFuture(
          new UnavailableException(
              "none of "
                  + config.hosts()
                  + " opened a session in "
                  + config.patience()
                  + "; nothing was done"));
    }
    route.leave(lost);
    return open(since);
  }

  /** Unheard, the session ends by its lease. */
  private CompletableFuture<?> delete(Session session) {
    return route
        .next()
        .thenCompose(to -> transport.delete(to, "/v1/sessions/" + session.id(), config.answer()));
  }

  /**
   * Ends those that are idle, and waits a while for that. Others end with their last operation: a
   * host forgets what was taken in a session that has ended. An interrupt is kept, and ends the
   * wait.
   */
  void close() {
    all.forEach(Session::letGo);
    all.forEach(this::retire);
    try {
      CompletableFuture.allOf(ending.toArray(new CompletableFuture<?>[0]))
          .get(config.answer().toMillis(), MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "the sessions end by their lease", e);
    }
  }
}
