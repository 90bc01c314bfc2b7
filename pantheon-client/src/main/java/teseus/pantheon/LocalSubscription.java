package teseus.pantheon;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.Position;
import teseus.space.host.Subscriber;
import teseus.space.vertx.Gateway;

/**
 * A subscription at a host in this process. Its thread calls the listener, so that one that takes
 * its time keeps nobody but itself.
 */
final class LocalSubscription implements Subscription, Subscriber, Runnable {
  /** Events that wait for the listener, at most. */
  private static final int WINDOW = 64;

  private final Consumer<Event> listener;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(); // as many as granted
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CompletableFuture<Gateway.Subscription> granter = new CompletableFuture<>();
  private final Thread thread;
  private volatile @Nullable Position position;
  private volatile boolean closed;

  LocalSubscription(@Nullable Position from, Consumer<Event> listener) {
    this.position = from;
    this.listener = listener;
    thread = new Thread(this, "teseus-events");
    thread.setDaemon(true);
  }

  /** Its host was asked to begin. */
  void begin(Future<Gateway.Subscription> asked) {
    asked
        .onSuccess(
            subscription -> {
              granter.complete(subscription);
              subscription.grant(WINDOW);
              thread.start();
            })
        .onFailure(this::end);
  }

  @Override
  public void opened(Position at) {
    if (position == null) {
      position = at;
    }
    opened.complete(null);
  }

  @Override
  public void event(Event event) {
    events.add(event);
  }

  @Override
  public void leaseEnded() {
    close();
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        Event event = events.take();
        if (!closed) {
          listener.accept(event);
          position = event.position();
          granter.join().grant(1);
        }
      }
      end(null);
    } catch (InterruptedException e) {
      end(null);
    } catch (RuntimeException e) {
      end(e);
    }
  }

  private void end(@Nullable Throwable why) {
    closed = true;
    granter.thenAccept(Gateway.Subscription::cancel);
    if (why == null) {
      ended.complete(null);
      opened.cancel(false);
    } else {
      ended.completeExceptionally(why);
      opened.completeExceptionally(why);
    }
  }

  @Override
  public CompletableFuture<Void> opened() {
    return opened.copy();
  }

  @Override
  public Position position() {
    Position at = position;
    return at == null ? new Position(0, Map.of()) : at;
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  @Override
  public void close() {
    closed = true;
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }
}
