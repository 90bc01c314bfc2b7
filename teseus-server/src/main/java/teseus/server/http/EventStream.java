package teseus.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.Position;
import teseus.space.host.Subscriber;
import teseus.space.vertx.Gateway;

/**
 * What happens in the space, a line of JSON each, for as long as the connection stands. While
 * nothing happens a line now and then says so, by which either side notices that the other is gone.
 * While the client does not read, no more than {@value #WINDOW} events wait here. Owned by the
 * request's event loop.
 */
final class EventStream implements Subscriber {
  static final int WINDOW = 64;
  static final long IDLE_MS = 5_000;

  private final Vertx vertx;
  private final HttpServerResponse response;
  private final Runnable over;
  private final Context context;
  private Gateway.@Nullable Subscription subscription;
  private long owed = WINDOW;
  private long idle = -1;
  private boolean closed;

  /**
   * A stream that nothing was written to.
   *
   * @param over is called when it has ended
   */
  EventStream(Vertx vertx, HttpServerResponse response, Runnable over) {
    this.vertx = vertx;
    this.response = response;
    this.over = over;
    this.context = vertx.getOrCreateContext();
    response.exceptionHandler(gone -> {});
    response.closeHandler(gone -> close());
    response.endHandler(ended -> close());
  }

  /** It is subscribed, and wants to be told. */
  void begin(Gateway.Subscription made) {
    subscription = made;
    if (closed) {
      made.cancel();
      return;
    }
    idle = vertx.setPeriodic(IDLE_MS, tick -> idle());
    grant();
  }

  private void close() {
    closed = true;
    over.run();
    if (idle >= 0) {
      vertx.cancelTimer(idle);
    }
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void opened(Position position) {
    context.runOnContext(
        unused -> {
          if (!closed) {
            response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, ContentTypes.NDJSON);
            write(line("opened", position));
          }
        });
  }

  @Override
  public void event(Event event) {
    context.runOnContext(
        unused -> {
          if (!closed) {
            write(line(event));
            owed++;
            grant();
          }
        });
  }

  private void grant() {
    if (response.headWritten() && response.writeQueueFull()) {
      response.drainHandler(drained -> grant());
    } else if (subscription != null && owed > 0) {
      subscription.grant(owed);
      owed = 0;
    }
  }

  private void idle() {
    if (subscription != null && response.headWritten() && !response.writeQueueFull()) {
      subscription
          .position()
          .onSuccess(
              position -> {
                if (!closed) {
                  position.ifPresent(at -> write(line("idle", at)));
                }
              });
    }
  }

  @Override
  public void leaseEnded() {
    context.runOnContext(
        unused -> {
          if (!closed) {
            write(JsonObject.of("event", "ended"));
            response.end();
          }
        });
  }

  private void write(JsonObject line) {
    response.write(line.toBuffer().appendByte((byte) '\n')).onFailure(gone -> {});
  }

  private static JsonObject line(String event, Position position) {
    return JsonObject.of("event", event, "position", position.toString());
  }

  private static JsonObject line(Event event) {
    JsonObject line =
        JsonObject.of(
            "event",
            event.kind().name().toLowerCase(Locale.ROOT),
            "number",
            event.number(),
            "segment",
            event.segment().toString());
    event.token().ifPresent(token -> line.put("token", Answers.token(token)));
    return line.put("position", event.position().toString());
  }
}
