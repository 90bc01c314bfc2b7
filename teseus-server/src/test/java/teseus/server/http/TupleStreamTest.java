package teseus.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.space.SpaceFullException;

@Timeout(60)
class TupleStreamTest {
  private final Vertx vertx = Vertx.vertx();
  private final FakeGateway gateway = new FakeGateway(vertx);
  private Server server;

  @BeforeEach
  void start() throws Exception {
    server = new Server(vertx, gateway, new FakeAdmin());
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private List<JsonObject> stream(String path, String lines) throws Exception {
    HttpResponse<String> answer = server.send("POST", path, "application/x-ndjson", lines);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    return answer.body().lines().map(JsonObject::new).toList();
  }

  @Test
  void answersEachLineInOrderAndGoesOnAfterABadOne() throws Exception {
    List<JsonObject> answers =
        stream(
            "/v1/tuples",
            "{\"type\":\"A\",\"fields\":{}}\r\n\nnot json\n{\"type\":\"B\",\"fields\":{},\"x\":1}\n"
                + "{\"type\":\"C\",\"fields\":{\"last\":\"has no line end\"}}");
    assertThat(answers).extracting(a -> a.getInteger("line")).containsExactly(1, 3, 4, 5);
    assertThat(answers.get(1).getJsonObject("problem").getString("type"))
        .isEqualTo("/problems/malformed");
    assertThat(answers.get(2).getJsonObject("problem").getString("detail")).contains("[x]");
    assertThat(gateway.tokens()).extracting(t -> t.tuple().type()).containsExactly("A", "C");
    assertThat(answers.get(3).getString("token")).hasToString(gateway.tokens().get(1).id() + "");
  }

  @Test
  void passesOverALineThatIsTooLong() throws Exception {
    String huge = "{\"x\":\"" + "y".repeat(3 << 20) + "\"}";
    List<JsonObject> answers = stream("/v1/tuples?type=T", "{}\n" + huge + "\n{}\n");
    assertThat(answers).hasSize(3);
    assertThat(answers.get(1).getJsonObject("problem").getString("type"))
        .isEqualTo("/problems/too-large");
    assertThat(gateway.tokens()).hasSize(2);
  }

  @Test
  void writesManyLinesOnceEach() throws Exception {
    int count = 20_000;
    String lines =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"n\":" + i + "}")
            .collect(Collectors.joining("\n"));
    List<JsonObject> answers = stream("/v1/tuples?type=T", lines);
    assertThat(answers).hasSize(count);
    assertThat(gateway.tokens())
        .extracting(t -> t.tuple().at("n"))
        .containsExactlyElementsOf(
            IntStream.range(0, count).mapToObj(i -> (Object) (long) i).toList());
  }

  @Test
  void saysForEachLineWhyItIsNotIn() throws Exception {
    gateway.failWith(new SpaceFullException("no host has room"));
    List<JsonObject> answers = stream("/v1/tuples?type=T", "{}\n{}\n");
    assertThat(answers)
        .extracting(a -> a.getJsonObject("problem").getInteger("status"))
        .containsExactly(507, 507);
  }

  @Test
  void stopsReadingWhileTheHostDoesNotAnswer() throws Exception {
    gateway.mute();
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /v1/tuples?type=T HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-ndjson\r\n"
                  + "Transfer-Encoding: chunked\r\n\r\n")
              .getBytes(UTF_8));
      String line = "{\"x\":\"" + "y".repeat(1_000) + "\"}\n";
      String chunk = Integer.toHexString(line.length()) + "\r\n" + line + "\r\n";
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 20_000; i++) {
                    out.write(chunk.getBytes(UTF_8));
                  }
                  out.write("0\r\n\r\n".getBytes(UTF_8));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      Await.until(() -> gateway.tokens().size() == TupleStream.LINES_OPEN);
      // 20 MB do not fit in the sockets' buffers: the sender stands until the host answers.
      assertThat(server.post("/v1/count", "{\"template\":{}").statusCode()).isEqualTo(400);
      assertThat(gateway.tokens()).hasSize(TupleStream.LINES_OPEN);
      assertThat(sent).isNotDone();
      gateway.work();
      CompletableFuture<Long> read =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  byte[] buffer = new byte[1 << 16];
                  long lines = 0;
                  String tail = "";
                  while (!tail.endsWith("\r\n0\r\n\r\n")) {
                    int n = socket.getInputStream().read(buffer);
                    String text = new String(buffer, 0, n, UTF_8);
                    lines += text.chars().filter(c -> c == '}').count();
                    tail = (tail + text).substring(Math.max(0, tail.length() + n - 16));
                  }
                  return lines;
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      sent.get(40, SECONDS);
      assertThat(read.get(40, SECONDS)).isEqualTo(20_000);
    }
    assertThat(gateway.tokens()).hasSize(20_000);
  }

  @Test
  void hasNoNameForAStream() throws Exception {
    assertThat(
            server
                .send(
                    "POST", "/v1/tuples", "application/x-ndjson", "{}", "Idempotency-Key", "1-2-3")
                .statusCode())
        .isEqualTo(400);
  }
}
