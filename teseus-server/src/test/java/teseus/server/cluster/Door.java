package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The HTTP door of a host, asked as any program would. */
final class Door {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final String url;

  Door(String url) {
    this.url = url;
  }

  HttpResponse<String> send(String method, String path, String contentType, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(40))
            .header("Content-Type", contentType)
            .method(method, body)
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return send("POST", path, "application/json", BodyPublishers.ofString(json));
  }

  JsonObject get(String path) throws IOException, InterruptedException {
    return expect(200, send("GET", path, "application/json", BodyPublishers.noBody()));
  }

  JsonObject delete(String path) throws IOException, InterruptedException {
    return expect(200, send("DELETE", path, "application/json", BodyPublishers.noBody()));
  }

  JsonObject put(String path, JsonObject body) throws IOException, InterruptedException {
    String json = body.encode();
    return expect(200, send("PUT", path, "application/json", BodyPublishers.ofString(json)));
  }

  /** Whether the host serves and is linked with so many of the cluster, itself counted. */
  boolean isReady(int reaches) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/v1/health"))
              .timeout(Duration.ofSeconds(2))
              .build();
      HttpResponse<String> health = CLIENT.send(request, BodyHandlers.ofString());
      return health.statusCode() == 200
          && new JsonObject(health.body()).getInteger("reaches") == reaches;
    } catch (IOException e) {
      return false; // not there yet
    }
  }

  private static JsonObject expect(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return new JsonObject(answer.body());
  }
}
