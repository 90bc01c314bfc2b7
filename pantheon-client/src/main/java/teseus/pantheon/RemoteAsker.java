package teseus.pantheon;

import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.Template;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/**
 * Asks hosts over HTTP; keeps all that a client has under way. Calls nothing of it under its own
 * lock.
 */
final class RemoteAsker implements Asker {
  private final PantheonConfig config;
  private final Transport transport;
  private final Route route;
  private final Sessions sessions;
  private final Outcomes outcomes = new Outcomes(this);
  private final Indexes indexes = new Indexes(this);
  private final SignsOfLife signs;
  private final Set<Operation<?>> operations = ConcurrentHashMap.newKeySet();
  private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
  private final Set<RemoteSubscription> subscriptions = ConcurrentHashMap.newKeySet();
  private boolean closed;

  RemoteAsker(PantheonConfig config) {
    this.config = config;
    this.transport = new Transport(config.answer());
    this.route =
        new Route(
            config.hosts(),
            new SecureRandom(),
            ms -> CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS),
            this::moved);
    this.sessions = new Sessions(config, transport, route);
    this.signs =
        new SignsOfLife(
            config,
            transport,
            route,
            sessions,
            () -> !isIdle() || !outcomes.isEmpty() || sessions.isKept());
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

  Sessions sessions() {
    return sessions;
  }

  Outcomes outcomes() {
    return outcomes;
  }

  @Override
  public Indexes indexes() {
    return indexes;
  }

  @Override
  public <T> CompletableFuture<T> submit(Request request, Function<Reply, T> view) {
    Operation<T> operation = new Operation<>(this, request, view);
    synchronized (this) {
      requireOpen();
      operations.add(operation);
    }
    begin(operation);
    signs.start();
    return operation.result();
  }

  @Override
  public void begun(OpId transaction) {
    sessions.begun(transaction);
  }

  @Override
  public void ended(OpId transaction) {
    sessions.ended(transaction);
  }

  @Override
  public void abort(OpId transaction) {
    sessions.ended(transaction);
    Operation<Boolean> abort = new Operation<>(this, new Request.Abort(transaction), reply -> true);
    synchronized (this) {
      if (closed) {
        return;
      }
      operations.add(abort);
    }
    begin(abort);
  }

  @Override
  public CompletableFuture<Outcome> outcome(OpId op) {
    requireOpen();
    return outcomes.ask(op);
  }

  @Override
  public Subscription listen(
      Template template, Set<Event.Kind> kinds, @Nullable Position from, Consumer<Event> listener) {
    byte[] unused = Codec.events(template, kinds, from); // refused here, if at all
    RemoteSubscription subscription =
        new RemoteSubscription(
            config.hosts(),
            transport,
            at -> Codec.events(template, kinds, at),
            from,
            listener,
            config.answer());
    synchronized (this) {
      requireOpen();
      subscriptions.add(subscription);
    }
    var ending =
        subscription.ended().whenComplete((done, failure) -> subscriptions.remove(subscription));
    subscription.begin();
    return subscription;
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this client is closed");
    }
  }

  /** Names an operation, which then asks. */
  void begin(Operation<?> operation) {
    sessions
        .name(operation.request())
        .whenComplete(
            (named, failure) -> {
              if (failure == null) {
                operation.begin(named);
              } else {
                operation.refused(
                    failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure);
              }
            });
  }

  /** An exchange is under way, and goes along when the route does. */
  void began(Exchange exchange) {
    exchanges.add(exchange);
    signs.start();
  }

  void ended(Exchange exchange) {
    exchanges.remove(exchange);
    ended();
  }

  /** Nothing can come of an operation any more, but for an exchange that has begun. */
  void ended(Operation<?> operation) {
    operations.remove(operation);
    ended();
  }

  private synchronized void ended() {
    notifyAll(); // close() waits for the last
  }

  private boolean isIdle() {
    return operations.isEmpty() && exchanges.isEmpty();
  }

  /**
   * What is open is repeated, in its session; that takes every segment's word, also that of a host
   * that is down. What begins from now on does so in another session and waits for nobody's.
   */
  private void moved() {
    sessions.all().forEach(sessions::retire);
    exchanges.forEach(Exchange::again);
  }

  /** Leaves everything that is open, waits a while until hosts know, and ends the sessions. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    operations.forEach(operation -> operation.result().cancel(true));
    subscriptions.forEach(RemoteSubscription::close);
    outcomes.close();
    try {
      awaitIdle();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sessions.close();
  }

  private synchronized void awaitIdle() throws InterruptedException {
    long deadline = System.nanoTime() + config.answer().toNanos();
    long left = config.answer().toMillis();
    while (!isIdle() && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }
}
