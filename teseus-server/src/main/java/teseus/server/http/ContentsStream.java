package teseus.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import teseus.space.Token;

/**
 * Tokens as lines, as fast as they are read at the other end: the next page is not asked for before
 * this one is on its way. A line with a problem, if any, is the last; without one, and with the end
 * of the body, nothing is missing.
 */
final class ContentsStream implements Flow.Subscriber<Token> {
  private final HttpServerResponse response;
  private final Runnable over;
  private final Context context = Vertx.currentContext();
  private long left;
  private Flow.@Nullable Subscription walk;

  /**
   * Made on the response's event loop, where all that follows is done.
   *
   * @param most lines
   * @param over is called when it has ended
   */
  ContentsStream(HttpServerResponse response, long most, Runnable over) {
    this.response = response;
    this.left = most;
    this.over = over;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    walk = subscription;
    response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, ContentTypes.NDJSON);
    response.exceptionHandler(gone -> {});
    response.closeHandler(closed -> leave(subscription));
    response.endHandler(ended -> leave(subscription));
    more();
  }

  private void leave(Flow.Subscription subscription) {
    subscription.cancel();
    over.run();
  }

  private void more() {
    if (walk != null) {
      walk.request(1);
    }
  }

  @Override
  public void onNext(Token token) {
    run(
        () -> {
          line(Answers.token(token));
          if (--left == 0) {
            response.end();
          } else if (response.writeQueueFull()) {
            response.drainHandler(drained -> more());
          } else {
            more();
          }
        });
  }

  @Override
  public void onError(Throwable why) {
    run(
        () -> {
          line(JsonObject.of("problem", Answers.problem(why).json()));
          response.end();
        });
  }

  @Override
  public void onComplete() {
    run(response::end);
  }

  /** Pages come on their own threads; also so that the stack does not grow with them. */
  private void run(Runnable what) {
    context.runOnContext(
        on -> {
          if (!response.closed() && !response.ended()) {
            what.run();
          }
        });
  }

  private void line(JsonObject document) {
    response.write(document.toBuffer().appendByte((byte) '\n')).onFailure(gone -> {});
  }
}
