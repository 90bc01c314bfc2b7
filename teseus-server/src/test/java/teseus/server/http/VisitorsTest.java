package teseus.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.host.LoadLimits;
import teseus.space.host.TransactionLimits;

/** One client opens too much, from an address of its own; another goes on. */
@Timeout(60)
class VisitorsTest {
  private static final int OPEN = 5;
  private static final String GREEDY = "127.0.0.2";
  private static final String MODEST = "127.0.0.3";
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  private static final String WAIT = "{\"template\":{\"type\":\"none\"},\"timeout\":\"1 h\"}";
  private static final String WRITE = "{\"type\":\"Job\",\"fields\":{}}";

  private final Vertx vertx = Vertx.vertx();
  private final FakeGateway gateway = new FakeGateway(vertx);
  private final List<Asked> all = new ArrayList<>();
  private Server server;

  /** One request over a connection of its own, from an address of its own. */
  private static final class Asked implements AutoCloseable {
    private final Socket socket;

    Asked(int port, String from, String path, String type, String body) throws IOException {
      socket = new Socket("127.0.0.1", port, InetAddress.getByName(from), 0);
      String head =
          "POST %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: %s\r\n"
              + "Content-Length: %d\r\n\r\n%s";
      socket
          .getOutputStream()
          .write(head.formatted(path, type, body.length(), body).getBytes(UTF_8));
    }

    String answer() throws IOException {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    int status() throws IOException {
      return Integer.parseInt(answer().split(" ")[1]);
    }

    JsonObject refusal() throws IOException {
      String answer = answer();
      assertThat(answer).startsWith("HTTP/1.1 429 ").containsIgnoringCase("retry-after: 1");
      JsonObject problem = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
      assertThat(problem.getString("type")).isEqualTo("/problems/busy");
      assertThat(problem.getBoolean("retry")).isTrue();
      return problem;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    LoadLimits load = new LoadLimits(100, 2 * OPEN, OPEN, 8 << 20, 5 << 20, 16 << 20);
    server = new Server(vertx, gateway, new FakeAdmin(), load);
  }

  @AfterEach
  void stop() throws Exception {
    for (Asked asked : all) {
      asked.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private Asked ask(String from, String path, String type, String body) throws IOException {
    Asked asked = new Asked(server.port(), from, path, type, body);
    all.add(asked);
    return asked;
  }

  private Asked write(String from) throws IOException {
    return ask(from, "/v1/tuples", JSON, WRITE);
  }

  private Asked stream() throws IOException {
    return ask(GREEDY, "/v1/tuples?type=Job", NDJSON, "{}\n");
  }

  private List<Asked> open(String from) throws Exception {
    List<Asked> open = new ArrayList<>();
    int before = gateway.waiting();
    for (int i = 0; i < OPEN; i++) {
      open.add(ask(from, "/v1/take", JSON, WAIT));
    }
    Await.until(() -> gateway.waiting() == before + OPEN);
    return open;
  }

  @Test
  void whoOpensTooMuchIsRefusedWithTheFiguresAndAnotherIsServed() throws Exception {
    assertThat(open(GREEDY)).hasSize(OPEN);
    JsonObject refused = write(GREEDY).refusal();
    assertThat(refused.getString("setting")).isEqualTo("limits.open-per-client");
    assertThat(refused.getInteger("used")).isEqualTo(OPEN);
    assertThat(refused.getInteger("limit")).isEqualTo(OPEN);
    assertThat(gateway.tokens()).as("nothing was done").isEmpty();
    for (int i = 0; i < 20; i++) {
      assertThat(write(MODEST).status()).isEqualTo(201);
    }
    assertThat(gateway.waiting()).isEqualTo(OPEN);
  }

  @Test
  void aHostRefusesAllWhenAllTogetherOpenTooMuch() throws Exception {
    assertThat(open(GREEDY)).hasSameSizeAs(open(MODEST));
    assertThat(write("127.0.0.4").refusal().getString("setting")).isEqualTo("limits.open");
  }

  @Test
  void whatEndsATransactionIsLetInHoweverMuchIsOpen() throws Exception {
    String first = begin();
    String second = begin();
    assertThat(open(GREEDY)).hasSameSizeAs(open(MODEST));
    assertThat(write(GREEDY).status()).isEqualTo(429);
    assertThat(write("127.0.0.4").status()).isEqualTo(429);
    assertThat(end(GREEDY, first + "/commit").status()).isEqualTo(204);
    assertThat(end("127.0.0.4", second + "/abort").status()).isEqualTo(204);
  }

  @Test
  void whatEndsATransactionCountsUntilItIsAnswered() throws Exception {
    String transaction = begin();
    assertThat(open(GREEDY)).hasSize(OPEN);
    gateway.mute();
    Asked commit = end(GREEDY, transaction + "/commit");
    Await.until(() -> write(GREEDY).refusal().getInteger("used") == OPEN + 1);
    gateway.work();
    assertThat(commit.status()).isEqualTo(204);
    Await.until(() -> write(GREEDY).refusal().getInteger("used") == OPEN);
  }

  @Test
  void aClientThatEndsMoreThanItMayHaveBegunIsRefused() throws Exception {
    assertThat(open(GREEDY)).hasSize(OPEN);
    gateway.mute();
    int most = TransactionLimits.DEFAULT.perClient();
    String unknown = "/v1/transactions/" + new OpId(new SessionId(0, 7), 1);
    for (int i = 0; i < most; i++) {
      end(GREEDY, unknown + "/commit");
    }
    Await.until(() -> write(GREEDY).refusal().getInteger("used") == OPEN + most);
    JsonObject refused = end(GREEDY, unknown + "/commit").refusal();
    assertThat(refused.getString("setting")).isEqualTo("limits.open-per-client");
    gateway.work();
    Await.until(() -> end(GREEDY, unknown + "/commit").status() == 404);
  }

  /** The path of a transaction. */
  private String begin() throws IOException {
    String begun = ask(GREEDY, "/v1/transactions", JSON, "{}").answer();
    assertThat(begun).startsWith("HTTP/1.1 201 ");
    return begun
        .lines()
        .filter(l -> l.startsWith("location: "))
        .findFirst()
        .orElseThrow()
        .substring(10);
  }

  private Asked end(String from, String path) throws IOException {
    return ask(from, path, JSON, "");
  }

  @Test
  void whatIsAnsweredCountsNoMoreNorDoesWhatIsHungUp() throws Exception {
    for (int i = 0; i < 4 * OPEN; i++) {
      assertThat(write(GREEDY).status()).isEqualTo(201);
      assertThat(ask(GREEDY, "/v1/tuples", JSON, "{").status()).isEqualTo(400);
    }
    List<Asked> open = open(GREEDY);
    assertThat(write(GREEDY).status()).isEqualTo(429);
    for (Asked one : open) {
      one.close();
    }
    Await.until(() -> gateway.waiting() == 0);
    assertThat(open(GREEDY)).hasSize(OPEN);
  }

  @Test
  void aStreamCountsAsWhatItMayBringUntilItIsOver() throws Exception {
    gateway.mute();
    Asked first = stream();
    Await.until(() -> gateway.tokens().size() == 1);
    JsonObject refused = stream().refusal();
    assertThat(refused.getString("setting")).isEqualTo("limits.pending-per-client");
    assertThat(refused.getInteger("used")).isEqualTo(TupleStream.BYTES_OPEN);
    assertThat(refused.getInteger("limit")).isEqualTo(5 << 20);
    gateway.work();
    assertThat(first.status()).isEqualTo(200);
    assertThat(stream().status()).isEqualTo(200);
    Asked broken = ask(GREEDY, "/v1/tuples?type=Job", NDJSON, "{}\n");
    broken.close();
    Await.until(() -> stream().status() == 200);
  }
}
