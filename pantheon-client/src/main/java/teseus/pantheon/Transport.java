package teseus.pantheon;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** One HTTP request an operation. Cancelling what it gives out closes the connection. */
final class Transport {
  /** Above it the host's silence is noticed by asking for a sign of life alone. */
  private static final Duration LONGEST_TIMER = Duration.ofDays(1);

  private static final String COLOUR = "Teseus-Colour";
  private static final String META = "Teseus-Meta";

  private final AtomicLong colour = new AtomicLong();
  private final AtomicLong meta = new AtomicLong(); // the newest state of META told of
  private volatile boolean follows;
  private final HttpClient client;

  Transport(Duration answer) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // a connection for each that waits, and no more
            .connectTimeout(answer)
            .build();
  }

  /** Asks for an operation, or for its answer again. */
  CompletableFuture<HttpResponse<byte[]>> operate(
      Route.Target to, Named operation, byte[] body, Duration timeout) {
    return send(
        session(request(to, Codec.path(operation.request()), timeout), to, operation)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", operation.op().toString())
            .POST(BodyPublishers.ofByteArray(body)));
  }

  /** Asks that an operation be undone. */
  CompletableFuture<HttpResponse<byte[]>> undo(Route.Target to, Named operation, Duration timeout) {
    String path = "/v1/operations/" + operation.op() + "?undo=true";
    return send(session(request(to, path, timeout), to, operation).DELETE());
  }

  private HttpRequest.Builder session(
      HttpRequest.Builder request, Route.Target to, Named operation) {
    Session session = operation.session();
    long seen = colour.get();
    if (seen > 0) { // what is asked now comes after that snapshot, at every host
      request.header(COLOUR, Long.toString(seen));
    }
    if (!follows) { // events do not say what they depend on: a host is to ask others then
      request.header(META, Long.toString(meta.get()));
    }
    return request
        .header("Teseus-Turn", Integer.toString(session.turn(to)))
        .header("Teseus-Low", Long.toString(session.low(operation.op())));
  }

  /**
   * Asks what happens; its body goes on for as long as it does. Waits for the host's first word.
   */
  HttpResponse<InputStream> events(URI host, byte[] body, Duration timeout)
      throws IOException, InterruptedException {
    follows = true;
    return client.send(
        request(new Route.Target(host, 0), "/v1/events", timeout)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofInputStream());
  }

  CompletableFuture<HttpResponse<byte[]>> openSession(Route.Target to, Duration timeout) {
    return send(request(to, "/v1/sessions", timeout).POST(BodyPublishers.noBody()));
  }

  CompletableFuture<HttpResponse<byte[]>> delete(Route.Target to, String path, Duration timeout) {
    return send(request(to, path, timeout).DELETE());
  }

  private static HttpRequest.Builder request(Route.Target to, String path, Duration timeout) {
    String base = to.host().toString();
    String clean = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(clean + path));
    return timeout.compareTo(LONGEST_TIMER) < 0 ? request.timeout(timeout) : request;
  }

  private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest.Builder request) {
    return client
        .sendAsync(request.build(), BodyHandlers.ofByteArray())
        .whenComplete(
            (answer, failure) -> {
              if (answer != null) {
                raise(colour, answer, COLOUR);
                raise(meta, answer, META);
              }
            });
  }

  private static void raise(AtomicLong most, HttpResponse<?> answer, String header) {
    answer
        .headers()
        .firstValueAsLong(header)
        .ifPresent(told -> most.accumulateAndGet(told, Math::max));
  }
}
