package teseus.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.space.Limits;

/** What the API refuses, how it says so, and that it serves on. */
@Timeout(60)
class HttpDoorTest {
  private final Vertx vertx = Vertx.vertx();
  private final FakeGateway gateway = new FakeGateway(vertx);
  private Server server;

  @BeforeEach
  void start() throws Exception {
    server = new Server(vertx, gateway, new FakeAdmin());
  }

  @AfterEach
  void servesOnAndStop() throws Exception {
    int before = gateway.tokens().size();
    assertThat(server.post("/v1/tuples?type=T", "{}").statusCode()).isEqualTo(201);
    assertThat(gateway.tokens()).hasSize(before + 1);
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private JsonObject refused(int status, String problem, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonObject document = new JsonObject(answer.body());
    assertThat(document.getString("type")).isEqualTo("/problems/" + problem);
    assertThat(document.getInteger("status")).isEqualTo(status);
    assertThat(document.getString("title")).isNotBlank();
    assertThat(document.getString("detail")).isNotBlank();
    assertThat(document.getBoolean("retry")).isNotNull();
    assertThat(gateway.tokens()).isEmpty();
    return document;
  }

  @Test
  void takesABodyOfTheLimitAndRefusesOneByteMore() throws Exception {
    String most = bodyOf(Limits.DEFAULT.bytes());
    JsonObject problem = refused(413, "too-large", server.post("/v1/tuples?type=T", most + " "));
    assertThat(problem.getInteger("limitBytes")).isEqualTo(1 << 20);
    assertThat(server.post("/v1/tuples?type=T", most).statusCode()).isEqualTo(201);
  }

  private static String bodyOf(int bytes) {
    return "{\"x\":\"" + "y".repeat(bytes - 8) + "\"}";
  }

  @Test
  void refusesByTheDeclaredLengthBeforeAnyByteOfTheBody() throws Exception {
    String head =
        "POST /v1/tuples HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
            + "Content-Length: 9000000000\r\n\r\n";
    try (Socket socket = send(head)) {
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
    }
  }

  @Test
  void refusesAStreamedBodyAsSoonAsItIsTooLarge() throws Exception {
    String head =
        "POST /v1/tuples HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n100001\r\n"
            + " ".repeat((1 << 20) + 1)
            + "\r\n"; // and no end
    try (Socket socket = send(head)) {
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
    }
  }

  @Test
  void asksForABodyThatWaitsToBeAskedFor() throws Exception {
    String head =
        "POST /v1/tuples HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
            + "Expect: 100-continue\r\nContent-Length: ";
    try (Socket socket = send(head + "2\r\n\r\n")) {
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 100 Continue");
      socket.getOutputStream().write("{}".getBytes(UTF_8));
      assertThat(statusLine(socket)).isEmpty();
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 400 Bad Request");
    }
    try (Socket socket = send(head + "2000000\r\n\r\n")) {
      assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .as("the connection is closed after it")
          .contains("connection: close");
    }
  }

  @Test
  void writesNothingOfABodyThatIsCutShort() throws Exception {
    String head =
        "POST /v1/tuples?type=T HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
            + "Content-Length: 100\r\n\r\n{}";
    try (Socket socket = send(head)) {
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
    assertThat(gateway.tokens()).isEmpty();
  }

  @Test
  void takes64LevelsAndRefuses65() throws Exception {
    refused(400, "too-deep", server.post("/v1/tuples?type=T", nested(65)));
    refused(
        400,
        "too-deep",
        server.post("/v1/tuples", "{\"type\":\"T\",\"fields\":" + nested(65) + "}"));
    assertThat(server.post("/v1/tuples?type=T", nested(64)).statusCode()).isEqualTo(201);
    assertThat(
            server
                .post("/v1/tuples", "{\"type\":\"T\",\"fields\":" + nested(64) + "}")
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void refusesAHundredThousandLevelsWithoutFalling() throws Exception {
    refused(400, "too-deep", server.post("/v1/take", "{\"template\":" + "[".repeat(100_000)));
  }

  private static String nested(int levels) {
    return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
  }

  @Test
  void takes256FieldsAndRefuses257() throws Exception {
    refused(400, "too-many-fields", server.post("/v1/tuples?type=T", fields(257)));
    assertThat(server.post("/v1/tuples?type=T", fields(256)).statusCode()).isEqualTo(201);
  }

  private static String fields(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"f" + i + "\":" + i)
        .collect(Collectors.joining(",", "{", "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "[]",
        "{",
        "{\"a\":1",
        "{\"a\":}",
        "{\"a\":1}x",
        "{\"a\":1,\"a\":2}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "\u0000"
      })
  void saysWhereABodyIsNotJson(String body) throws Exception {
    JsonObject problem = refused(400, "malformed", server.post("/v1/tuples?type=T", body));
    assertThat(problem.getInteger("line")).isEqualTo(1);
    assertThat(problem.getInteger("column")).isBetween(1, body.length() + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/tuples | {\"type\":\"T\",\"fields\":{},\"colour\":1} | [colour]",
        "/v1/tuples | {\"type\":\"T\"}                              | \"fields\" is missing",
        "/v1/tuples | {\"fields\":{}}                               | \"type\" is missing",
        "/v1/tuples | {\"type\":\"\",\"fields\":{}}                 | 1 to 255 characters",
        "/v1/tuples | {\"type\":1,\"fields\":{}}                    | \"type\" is a text",
        "/v1/tuples | {\"type\":\"T\",\"fields\":{},\"term\":\"0 s\"} | at least 1 ms",
        "/v1/tuples | {\"type\":\"T\",\"fields\":{\"a\":\"\\ud800\"}} | half a surrogate pair",
        "/v1/tuples | {\"type\":\"T\",\"supertypes\":[1],\"fields\":{}} | a list of texts",
        "/v1/tuples | {\"type\":\"T\",\"supertypes\":[\"T\"],\"fields\":{}} | named twice",
        "/v1/take   | {\"template\":{\"where\":{\"a\":{\"gt\":9,\"lt\":1}}}} | above its end",
        "/v1/take   | {}                                            | \"template\" is missing",
        "/v1/take   | {\"template\":{\"typ\":\"T\"}}                | [typ]",
        "/v1/take   | {\"template\":{},\"timeout\":\"10\"}          | like \"10 s\"",
        "/v1/take   | {\"template\":{},\"timeout\":\"36501 d\"}     | at most 36500 d",
        "/v1/take   | {\"template\":{},\"timeout\":\"9999999999999 d\"} | at most 36500 d",
        "/v1/take   | {\"template\":{},\"consistency\":\"strict\"}  | \"ifExists\": true",
        "/v1/take   | {\"template\":{},\"ifExists\":true,\"consistency\":\"loose\"} | exact",
        "/v1/read   | {\"template\":{},\"ifExists\":true,\"timeout\":\"1 s\"} | no meaning",
        "/v1/read   | {\"template\":{},\"ifExists\":true,\"consistency\":\"x\"} | loose, session",
        "/v1/take   | {\"template\":{},\"order\":\"youngest\"} | near, oldest or any",
        "/v1/read   | {\"template\":{},\"ifExists\":true,\"consistency\":\"loose\",\"order\":\"any\"} | near",
        "/v1/count  | {\"template\":{},\"timeout\":\"1 s\"}         | [timeout]",
      })
  void saysWhatABodyMustBe(String path, String body, String detail) throws Exception {
    JsonObject problem = refused(400, "invalid", server.post(path, body));
    assertThat(problem.getString("detail")).contains(detail);
  }

  @Test
  void refusesMoreConditionsThanATemplateHas() throws Exception {
    refused(
        400, "invalid", server.post("/v1/take", "{\"template\":{\"where\":" + fields(65) + "}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "Idempotency-Key, x",
    "Idempotency-Key, 1-2-0",
    "Teseus-Turn, -1",
    "Teseus-Turn, 1.5",
    "Teseus-Meta, -1",
    "Teseus-Low, 0",
    "Teseus-Low, 6"
  })
  void refusesANameThatIsNotWellFormed(String header, String value) throws Exception {
    String[] headers =
        header.equals("Idempotency-Key")
            ? new String[] {header, value}
            : new String[] {"Idempotency-Key", "1-2-5", header, value};
    JsonObject problem = refused(400, "invalid", server.post("/v1/tuples?type=T", "{}", headers));
    assertThat(problem.getString("detail")).contains(header);
  }

  @Test
  void saysWhichMethodsAPathTakes() throws Exception {
    HttpResponse<String> got = server.get("/v1/tuples");
    refused(405, "method-not-allowed", got);
    assertThat(got.headers().firstValue("Allow")).contains("POST");
    HttpResponse<String> posted = server.post("/v1/health", "{}");
    refused(405, "method-not-allowed", posted);
    assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");
    refused(405, "method-not-allowed", server.get("/v1/sessions/1-2"));
  }

  @Test
  void saysThatNothingIsThere() throws Exception {
    refused(404, "not-found", server.get("/v1"));
    refused(404, "not-found", server.get("/v1/tuple"));
    refused(404, "not-found", server.post("/v1/tuples/1-2-3", "{}"));
    refused(404, "not-found", server.delete("/v1/sessions/nobody"));
  }

  @Test
  void takesJsonInUtf8Alone() throws Exception {
    for (String type :
        new String[] {"text/plain", "application/json; charset=latin1", "application/cbor"}) {
      refused(415, "unsupported-type", server.send("POST", "/v1/take", type, "{}"));
    }
    assertThat(
            server
                .send(
                    "POST",
                    "/v1/tuples?type=T",
                    "application/json;charset=\"UTF-8\"",
                    "{\"a\":\"\u00e7\ud83d\ude00\"}")
                .statusCode())
        .isEqualTo(201);
    assertThat(gateway.tokens().get(0).tuple().at("a")).isEqualTo("\u00e7\ud83d\ude00");
  }

  @Test
  void whoHangsUpTakesNothing() throws Exception {
    String json = "{\"template\":{},\"timeout\":\"1 h\"}";
    String take =
        "POST /v1/take HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + json.length()
            + "\r\n\r\n"
            + json;
    try (Socket socket = send(take)) {
      Await.until(() -> gateway.waiting() == 1);
      assertThat(socket.isConnected()).isTrue();
    }
    Await.until(() -> gateway.waiting() == 0);
  }

  private Socket send(String text) throws Exception {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(text.getBytes(UTF_8));
    return socket;
  }

  private static String statusLine(Socket socket) throws Exception {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
