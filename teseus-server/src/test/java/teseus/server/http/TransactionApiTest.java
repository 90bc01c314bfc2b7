package teseus.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.pantheon.AsyncTransaction;
import teseus.pantheon.Match;
import teseus.pantheon.Pantheon;
import teseus.pantheon.Transaction;
import teseus.space.BusyException;
import teseus.space.LimitReached;
import teseus.space.Template;
import teseus.space.TransactionAbortedException;
import teseus.space.TransactionAbortedException.Reason;

/** Transactions over HTTP, and as the client asks for them. */
@Timeout(60)
class TransactionApiTest {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Match<Job> JOBS = Match.type(Job.class);

  record Job(String name, int size) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final Vertx vertx = Vertx.vertx();
  private final FakeGateway gateway = new FakeGateway(vertx);
  private Server server;
  private Pantheon pantheon;

  @BeforeEach
  void start() throws Exception {
    server = new Server(vertx, gateway, new FakeAdmin());
    pantheon = Pantheon.connect(server.url());
  }

  @AfterEach
  void stop() throws Exception {
    pantheon.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void isBegunFilledAndCommitted() throws Exception {
    HttpResponse<String> begun = post("/v1/transactions", "{\"lease\":\"5 s\"}");
    assertThat(begun.statusCode()).isEqualTo(201);
    String id = new JsonObject(begun.body()).getString("transaction");
    assertThat(begun.headers().firstValue("Location")).contains("/v1/transactions/" + id);
    String within = "/v1/transactions/" + id;
    String job = "{\"type\":\"Job\",\"fields\":{\"n\":1}}";
    assertThat(post(within + "/tuples", job).statusCode()).isEqualTo(201);
    assertThat(post(within + "/tuples?type=Job", "{\"n\":2}").statusCode()).isEqualTo(201);
    String one = "{\"template\":{\"type\":\"Job\",\"where\":{\"n\":1}}}";
    assertThat(post(within + "/read", one).statusCode()).isEqualTo(200);
    assertThat(post(within + "/take", one).statusCode()).isEqualTo(200);
    assertThat(post(within + "/take", one).statusCode()).isEqualTo(204);
    assertThat(post(within + "/renew", "{\"lease\":\"7 s\"}").body()).contains(":07Z");
    assertThat(post(within + "/commit", "").statusCode()).isEqualTo(204);
    assertThat(gateway.tokens()).hasSize(1);
    HttpResponse<String> late = post(within + "/take", one);
    assertThat(late.statusCode()).isEqualTo(404);
    assertThat(late.body()).contains("/problems/no-such-transaction");
  }

  @Test
  void isAborted() throws Exception {
    String id = new JsonObject(post("/v1/transactions", "{}").body()).getString("transaction");
    String within = "/v1/transactions/" + id;
    assertThat(post(within + "/tuples?type=Job", "{\"n\":2}").statusCode()).isEqualTo(201);
    assertThat(post(within + "/abort", "").statusCode()).isEqualTo(204);
    assertThat(gateway.tokens()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithARequest() throws Exception {
    HttpResponse<String> nothing = post("/v1/transactions/none/commit", "");
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(nothing.body()).contains("no transaction is called none");
    assertThat(post("/v1/transactions", "{\"leese\":\"5 s\"}").statusCode()).isEqualTo(400);
    String id = new JsonObject(post("/v1/transactions", "{}").body()).getString("transaction");
    String loose = "{\"template\":{},\"ifExists\":true,\"consistency\":\"loose\"}";
    HttpResponse<String> refused = post("/v1/transactions/" + id + "/read", loose);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("which locks");
    gateway.failWith(new TransactionAbortedException(Reason.LEASE_ENDED, "its lease has ended"));
    HttpResponse<String> over = post("/v1/transactions/" + id + "/commit", "");
    assertThat(over.statusCode()).isEqualTo(409);
    assertThat(new JsonObject(over.body()).getString("reason")).isEqualTo("lease-ended");
  }

  @Test
  void theClientDoesAllOrNothing() throws Exception {
    int left =
        pantheon.transaction(
            LEASE,
            transaction -> {
              transaction.write(new Job("walk", 3));
              transaction.write(new Job("run", 4));
              return transaction.take(JOBS, Duration.ZERO).orElseThrow().size();
            });
    assertThat(left).isEqualTo(3);
    assertThat(pantheon.count(JOBS)).isEqualTo(1);
    assertThatThrownBy(
            () ->
                pantheon.transaction(
                    LEASE,
                    transaction -> {
                      assertThat(transaction.takeIfExists(JOBS, Duration.ZERO)).isPresent();
                      throw new IllegalArgumentException("no");
                    }))
        .hasMessage("no");
    Await.until(() -> gateway.tokens().size() == 1);
  }

  private static List<Job> jobs(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Job("job " + i, i)).toList();
  }

  @Test
  void theClientWritesAndTakesManyAtOnce() throws Exception {
    List<Job> taken =
        pantheon.transaction(
            LEASE,
            transaction -> {
              assertThat(transaction.writeAll(jobs(150), Duration.ofHours(1))).hasSize(150);
              return transaction.takeAll(JOBS.lt(Job::size, 100), 1_000);
            });
    assertThat(taken).containsExactlyInAnyOrderElementsOf(jobs(100));
    assertThat(pantheon.count(JOBS)).isEqualTo(50);
    try (Transaction transaction = pantheon.begin(LEASE)) {
      assertThat(transaction.takeAll(JOBS.template(), 30)).hasSize(30);
    }
    Await.until(() -> gateway.tokens().size() == 50);
  }

  @Test
  void manyThatAreCalledOffEndTheTransaction() throws Exception {
    AsyncTransaction transaction = pantheon.space().begin(LEASE).get(10, SECONDS);
    gateway.mute();
    CompletableFuture<?> writes = transaction.writeAll(jobs(3), LEASE);
    writes.cancel(true);
    assertThatThrownBy(() -> transaction.commit().join())
        .hasCauseInstanceOf(TransactionAbortedException.class);
    gateway.work();
  }

  @Test
  void oneThatIsClosedIsAborted() throws Exception {
    try (Transaction transaction = pantheon.begin(LEASE)) {
      transaction.write(new Job("walk", 3));
      assertThat(transaction.readIfExists(JOBS)).isPresent();
      assertThat(transaction.renew(LEASE)).isEqualTo(Instant.EPOCH.plus(LEASE));
    }
    Await.until(() -> gateway.tokens().isEmpty());
  }

  @Test
  void doesTheSameWithoutWaiting() throws Exception {
    CompletableFuture<String> name =
        pantheon
            .space()
            .transaction(
                LEASE,
                transaction ->
                    transaction
                        .write(new Job("walk", 3))
                        .thenCompose(in -> transaction.read(JOBS, Duration.ZERO))
                        .thenApply(read -> read.orElseThrow().name()));
    assertThat(name.get(10, SECONDS)).isEqualTo("walk");
    assertThat(gateway.tokens()).hasSize(1);
    CompletableFuture<String> none =
        pantheon
            .space()
            .transaction(
                LEASE,
                transaction ->
                    transaction
                        .take(JOBS, Duration.ZERO)
                        .thenApply(
                            taken -> {
                              throw new IllegalStateException("changed my mind");
                            }));
    assertThatThrownBy(() -> none.get(10, SECONDS)).hasRootCauseMessage("changed my mind");
    assertThat(gateway.tokens()).hasSize(1);
  }

  @Test
  void whatIsCalledOffEndsTheTransaction() throws Exception {
    AsyncTransaction transaction = pantheon.space().begin(LEASE).get(10, SECONDS);
    gateway.mute();
    CompletableFuture<?> take = transaction.take(Template.any(), Duration.ofSeconds(20));
    take.cancel(true);
    assertThatThrownBy(take::join).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> transaction.commit().join())
        .hasCauseInstanceOf(TransactionAbortedException.class);
    gateway.work();
  }

  @Test
  void theClientKnowsReasonsAndLimits() {
    Transaction transaction = pantheon.begin(LEASE);
    gateway.failWith(new BusyException("full", new LimitReached("transactions.open", 3, 3)));
    assertThatThrownBy(() -> pantheon.begin(LEASE))
        .isInstanceOfSatisfying(
            BusyException.class,
            busy -> assertThat(busy.limit()).contains(new LimitReached("transactions.open", 3, 3)));
    for (Reason reason : Reason.values()) {
      gateway.failWith(new TransactionAbortedException(reason, "over"));
      assertThatThrownBy(transaction::commit)
          .isInstanceOfSatisfying(
              TransactionAbortedException.class,
              over -> assertThat(over.reason()).isEqualTo(reason));
    }
    assertThatThrownBy(() -> pantheon.begin(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    gateway.work();
  }
}
