package teseus.server.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * Collects one request's body, never more of it than is allowed. What follows a body that is
 * refused is thrown away as it comes, so that the sender gets to read why. Owned by the request's
 * event loop.
 */
final class BodyReader {
  static final long PATIENCE_MS = 30_000;
  private static final long DISCARDED_MOST = 16L << 20; // then the connection is cut

  private final HttpServerRequest request;
  private final int most;
  private final Promise<Buffer> whole = Promise.promise();
  private Buffer held = Buffer.buffer();
  private long discarded;

  private BodyReader(HttpServerRequest request, int most) {
    this.request = request;
    this.most = most;
  }

  /**
   * The body, once it is all there. Call before anything else waits on the request.
   *
   * @param most bytes
   * @return fails with {@link ProblemException} if it is larger or takes more than {@value
   *     #PATIENCE_MS} ms, or as the connection does
   */
  static Future<Buffer> read(Vertx vertx, HttpServerRequest request, int most) {
    return new BodyReader(request, most).start(vertx);
  }

  private Future<Buffer> start(Vertx vertx) {
    long timer = vertx.setTimer(PATIENCE_MS, id -> refuse(tooSlow()));
    whole.future().onComplete(done -> vertx.cancelTimer(timer));
    request.exceptionHandler(whole::tryFail);
    request.endHandler(end -> whole.tryComplete(held));
    request.handler(this::chunk);
    if (declaredLength(request) > most) {
      refuse(tooLarge());
    }
    goOn(request, whole.future());
    return whole.future();
  }

  /** Answers {@code Expect: 100-continue}: send it, or, if refused already, do not. */
  static void goOn(HttpServerRequest request, Future<?> body) {
    if (!"100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      return;
    }
    if (body.failed()) {
      closeAfter(request); // whether the body still comes is the client's choice
    } else {
      request.response().writeContinue();
    }
  }

  /** Lets nothing follow the answer: where the next request would start is not known. */
  private static void closeAfter(HttpServerRequest request) {
    request
        .response()
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .endHandler(sent -> request.connection().close());
  }

  /** How long a body says it is; -1 if it does not. */
  static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE; // nothing that fits in an int
    }
  }

  private void chunk(Buffer chunk) {
    if (whole.future().isComplete()) {
      discarded += chunk.length();
      if (discarded > DISCARDED_MOST) {
        request.connection().close();
      }
    } else if (held.length() + chunk.length() > most) {
      refuse(tooLarge());
    } else {
      held.appendBuffer(chunk);
    }
  }

  private void refuse(ProblemException why) {
    held = Buffer.buffer();
    whole.tryFail(why);
  }

  private ProblemException tooLarge() {
    return ProblemException.of(
        ProblemType.TOO_LARGE,
        "a body has at most " + most + " bytes here",
        Map.of("limitBytes", most));
  }

  private ProblemException tooSlow() {
    closeAfter(request);
    return ProblemException.of(
        ProblemType.TOO_SLOW, "the body was not whole after " + PATIENCE_MS + " ms");
  }
}
