package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import teseus.space.HostId;

/** A host of a test: its links on a context of their own, and what they told it. */
final class LinkedHost implements PeerLinks.Listener {
  private static final long PATIENCE_S = 20;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> payloads = new LinkedBlockingQueue<>();
  private final AtomicInteger deliveries = new AtomicInteger();
  private final Vertx vertx;
  private final LinkConfig config;
  private volatile Context context;
  private volatile PeerLinks links;
  private volatile String deployment;

  private LinkedHost(Vertx vertx, LinkConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  static LinkedHost start(Vertx vertx, LinkConfig config) {
    LinkedHost host = new LinkedHost(vertx, config);
    host.deployment = done(vertx.deployVerticle(host.new Owner()));
    return host;
  }

  private final class Owner extends VerticleBase {
    @Override
    public Future<?> start() {
      LinkedHost.this.context = super.context;
      return PeerLinks.start(vertx, config, LinkedHost.this).onSuccess(it -> links = it);
    }

    @Override
    public Future<?> stop() {
      return links.close();
    }
  }

  void stop() {
    done(vertx.undeploy(deployment));
  }

  int port() {
    return links.port();
  }

  /** Does something in one turn of the event loop that owns the links. */
  <T> T inOneTurn(Function<PeerLinks, T> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        turn -> {
          try {
            done.complete(work.apply(links));
          } catch (RuntimeException e) {
            done.fail(e);
          }
        });
    return done(done.future());
  }

  String nextEvent() {
    return next(events, "event");
  }

  byte[] nextPayload() {
    return next(payloads, "payload");
  }

  @Override
  public void up(HostId peer) {
    heard("up " + peer);
  }

  @Override
  public void down(HostId peer, String why) {
    heard("down " + peer + ": " + why);
  }

  @Override
  public void removed(String why) {
    heard("removed: " + why);
  }

  @Override
  public void received(HostId peer, List<byte[]> came) {
    if (Vertx.currentContext() != context) {
      heard("a payload on another context");
    }
    deliveries.incrementAndGet();
    payloads.addAll(came);
  }

  /** How often payloads came, alone or together. */
  int deliveries() {
    return deliveries.get();
  }

  private void heard(String event) {
    events.add(Vertx.currentContext() == context ? event : event + " on another context");
  }

  static <T> T done(Future<T> future) {
    try {
      return future.await(PATIENCE_S, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("not done within " + PATIENCE_S + " s", e);
    }
  }

  private static <T> T next(BlockingQueue<T> queue, String what) {
    try {
      T next = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
      assertThat(next).as("the next " + what + " within " + PATIENCE_S + " s").isNotNull();
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
