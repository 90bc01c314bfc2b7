package teseus.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import teseus.space.Limits;
import teseus.space.host.LoadLimits;
import teseus.space.host.TransactionLimits;

/** The API on a port of loopback, and a client of few words. */
final class Server implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpServer server;

  Server(Vertx vertx, FakeGateway gateway, FakeAdmin admin) throws Exception {
    this(vertx, gateway, admin, 0);
  }

  Server(Vertx vertx, FakeGateway gateway, FakeAdmin admin, LoadLimits load) throws Exception {
    this(vertx, gateway, admin, load, 0);
  }

  Server(Vertx vertx, FakeGateway gateway, FakeAdmin admin, int port) throws Exception {
    this(vertx, gateway, admin, LoadLimits.DEFAULT, port);
  }

  private Server(Vertx vertx, FakeGateway gateway, FakeAdmin admin, LoadLimits load, int port)
      throws Exception {
    Router router = Router.router(vertx);
    HttpApi.mount(
        router,
        vertx,
        gateway,
        admin,
        Limits.DEFAULT,
        load,
        TransactionLimits.DEFAULT,
        Limits.DEFAULT.bytes());
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(port, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, SECONDS);
  }

  int port() {
    return server.actualPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  HttpResponse<String> post(String path, String json, String... headers) throws Exception {
    return send("POST", path, "application/json", json, headers);
  }

  HttpResponse<String> send(
      String method, String path, String contentType, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", contentType);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(url() + path)).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> delete(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(url() + path)).DELETE().build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
  }
}
