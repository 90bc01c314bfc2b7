package teseus.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks hosts of themselves: the first that answers. Only for what may be repeated. A call waits for
 * its answer.
 */
final class HostCalls {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int UNAVAILABLE = 503;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final List<URI> hosts;

  /**
   * Calls to these hosts.
   *
   * @param hosts base URLs, in the order in which to try them
   */
  HostCalls(List<URI> hosts) {
    this.hosts = hosts;
  }

  /** What a host answers. */
  ObjectNode get(String path) {
    return call("GET", path, BodyPublishers.noBody());
  }

  /** What a host answers to a wish that may come twice. */
  ObjectNode put(String path, JsonNode body) {
    return call("PUT", path, BodyPublishers.ofString(Json.text(body)));
  }

  /** As that, without words of its own. */
  ObjectNode put(String path) {
    return call("PUT", path, BodyPublishers.noBody());
  }

  /** What a host answers when something is to be no more; it may be asked twice. */
  ObjectNode delete(String path) {
    return call("DELETE", path, BodyPublishers.noBody());
  }

  /**
   * What a host answers to a wish without words of its own.
   *
   * @param patience for its answer
   */
  ObjectNode post(String path, Duration patience) {
    return call("POST", path, BodyPublishers.noBody(), patience);
  }

  private ObjectNode call(String method, String path, BodyPublisher body) {
    return call(method, path, body, ANSWER);
  }

  private ObjectNode call(String method, String path, BodyPublisher body, Duration patience) {
    List<String> silent = new ArrayList<>();
    for (URI host : hosts) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(host + path))
              .method(method, body)
              .header("Content-Type", "application/json")
              .timeout(patience)
              .build();
      try {
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != UNAVAILABLE) {
          return document(host, answer);
        }
        silent.add(host + " (" + detail(answer.body()) + ")");
      } catch (IOException e) {
        silent.add(host + " (" + reason(e) + ")");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandException(Exit.INTERRUPTED, "interrupted while waiting for " + host);
      }
    }
    throw new CommandException(
        Exit.UNAVAILABLE,
        "no host answers: " + String.join(", ", silent) + "; start one with teseus serve");
  }

  private static ObjectNode document(URI host, HttpResponse<byte[]> answer) {
    if (answer.statusCode() >= 400) {
      throw new CommandException(
          Refusal.exit(answer.statusCode()), host + ": " + detail(answer.body()));
    }
    try {
      return Json.readObject(answer.body());
    } catch (Json.NotJsonException e) {
      throw new CommandException(
          Exit.UNAVAILABLE, host + " is no host of Teseus: it does not answer in JSON");
    }
  }

  private static String detail(byte[] body) {
    try {
      JsonNode detail = Json.read(body).path("detail");
      if (detail.isTextual()) {
        return Table.visible(detail.textValue());
      }
    } catch (Json.NotJsonException e) {
      // not from a host of ours: shown as it is
    }
    String text = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8);
    return text.isBlank() ? "no reason given" : Table.visible(text);
  }

  static String reason(IOException e) {
    if (e instanceof ConnectException && e.getMessage() == null) {
      return "nothing listens there";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
