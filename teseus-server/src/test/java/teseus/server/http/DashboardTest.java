package teseus.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.server.http.StagedCluster.now;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DashboardTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private final WebSocketClient sockets =
      vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(200));
  private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
  private int port;

  @BeforeEach
  void serve() {
    Router router = Router.router(vertx);
    Dashboard.mount(router, vertx);
    HttpServer server = now(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    port = server.actualPort();
  }

  @AfterEach
  void close() {
    now(vertx.close());
  }

  @Test
  void forbidsThePageEverythingButItsOwnFiles() {
    HttpClientResponse page = get("/", null);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.getHeader("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.getHeader("Content-Security-Policy"))
        .startsWith("default-src 'none';")
        .contains("script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void servesEveryScriptThatAnotherOneImports() {
    for (PageFile file : PageFile.all()) {
      HttpClientResponse answer = get(file.path(), null);
      assertThat(answer.statusCode()).as(file.path()).isEqualTo(200);
      assertThat(answer.getHeader("Content-Type")).isEqualTo(file.mediaType());
      file.content()
          .toString()
          .lines()
          .filter(line -> line.startsWith("import "))
          .map(line -> line.replaceAll(".*'\\.(/.*)';", "$1"))
          .forEach(path -> assertThat(get(path, null).statusCode()).as(path).isEqualTo(200));
    }
  }

  @Test
  void sendsAnUnchangedFileOnce() {
    String tag = get("/app.js", null).getHeader("ETag");
    assertThat(get("/app.js", tag).statusCode()).isEqualTo(304);
    assertThat(get("/style.css", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void leadsNowhereElse() {
    assertThat(get("/package-info.class", null).statusCode()).isEqualTo(404);
    assertThat(get("/../dashboard/index.html", null).statusCode()).isEqualTo(404);
    assertThat(get("/bridge/info", null).statusCode()).isEqualTo(404);
    assertThat(get("/bridge/iframe.html", null).statusCode()).isEqualTo(404);
    assertThat(get("/bridge/0/abc/xhr", null).statusCode()).isEqualTo(404);
  }

  @Test
  void bringsAnEventToAPageThatListens() throws InterruptedException {
    WebSocket page = connect(null);
    write(page, new JsonObject().put("type", "register").put("address", Events.HOST));
    long id =
        vertx.setPeriodic(
            10, tick -> vertx.eventBus().publish(Events.HOST, new JsonObject().put("host", "x")));
    JsonObject event = next();
    vertx.cancelTimer(id);
    assertThat(event.getString("type")).isEqualTo("rec");
    assertThat(event.getString("address")).isEqualTo(Events.HOST);
    assertThat(event.getJsonObject("body").getString("host")).isEqualTo("x");
  }

  @Test
  void letsNoPageListenToAnythingElse() throws InterruptedException {
    WebSocket page = connect(null);
    write(page, new JsonObject().put("type", "register").put("address", "teseus.internal"));
    assertThat(next().getString("body")).isEqualTo("access_denied");
  }

  @Test
  void letsNoPageSpeak() throws InterruptedException {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    now(vertx.eventBus().consumer(Events.HOST, message -> heard.add(message.body())).completion());
    WebSocket page = connect(null);
    for (String type : new String[] {"send", "publish"}) {
      write(
          page,
          new JsonObject()
              .put("type", type)
              .put("address", Events.HOST)
              .put("body", new JsonObject()));
      assertThat(next().getString("body")).isEqualTo("rejected");
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void turnsAwayPagesOfOtherOrigins() {
    assertThatThrownBy(() -> connect("https://elsewhere.example"))
        .hasRootCauseInstanceOf(UpgradeRejectedException.class)
        .hasStackTraceContaining("403");
    assertThat(connect("http://127.0.0.1:" + port).isSsl()).isFalse();
  }

  @Test
  void turnsAwayTheHundredAndFirstPageUntilAnotherLeaves() {
    WebSocket first = connect(null);
    for (int i = 1; i < 100; i++) {
      assertThat(connect(null).isClosed()).isFalse();
    }
    assertThat(isAdmitted()).as("the 101st").isFalse();

    now(first.close());
    boolean admitted = false;
    for (int attempts = 0; !admitted && attempts < 20; attempts++) { // until the server has noticed
      admitted = isAdmitted();
    }
    assertThat(admitted).as("in the place of the first").isTrue();
  }

  /** Whether a new page is answered rather than closed. */
  private boolean isAdmitted() {
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    ClientWebSocket socket = sockets.webSocket();
    socket.handler(data -> answered.complete(true)).closeHandler(v -> answered.complete(false));
    socket
        .connect(options())
        .compose(open -> open.writeTextMessage("{}"))
        .onFailure(closed -> answered.complete(false));
    return answered.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private HttpClientResponse get(String path, String tag) {
    return now(
        client
            .request(HttpMethod.GET, port, "127.0.0.1", path)
            .compose(
                request -> {
                  if (tag != null) {
                    request.putHeader("If-None-Match", tag);
                  }
                  return request.send();
                })
            .compose(response -> response.end().map(response)));
  }

  private WebSocket connect(String origin) {
    WebSocketConnectOptions options = options();
    if (origin != null) {
      options.setAllowOriginHeader(true).addHeader("Origin", origin);
    }
    WebSocket socket = now(sockets.connect(options));
    socket.handler(data -> received.add(data.toJsonObject()));
    return socket;
  }

  private WebSocketConnectOptions options() {
    return new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setPort(port)
        .setURI("/bridge/websocket")
        .setAllowOriginHeader(false);
  }

  private static void write(WebSocket socket, JsonObject message) {
    now(socket.writeTextMessage(message.encode()));
  }

  private JsonObject next() throws InterruptedException {
    JsonObject message = received.poll(10, TimeUnit.SECONDS);
    assertThat(message).as("a message from the bridge").isNotNull();
    return message;
  }
}
