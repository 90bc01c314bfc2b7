package teseus.pantheon;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.vertx.Gateway;

/** Asks a host in this process. Nothing is repeated: who asks and who answers are lost together. */
final class LocalAsker implements Asker {
  private static final System.Logger LOG = System.getLogger(LocalAsker.class.getName());

  private final Gateway host;
  private final Runnable closing;
  private final Indexes indexes = new Indexes(this);
  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
  private final Set<LocalSubscription> subscriptions = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Asks a host.
   *
   * @param closing is done at the end
   */
  LocalAsker(Gateway host, Runnable closing) {
    this.host = host;
    this.closing = closing;
  }

  @Override
  public <T> CompletableFuture<T> submit(Request request, Function<Reply, T> view) {
    requireOpen();
    Gateway.Operation asked = host.call(request);
    CompletableFuture<T> result = new CompletableFuture<>();
    Future<Reply> reply = asked.reply();
    if (!reply.isComplete()) {
      open.add(result);
      var unused = result.whenComplete((value, failure) -> left(result, asked));
      if (closed) {
        result.cancel(true); // closed meanwhile, which may have missed it
      }
    }
    reply
        .onSuccess(given -> given(request, given, view, result))
        .onFailure(result::completeExceptionally);
    return result;
  }

  private void left(CompletableFuture<?> result, Gateway.Operation asked) {
    open.remove(result);
    if (!asked.reply().isComplete()) {
      asked.cancel(true);
    }
  }

  private <T> void given(
      Request request, Reply reply, Function<Reply, T> view, CompletableFuture<T> result) {
    if (reply instanceof Reply.Failed failed) {
      result.completeExceptionally(failed.why());
    } else if (!Delivery.of(reply, view, result)) {
      unwanted(request, reply);
    }
  }

  /** Whoever asked left while the answer was on its way. */
  private void unwanted(Request request, Reply reply) {
    if (reply instanceof Reply.Begun begun) {
      abort(begun.id());
    } else if (Codec.isTake(request)) {
      ((Reply.Found) reply).token().ifPresent(this::putBack);
    }
  }

  private void putBack(Token token) {
    host.submit(Request.Write.back(token, Instant.now()))
        .reply()
        .onSuccess(
            reply -> {
              if (reply instanceof Reply.Failed failed) {
                LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} was taken for a caller who had left, and cannot be put back: {1}",
                    token,
                    failed.why().getMessage());
              }
            });
  }

  @Override
  public void begun(OpId transaction) {
    // its host and its client are lost together
  }

  @Override
  public void ended(OpId transaction) {
    // nothing is kept for it
  }

  @Override
  public void abort(OpId transaction) {
    Gateway.Operation unused = host.call(new Request.Abort(transaction));
  }

  @Override
  public CompletableFuture<Outcome> outcome(OpId op) {
    requireOpen();
    CompletableFuture<Outcome> result = new CompletableFuture<>();
    host.outcome(op)
        .onSuccess(
            reply -> {
              if (reply instanceof Reply.Failed failed) {
                result.completeExceptionally(failed.why());
              } else {
                result.complete(Outcome.of(reply));
              }
            });
    return result;
  }

  @Override
  public Subscription listen(
      Template template, Set<Event.Kind> kinds, @Nullable Position from, Consumer<Event> listener) {
    requireOpen();
    LocalSubscription subscription = new LocalSubscription(from, listener);
    subscriptions.add(subscription);
    var unused =
        subscription.ended().whenComplete((done, failure) -> subscriptions.remove(subscription));
    subscription.begin(host.subscribe(template, kinds, from, Long.MAX_VALUE, subscription));
    if (closed) {
      subscription.close();
    }
    return subscription;
  }

  @Override
  public Indexes indexes() {
    return indexes;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this client is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(result -> result.cancel(true));
    subscriptions.forEach(LocalSubscription::close);
    closing.run();
  }
}
