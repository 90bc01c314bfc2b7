package teseus.server.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * One stream of tuples to one host: lines go out while answers come in. Lines are sent by one
 * thread; answers arrive on an event loop.
 */
final class TupleUpload {
  private static final int CONNECT_MS = 2_000;
  private static final long PATIENCE_MS = 60_000;
  private static final int OK = 200;

  private final HttpClient client; // one that nobody references is closed by the garbage collector
  private final HttpClientRequest request;
  private final SentLines open = new SentLines(PATIENCE_MS);
  private final ImportResult result;

  private TupleUpload(HttpClient client, HttpClientRequest request, ImportResult result) {
    this.client = client;
    this.request = request;
    this.result = result;
  }

  /**
   * Connects to the first host that can be reached.
   *
   * @param path what of them takes the stream
   * @param result is told of every answer
   */
  static TupleUpload start(Vertx vertx, List<URI> hosts, String path, ImportResult result)
      throws InterruptedException {
    HttpClient client = vertx.createHttpClient();
    List<String> silent = new ArrayList<>();
    for (URI host : hosts) {
      RequestOptions to =
          new RequestOptions()
              .setMethod(HttpMethod.POST)
              .setAbsoluteURI(host + path)
              .setConnectTimeout(CONNECT_MS)
              .putHeader("Content-Type", "application/x-ndjson");
      try {
        HttpClientRequest request =
            client.request(to).toCompletionStage().toCompletableFuture().get();
        TupleUpload upload = new TupleUpload(client, request.setChunked(true), result);
        upload.listen();
        return upload;
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        silent.add(host + " (" + cause.getMessage() + ")");
      }
    }
    throw new CommandException(Exit.UNAVAILABLE, "no host answers: " + String.join(", ", silent));
  }

  private void listen() {
    request.exceptionHandler(this::lost);
    request.response().onSuccess(this::answering).onFailure(this::lost);
  }

  private void answering(HttpClientResponse response) {
    response.exceptionHandler(this::lost);
    if (response.statusCode() != OK) {
      response
          .body()
          .onSuccess(body -> open.breakOff(refused(response.statusCode(), body)))
          .onFailure(this::lost);
      return;
    }
    response.handler(RecordParser.newDelimited("\n", this::answer));
    response.endHandler(
        end -> {
          if (open.unanswered().isEmpty()) {
            open.end();
          } else {
            open.breakOff("the host ended the stream");
          }
        });
  }

  private static String refused(int status, Buffer body) {
    try {
      return "the host refused: " + Json.read(body.getBytes()).path("detail").asText();
    } catch (Json.NotJsonException e) {
      return "the host answered with status " + status;
    }
  }

  private void answer(Buffer line) {
    try {
      result.answered(open.answered(), Json.readObject(line.getBytes()));
    } catch (Json.NotJsonException e) {
      open.breakOff("the host answered what is not JSON");
    }
  }

  private void lost(Throwable why) {
    open.breakOff("the connection broke: " + why.getMessage());
  }

  /** Sends a line once there is room; false if nothing can be sent any more. */
  boolean send(long number, byte[] json) throws InterruptedException {
    if (!open.awaitRoom()) {
      return false;
    }
    open.sent(number, json.length);
    Future<Void> written =
        request.write(Buffer.buffer(json.length + 1).appendBytes(json).appendByte((byte) '\n'));
    written.onFailure(this::lost);
    return true;
  }

  /** Ends the stream and waits for the answers that are still to come. */
  void finish() throws InterruptedException {
    request.end().onFailure(this::lost);
    open.awaitEnd();
    Future<Void> closing = client.close();
    result.lost(open.unanswered(), open.broken());
  }
}
