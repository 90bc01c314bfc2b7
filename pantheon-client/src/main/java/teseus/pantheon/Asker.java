package teseus.pantheon;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.UnavailableException;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/**
 * All open operations of a client, the sessions they are numbered in, and the signs of life of the
 * host they wait at. Thread-safe; calls no operation under its lock.
 */
final class Asker implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Asker.class.getName());

  /** Costs a host next to nothing, and is heard of in the session. */
  private static final Request SIGN_OF_LIFE =
      new Request.ReadIfExists(Template.ofType("teseus.sign-of-life"), Consistency.LOOSE);

  private final PantheonConfig config;
  private final Transport transport;
  private final Route route;
  private final Set<Operation<?>> open = ConcurrentHashMap.newKeySet();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private @Nullable CompletableFuture<Session> current;
  private boolean probing;
  private boolean closed;

  Asker(PantheonConfig config) {
    this.config = config;
    this.transport = new Transport(config.answer());
    this.route = new Route(config.hosts(), new SecureRandom(), this::moved);
  }

  PantheonConfig config() {
    return config;
  }

  Transport transport() {
    return transport;
  }

  Route route() {
    return route;
  }

  /**
   * Starts an operation.
   *
   * @throws IllegalStateException if the client is closed
   */
  <T> Operation<T> submit(Request request, Function<Reply, T> view) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("this client is closed");
      }
    }
    Operation<T> operation = new Operation<>(this, request, view);
    begin(operation);
    return operation;
  }

  void begin(Operation<?> operation) {
    open.add(operation);
    session()
        .whenComplete(
            (session, failure) -> {
              if (failure == null) {
                operation.begin(session);
              } else {
                operation.refused(
                    failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure);
              }
            });
    startProbing();
  }

  /** An operation is over; with {@code unknown}, only its session's end can undo it. */
  void ended(Operation<?> operation, @Nullable Session session, boolean unknown) {
    open.remove(operation);
    if (session != null && unknown) {
      retire(session);
    }
    if (session != null) {
      endIfOver(session);
    }
    synchronized (this) {
      notifyAll(); // close() waits for the last
    }
  }

  /** A session has ended at the hosts: new operations get another. */
  void gone(Session session) {
    retire(session);
    sessions.remove(session);
  }

  private synchronized void retire(Session session) {
    session.retire();
    if (current != null && current.isDone() && current.getNow(session) == session) {
      current = null;
    }
  }

  /** What was taken for nobody is written again, for as long as it still had. */
  void giveBack(Token token) {
    boolean forEver = token.until().equals(Lease.FOREVER);
    long term =
        forEver ? Long.MAX_VALUE : Duration.between(Instant.now(), token.until()).toMillis();
    if (term < 1) {
      return; // it would have expired
    }
    Operation<Reply> write =
        new Operation<>(this, new Request.Write(token.tuple(), term, null), reply -> reply);
    write.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            LOG.log(
                System.Logger.Level.ERROR,
                "token " + token.id() + ", taken by a cancelled operation, could not be put back",
                failure);
          }
        });
    begin(write);
  }

  /**
   * What is open is repeated, in its session; that takes every segment's word, also that of a host
   * that is down. What begins from now on does so in another session and waits for nobody's.
   */
  private void moved() {
    for (Session session : List.copyOf(sessions)) {
      retire(session);
      endIfOver(session);
    }
    open.forEach(Operation::again);
  }

  private void endIfOver(Session session) {
    if (session.isRetired() && session.isIdle() && sessions.remove(session)) {
      end(session);
    }
  }

  private synchronized CompletableFuture<Session> session() {
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
      sessions.add(session);
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

  private void startProbing() {
    synchronized (this) {
      if (probing) {
        return;
      }
      probing = true;
    }
    later().execute(this::probe);
  }

  private void probe() {
    if (open.isEmpty()) {
      synchronized (this) {
        probing = false;
      }
      if (!open.isEmpty()) {
        startProbing(); // one began just now and saw that we were at it
      }
      return;
    }
    List.copyOf(sessions).forEach(session -> route.next().thenAccept(to -> probe(to, session)));
    later().execute(this::probe);
  }

  private void probe(Route.Target to, Session session) {
    OpId op = session.begin();
    transport
        .operate(
            to, session, op, Codec.path(SIGN_OF_LIFE), Codec.body(SIGN_OF_LIFE, 0), config.probe())
        .whenComplete(
            (answer, failure) -> {
              session.end(op);
              endIfOver(session); // its last operation may have ended meanwhile
              if (answer == null) {
                route.leave(to);
              } else if (answer.statusCode() == 410) {
                gone(session);
              } else if (answer.statusCode() < 300) {
                route.heard(to);
              }
            });
  }

  private Executor later() {
    return CompletableFuture.delayedExecutor(config.probe().toMillis(), MILLISECONDS);
  }

  @CanIgnoreReturnValue // unheard, the session ends by its lease
  private CompletableFuture<?> end(Session session) {
    return route
        .next()
        .thenCompose(to -> transport.delete(to, "/v1/sessions/" + session.id(), config.answer()));
  }

  /** Calls all operations off, waits a while for what they got, and ends the sessions. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    open.forEach(Operation::callOff);
    boolean interrupted = false;
    long deadline = System.nanoTime() + config.answer().toNanos();
    synchronized (this) {
      long left = config.answer().toMillis();
      while (!open.isEmpty() && left > 0 && !interrupted) {
        try {
          wait(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    }
    CompletableFuture<?>[] ends =
        sessions.stream().map(this::end).toArray(CompletableFuture<?>[]::new);
    sessions.clear();
    try {
      CompletableFuture.allOf(ends).get(config.answer().toMillis(), MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "the sessions end by their lease", e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
