package teseus.space.vertx;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.Position;
import teseus.space.Subscription;
import teseus.space.Template;
import teseus.space.host.Subscriber;

/** A listener in the process of the host that is the home of its subscription. */
final class EmbeddedSubscription implements Subscriber, Subscription {
  /** Events that wait for a listener, at most. */
  private static final long WINDOW = 64;

  private final @Nullable ContextInternal context = ContextInternal.current();
  private final Consumer<Event> listener;
  private final Promise<Subscription> opened = promise();
  private final Promise<Void> ended = promise();
  private final Promise<Gateway.Subscription> subscribed = promise();

  private EmbeddedSubscription(Consumer<Event> listener) {
    this.listener = listener;
  }

  /** Subscribes; for how long is in milliseconds. */
  static Future<Subscription> begin(
      Gateway gateway,
      Template template,
      Set<Event.Kind> kinds,
      @Nullable Position from,
      long term,
      Consumer<Event> listener) {
    EmbeddedSubscription made = new EmbeddedSubscription(listener);
    gateway
        .subscribe(template, kinds, from, term, made)
        .onComplete(made.subscribed)
        .onSuccess(subscription -> subscription.grant(WINDOW))
        .onFailure(made.opened::tryFail);
    return made.opened.future();
  }

  private <T> Promise<T> promise() {
    return context == null ? Promise.promise() : context.promise();
  }

  @Override
  public void opened(Position position) {
    opened.tryComplete(this);
  }

  @Override
  public void event(Event event) {
    if (context == null) {
      tell(event);
    } else {
      context.runOnContext(unused -> tell(event));
    }
  }

  private void tell(Event event) {
    try {
      listener.accept(event);
    } finally {
      subscribed.future().onSuccess(subscription -> subscription.grant(1));
    }
  }

  @Override
  public void leaseEnded() {
    ended.tryComplete();
  }

  @Override
  public Future<Optional<Position>> position() {
    return subscribed.future().compose(Gateway.Subscription::position);
  }

  @Override
  public Future<Boolean> renew(Duration term) {
    long millis = EmbeddedSpace.term(term);
    return subscribed.future().compose(subscription -> subscription.renew(millis));
  }

  @Override
  public void cancel() {
    subscribed
        .future()
        .onSuccess(
            subscription -> {
              subscription.cancel();
              leaseEnded();
            });
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }
}
