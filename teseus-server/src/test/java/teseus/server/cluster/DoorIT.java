package teseus.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.pantheon.Pantheon;
import teseus.space.Template;
import teseus.space.Tuple;

/** Whatever is sent to a host is answered or cut off, and the host goes on serving. */
class DoorIT {
  @RegisterExtension static final ClusterFixture CLUSTER = ClusterFixture.SHARED;

  private final Door door = CLUSTER.door("juno");

  @AfterEach
  void theClusterServesOn() throws Exception {
    CLUSTER.awaitReady();
    try (Pantheon juno = CLUSTER.client("juno");
        Pantheon zeus = CLUSTER.client("zeus")) {
      juno.write(Tuple.of("After", Map.of()));
      assertThat(zeus.take(Template.ofType("After"), Duration.ofSeconds(20))).isPresent();
      assertThat(zeus.count(Template.any())).as("nothing refused was written").isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST   | /v1/tuples            | {"type":"T","fields":{}         | 400 | malformed
          POST   | /v1/tuples            | {"type":"T","fields":{},"x":1}  | 400 | invalid
          POST   | /v1/tuples            | {"type":"","fields":{}}         | 400 | invalid
          POST   | /v1/tuples            | {"type":"T","fields":{"a":1,"a":2}} | 400 | malformed
          POST   | /v1/tuples            | {"type":"T","fields":{},"term":"soon"} | 400 | invalid
          POST   | /v1/take              | {"template":{},"timeout":"-1 s"} | 400 | invalid
          POST   | /v1/take              | {"template":{},"ifExists":true,"consistency":"loose"} | 400 | invalid
          POST   | /v1/read              | {"template":{"where":[]}}       | 400 | invalid
          POST   | /v1/count             | []                              | 400 | malformed
          PUT    | /v1/strategy          | {"name":"no-such"}              | 400 | invalid
          PUT    | /v1/strategy          | {"name":"uniform","weights":{"moon":1}} | 400 | invalid
          GET    | /v1/nowhere           | ``                              | 404 | not-found
          GET    | /v1/auctions/1-none-1 | ``                              | 404 | not-found
          DELETE | /v1/sessions/nothing  | ``                              | 404 | not-found
          PATCH  | /v1/tuples            | {}                              | 405 | method-not-allowed
          """)
  void saysWhatIsWrongWithARequest(
      String method, String path, String body, int status, String problem) throws Exception {
    assertProblem(
        door.send(method, path, "application/json", BodyPublishers.ofString(body)),
        status,
        problem);
  }

  @Test
  void refusesWhatIsTooLargeTooDeepTooWideOrOfAnotherKind() throws Exception {
    String large = "{\"type\":\"T\",\"fields\":{\"x\":\"" + "y".repeat(5 << 20) + "\"}}";
    String deep = "{\"type\":\"T\",\"fields\":" + "{\"x\":".repeat(1_000) + "1" + "}".repeat(1_001);
    StringBuilder wide = new StringBuilder("{\"type\":\"T\",\"fields\":{\"x\":1");
    for (int n = 0; n < 300; n++) {
      wide.append(",\"x").append(n).append("\":1");
    }
    assertProblem(door.post("/v1/tuples", large), 413, "too-large");
    assertProblem(door.post("/v1/tuples", deep), 400, "too-deep");
    assertProblem(door.post("/v1/tuples", wide + "}}"), 400, "too-many-fields");
    assertProblem(
        door.send("POST", "/v1/tuples", "text/xml", BodyPublishers.ofString("<t/>")),
        415,
        "unsupported-type");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String problem) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonObject body = new JsonObject(answer.body());
    assertThat(body.getString("type")).isEqualTo("/problems/" + problem);
    assertThat(body.getString("detail")).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/tuples HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000\r\n\r\n{\"type\":\"T\",",
        "POST /v1/tuples?type=T HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-ndjson\r\n"
            + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n{",
        "GET /v1/health HTTP/9.9\r\n\r\n",
        "no request at all\r\n\r\n",
      })
  void livesThroughRequestsThatBreakOff(String request) throws Exception {
    try (Socket socket = connect(CLUSTER.httpPort("juno"))) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
    }
  }

  /** Links, event bus and discovery, in this order. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void livesThroughNoiseOnThePortsBetweenHosts(int port) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int connection = 0; connection < 20; connection++) {
      byte[] noise = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(noise);
      noise(port, noise);
    }
    noise(port, new byte[] {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1, 2, 3});
    noise(port, new byte[64]);
  }

  private static void noise(int port, byte[] noise) throws IOException {
    try (Socket socket = connect(CLUSTER.port("juno") + port)) {
      OutputStream out = socket.getOutputStream();
      out.write(noise);
      out.flush();
    } catch (SocketException e) {
      // cut off while it was still talking
    }
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }
}
