package teseus.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import teseus.space.host.Reply;
import teseus.space.vertx.Gateway.Operation;

/**
 * Takes matches one by one, some at a time, and gives each as a line: no more than {@value #OPEN}
 * are under way or wait to be read at the other end. The last line says how many were taken. If the
 * other end goes, what is under way goes back into the space. Owned by the request's event loop.
 */
final class TakeStream {
  static final int OPEN = 16;

  private final HttpServerResponse response;
  private final Supplier<Operation> take;
  private final Runnable over;
  private final Set<Operation> open = new HashSet<>();
  private int left;
  private int taken;
  private boolean pumping;

  /**
   * A stream that nothing was written to.
   *
   * @param take begins one take
   * @param most how many to take
   * @param over is called when it has ended
   */
  TakeStream(HttpServerResponse response, Supplier<Operation> take, int most, Runnable over) {
    this.response = response;
    this.take = take;
    this.left = most;
    this.over = over;
  }

  void begin() {
    response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, ContentTypes.NDJSON);
    response.exceptionHandler(gone -> {});
    response.closeHandler(gone -> leave());
    response.endHandler(ended -> over.run());
    pump();
  }

  private void leave() {
    left = 0;
    Set.copyOf(open).forEach(one -> one.cancel(true));
    over.run();
  }

  private void pump() {
    if (pumping || response.closed() || response.ended()) {
      return;
    }
    pumping = true; // a take that answers at once comes back here
    while (left > 0 && open.size() < OPEN && !response.writeQueueFull()) {
      left--;
      Operation one = take.get();
      open.add(one);
      one.reply().onSuccess(reply -> answered(one, reply)).onFailure(why -> failed(one, why));
    }
    pumping = false;
    if (left > 0 && response.writeQueueFull()) {
      response.drainHandler(drained -> pump());
    } else if (left == 0 && open.isEmpty()) {
      line(JsonObject.of("taken", taken));
      response.end();
    }
  }

  private void answered(Operation one, Reply reply) {
    if (reply instanceof Reply.Found found && found.token().isPresent()) {
      open.remove(one);
      taken++;
      line(Answers.token(found.token().get()));
      pump();
    } else if (reply instanceof Reply.Failed failed) {
      failed(one, failed.why());
    } else {
      open.remove(one);
      left = 0; // there is no more
      pump();
    }
  }

  private void failed(Operation one, Throwable why) {
    open.remove(one);
    left = 0;
    line(JsonObject.of("problem", Answers.problem(why).json()));
    pump();
  }

  private void line(JsonObject document) {
    if (!response.closed()) {
      response.write(document.toBuffer().appendByte((byte) '\n')).onFailure(gone -> {});
    }
  }
}
