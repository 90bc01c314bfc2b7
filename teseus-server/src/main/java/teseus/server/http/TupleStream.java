package teseus.server.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.host.Reply;
import teseus.space.vertx.Gateway.Operation;

/**
 * One request that writes a tuple a line, answered by a line each, in order. Reads on only while
 * less than {@value #LINES_OPEN} lines and {@value #BYTES_OPEN} bytes are unanswered and the client
 * reads its answers, so its memory does not grow with the stream. A line that is refused stops no
 * other. Owned by the request's event loop.
 */
final class TupleStream {
  static final int LINES_OPEN = 64;
  static final int BYTES_OPEN = 4 << 20;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Function<byte[], Operation> write;
  private final int mostBytes;
  private final LineSplitter lines;
  private final Queue<Line> open = new ArrayDeque<>();
  private long bytesOpen;
  private long read;
  private boolean ended;
  private boolean pumping;

  /**
   * The stream that a request carries.
   *
   * @param mostBytes of one line
   * @param write starts the write of one line; may throw what a line is refused with
   */
  TupleStream(HttpServerRequest request, int mostBytes, Function<byte[], Operation> write) {
    this.request = request;
    this.response = request.response();
    this.write = write;
    this.mostBytes = mostBytes;
    this.lines = new LineSplitter(mostBytes);
  }

  void start() {
    response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, ContentTypes.NDJSON);
    response.exceptionHandler(gone -> {}); // what was written stays; a cut last line never was
    request.exceptionHandler(gone -> {});
    request.handler(
        chunk -> {
          lines.add(chunk);
          pump();
        });
    request.endHandler(
        end -> {
          ended = true;
          pump();
        });
    BodyReader.goOn(request, Future.succeededFuture());
  }

  private void pump() {
    if (pumping || response.closed() || response.ended()) {
      return;
    }
    pumping = true; // a write that answers at once comes back here
    answer();
    while (hasRoom() && (lines.next() || lastLine())) {
      begin();
      answer();
    }
    pumping = false;
    if (!hasRoom()) {
      request.pause();
      response.drainHandler(drained -> pump());
    } else if (!ended) {
      request.resume();
    } else if (open.isEmpty()) {
      response.end();
    }
  }

  /** Whether the stream ended in a line that no line end follows. */
  private boolean lastLine() {
    return ended && lines.rest();
  }

  private boolean hasRoom() {
    return open.size() < LINES_OPEN && bytesOpen < BYTES_OPEN && !response.writeQueueFull();
  }

  private void begin() {
    read++;
    byte[] json = lines.line();
    if (json != null && isBlank(json)) {
      return;
    }
    Line line = new Line(read, json == null ? 0 : json.length);
    open.add(line);
    bytesOpen += line.bytes;
    if (json == null) {
      line.refused(tooLong());
      return;
    }
    try {
      write
          .apply(json)
          .reply()
          .onSuccess(line::answered)
          .onFailure(line::refused)
          .onComplete(done -> pump());
    } catch (RuntimeException refused) {
      line.refused(refused);
    }
  }

  private void answer() {
    for (Line first = open.peek(); first != null && first.answer != null; first = open.peek()) {
      open.remove();
      bytesOpen -= first.bytes;
      JsonObject answer = first.answer;
      response.write(answer.toBuffer().appendByte((byte) '\n')).onFailure(gone -> {});
    }
  }

  private ProblemException tooLong() {
    return ProblemException.of(
        ProblemType.TOO_LARGE,
        "a line has at most " + mostBytes + " bytes here",
        Map.of("limitBytes", mostBytes));
  }

  private static boolean isBlank(byte[] json) {
    for (byte b : json) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /** A line that was read and whose answer has not been sent. */
  private static final class Line {
    private final long number;
    private final int bytes;
    private @Nullable JsonObject answer;

    Line(long number, int bytes) {
      this.number = number;
      this.bytes = bytes;
    }

    void answered(Reply reply) {
      if (reply instanceof Reply.Written written) {
        answer = JsonObject.of("line", number).mergeIn(Answers.lease(written.lease()));
      } else if (reply instanceof Reply.Failed failed) {
        refused(failed.why());
      } else {
        throw new IllegalStateException("a write was answered by " + reply);
      }
    }

    void refused(Throwable why) {
      answer = JsonObject.of("line", number, "problem", Answers.problem(why).json());
    }
  }
}
