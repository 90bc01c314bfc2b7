package teseus.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.Token;
import teseus.space.UnavailableException;

@Timeout(30)
class HttpApiTest {
  private static final String JOB =
      "{\"type\":\"Job\",\"fields\":{\"name\":\"compile\",\"size\":3}}";
  private static final String ANY_JOB = "{\"template\":{\"type\":\"Job\"}}";

  private final Vertx vertx = Vertx.vertx();
  private final FakeGateway gateway = new FakeGateway(vertx);
  private final FakeAdmin admin = new FakeAdmin();
  private Server server;

  @BeforeEach
  void start() throws Exception {
    server = new Server(vertx, gateway, admin);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void writesATupleAndSaysWhereItIs() throws Exception {
    HttpResponse<String> answer = server.post("/v1/tuples", JOB);
    assertThat(answer.statusCode()).isEqualTo(201);
    JsonObject lease = new JsonObject(answer.body());
    assertThat(lease.getString("segment")).isEqualTo("hera/0");
    assertThat(lease.getValue("until")).isNull();
    assertThat(gateway.tokens().get(0).id()).hasToString(lease.getString("token"));
  }

  @Test
  void hasATupleComputed() throws Exception {
    HttpResponse<String> answer =
        server.post(
            "/v1/evals",
            "{\"function\":\"echo\",\"argument\":{\"type\":\"Ping\",\"fields\":{\"n\":1}}}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(gateway.tokens().get(0).tuple()).hasToString("Ping{n=1}");
    assertThat(gateway.tokens().get(0).id())
        .hasToString(new JsonObject(answer.body()).getString("token"));
  }

  @Test
  void saysThatNoHostHasAFunction() throws Exception {
    String body = "{\"function\":\"none\",\"argument\":{\"type\":\"Ping\",\"fields\":{}}}";
    HttpResponse<String> answer = server.post("/v1/evals", body);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("/problems/no-such-function", "nobody has none");
    for (String wrong : List.of("", "a b", "x".repeat(101))) {
      HttpResponse<String> refused = server.post("/v1/evals", body.replace("none", wrong));
      assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
      assertThat(refused.body()).contains("/problems/invalid");
    }
    assertThat(gateway.tokens()).isEmpty();
  }

  @Test
  void grantsATermUntilItsEnd() throws Exception {
    server.post("/v1/tuples", "{\"type\":\"Job\",\"fields\":{},\"term\":\"5 min\"}");
    assertThat(gateway.tokens().get(0).until())
        .isEqualTo(gateway.tokens().get(0).born().plusSeconds(300));
  }

  @Test
  void givesTheContentsPageByPageOrAsLines() throws Exception {
    for (int i = 0; i < 5; i++) {
      server.post("/v1/tuples", JOB);
    }
    JsonObject first = new JsonObject(server.post("/v1/contents", ANY_JOB).body());
    assertThat(first.getJsonArray("tokens")).hasSize(2);
    String next =
        "{\"template\":{\"type\":\"Job\"},\"limit\":1,\"cursor\":\"%s\"}"
            .formatted(first.getString("cursor"));
    JsonObject second = new JsonObject(server.post("/v1/contents", next).body());
    assertThat(second.getJsonArray("tokens")).hasSize(1);
    HttpResponse<String> lines =
        server.post("/v1/contents", ANY_JOB, "Accept", "application/x-ndjson");
    assertThat(lines.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    assertThat(lines.body().lines())
        .hasSize(5)
        .allMatch(line -> new JsonObject(line).containsKey("token"));
    assertThat(server.post("/v1/contents", "{\"template\":{},\"cursor\":\"x\"}").statusCode())
        .isEqualTo(400);
    gateway.failWith(new UnavailableException("zeus/0 is away"));
    String broken = server.post("/v1/contents", ANY_JOB, "Accept", "application/x-ndjson").body();
    assertThat(new JsonObject(broken).getJsonObject("problem").getString("type"))
        .isEqualTo("/problems/unavailable");
  }

  @Test
  void givesNoMoreLinesOfTheContentsThanAreWanted() throws Exception {
    for (int i = 0; i < 5; i++) {
      server.post("/v1/tuples", JOB);
    }
    String three = "{\"template\":{\"type\":\"Job\"},\"limit\":3}";
    assertThat(server.post("/v1/contents", three, "Accept", "application/x-ndjson").body().lines())
        .hasSize(3)
        .allMatch(line -> new JsonObject(line).containsKey("token"));
  }

  @Test
  void takesManyALineEachAndSaysHowManyInTheLast() throws Exception {
    for (int i = 0; i < 40; i++) {
      server.post("/v1/tuples", JOB);
    }
    List<String> some =
        server
            .post("/v1/take-all", "{\"template\":{\"type\":\"Job\"},\"limit\":30}")
            .body()
            .lines()
            .toList();
    assertThat(some).hasSize(31).last().isEqualTo("{\"taken\":30}");
    assertThat(some.subList(0, 30))
        .extracting(line -> new JsonObject(line).getString("token"))
        .doesNotHaveDuplicates()
        .doesNotContainNull();
    assertThat(server.post("/v1/take-all", ANY_JOB).body().lines())
        .hasSize(11)
        .last()
        .isEqualTo("{\"taken\":10}");
    assertThat(server.post("/v1/take-all", ANY_JOB).body()).isEqualTo("{\"taken\":0}\n");
    assertThat(server.post("/v1/take-all", ANY_JOB, "Idempotency-Key", "1-1-1").statusCode())
        .isEqualTo(400);
  }

  @Test
  void saysWhyItTakesNoMore() throws Exception {
    server.post("/v1/tuples", JOB);
    gateway.failWith(new UnavailableException("zeus/0 is away"));
    List<String> lines = server.post("/v1/take-all", ANY_JOB).body().lines().toList();
    assertThat(lines).last().asString().startsWith("{\"taken\":");
    assertThat(lines).filteredOn(line -> line.contains("/problems/unavailable")).isNotEmpty();
  }

  @Test
  void changesOneTokenAndRefusesWhatIsNoEdit() throws Exception {
    String token = new JsonObject(server.post("/v1/tuples", JOB).body()).getString("token");
    String edits = "{\"token\":\"" + token + "\",\"edits\":[%s]}";
    HttpResponse<String> done =
        server.post("/v1/modify", edits.formatted("{\"increment\":\"size\",\"by\":1}"));
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(done.body()).getLong("version")).isEqualTo(2);
    HttpResponse<String> conflict =
        server.post(
            "/v1/update",
            "{\"token\":\"" + token + "\",\"version\":1,\"type\":\"Job\",\"fields\":{}}");
    assertThat(conflict.statusCode()).isEqualTo(409);
    assertThat(new JsonObject(conflict.body()).getLong("version")).isEqualTo(2);
    for (String wrong :
        List.of(
            "",
            "{}",
            "7",
            "{\"set\":\"a\"}",
            "{\"set\":\"a\",\"by\":1}",
            "{\"set\":\"a\",\"remove\":\"b\",\"value\":1}",
            "{\"increment\":\"a\",\"by\":\"1\"}",
            "{\"remove\":\"a\",\"value\":1}",
            "{\"set\":\"a..b\",\"value\":1}",
            "{\"flip\":\"a\"}")) {
      assertThat(server.post("/v1/modify", edits.formatted(wrong)).statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
    String named = "{\"token\":\"" + token + "\"}";
    assertThat(server.post("/v1/renew", named).statusCode()).isEqualTo(201);
    assertThat(server.post("/v1/cancel-lease", named).body()).isEqualTo("{\"cancelled\":true}");
    assertThat(server.post("/v1/cancel-lease", named).body()).isEqualTo("{\"cancelled\":false}");
    assertThat(server.post("/v1/renew", named).statusCode()).isEqualTo(204);
    assertThat(server.post("/v1/renew", "{\"token\":\"zlib\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void takesWhatMatchesOnce() throws Exception {
    server.post("/v1/tuples", JOB);
    String template =
        "{\"template\":{\"type\":\"Job\",\"where\":{\"size\":3.0}},\"timeout\":\"0 s\"}";
    HttpResponse<String> first = server.post("/v1/take", template);
    assertThat(first.statusCode()).isEqualTo(200);
    JsonObject token = new JsonObject(first.body());
    assertThat(token.getJsonObject("fields"))
        .isEqualTo(JsonObject.of("name", "compile", "size", 3));
    assertThat(token.fieldNames())
        .containsExactly(
            "token", "version", "type", "fields", "bytes", "born", "until", "segment", "ageMs");
    HttpResponse<String> second = server.post("/v1/take", template);
    assertThat(second.statusCode()).isEqualTo(204);
    assertThat(second.body()).isEmpty();
  }

  @Test
  void takesByConditionsAndBySupertypes() throws Exception {
    server.post(
        "/v1/tuples", "{\"type\":\"Circle\",\"supertypes\":[\"Shape\"],\"fields\":{\"r\":2}}");
    String take =
        "{\"template\":{\"type\":\"Shape\",\"where\":{\"r\":{\"gt\":%s},\"not\":{\"tag\":\"x\"}}}}";
    assertThat(server.post("/v1/take", take.formatted("2")).statusCode()).isEqualTo(204);
    HttpResponse<String> taken = server.post("/v1/take", take.formatted("1"));
    JsonObject token = new JsonObject(taken.body());
    assertThat(token.getString("type")).isEqualTo("Circle");
    assertThat(token.getJsonArray("supertypes")).containsExactly("Shape");
  }

  @Test
  void saysWhereATemplateIsWrong() throws Exception {
    HttpResponse<String> refused =
        server.post("/v1/take", "{\"template\":{\"where\":{\"or\":[{\"r\":{\"above\":1}}]}}}");
    assertThat(refused.statusCode()).isEqualTo(400);
    JsonObject problem = new JsonObject(refused.body());
    assertThat(problem.getString("pointer")).isEqualTo("/template/where/or/0/r/above");
    assertThat(problem.getString("detail")).contains("is no operator");
  }

  @Test
  void aBlockedTakeIsAnsweredByALaterWrite() throws Exception {
    CompletableFuture<HttpResponse<String>> take =
        async(() -> server.post("/v1/take", "{\"template\":{},\"timeout\":\"1 h\"}"));
    Await.until(() -> gateway.waiting() == 1);
    server.post("/v1/tuples", JOB);
    assertThat(take.get(10, SECONDS).statusCode()).isEqualTo(200);
    assertThat(gateway.tokens()).isEmpty();
  }

  @Test
  void readLeavesTheTupleAndCountCountsIt() throws Exception {
    server.post("/v1/tuples", JOB);
    assertThat(server.post("/v1/read", ANY_JOB).statusCode()).isEqualTo(200);
    assertThat(
            server
                .post(
                    "/v1/read",
                    "{\"template\":{\"type\":\"Job\"},\"ifExists\":true,\"consistency\":\"loose\"}")
                .statusCode())
        .isEqualTo(200);
    assertThat(server.post("/v1/count", ANY_JOB).body()).isEqualTo("{\"count\":1}");
  }

  @Test
  void keepsEveryDigitOfEveryNumber() throws Exception {
    String fields =
        "{\"long\":9223372036854775807,\"beyond\":9223372036854775808,"
            + "\"cents\":0.1,\"exact\":0.1000000000000000000000000000000001,\"far\":1E+400}";
    server.post("/v1/tuples?type=Sum", fields);
    String taken = server.post("/v1/take", "{\"template\":{\"type\":\"Sum\"}}").body();
    assertThat(taken).contains("\"fields\":" + fields);
  }

  @Test
  void aNamedOperationIsDoneOnceAndAnsweredTheSameAgain() throws Exception {
    String session = session();
    String first = server.post("/v1/tuples", JOB, "Idempotency-Key", session + "-1").body();
    String again =
        server
            .post(
                "/v1/tuples",
                JOB,
                "Idempotency-Key",
                "\"" + session + "-1\"",
                "Teseus-Turn",
                "1",
                "Teseus-Low",
                "1")
            .body();
    assertThat(again).isEqualTo(first);
    assertThat(gateway.tokens()).hasSize(1);
    assertThat(server.delete("/v1/sessions/" + session).statusCode()).isEqualTo(204);
    assertThat(server.post("/v1/tuples", JOB, "Idempotency-Key", session + "-2").statusCode())
        .isEqualTo(410);
  }

  @Test
  void aNamedTakeIsCalledOffByItsName() throws Exception {
    String session = session();
    CompletableFuture<HttpResponse<String>> take =
        async(
            () ->
                server.post(
                    "/v1/take",
                    "{\"template\":{},\"timeout\":\"1 h\"}",
                    "Idempotency-Key",
                    session + "-1"));
    Await.until(() -> gateway.waiting() == 1);
    assertThat(server.delete("/v1/operations/" + session + "-1").statusCode()).isEqualTo(204);
    assertThat(take.get(10, SECONDS).statusCode()).isEqualTo(204);
    Await.until(() -> server.delete("/v1/operations/" + session + "-1").statusCode() == 404);
  }

  @Test
  void aNamedTakeIsUndoneOnceHoweverOftenThatIsAskedFor() throws Exception {
    server.post("/v1/tuples", JOB);
    List<Token> before = gateway.tokens();
    String op = session() + "-1";
    server.post("/v1/take", ANY_JOB, "Idempotency-Key", op);
    assertThat(gateway.tokens()).isEmpty();
    gateway.failWith(new OutcomeUnknownException(OpId.parse(op), "zeus has not answered"));
    HttpResponse<String> unknown = undo(op);
    assertThat(unknown.statusCode()).isEqualTo(504);
    assertThat(new JsonObject(unknown.body()).getString("op")).isEqualTo(op);
    gateway.work();
    assertThat(undo(op, "Teseus-Turn", "1", "Teseus-Low", "1").statusCode()).isEqualTo(204);
    assertThat(gateway.tokens()).isEqualTo(before);
    assertThat(undo(op, "Teseus-Turn", "2").statusCode()).isEqualTo(204);
    assertThat(gateway.tokens()).isEqualTo(before);
    HttpResponse<String> late =
        server.post("/v1/take", ANY_JOB, "Idempotency-Key", op, "Teseus-Turn", "2");
    assertThat(late.statusCode()).as("the take, repeated").isEqualTo(204);
  }

  @Test
  void aTakeThatIsUndoneBeforeItComesGetsNothing() throws Exception {
    server.post("/v1/tuples", JOB);
    String op = session() + "-1";
    assertThat(undo(op).statusCode()).isEqualTo(204);
    assertThat(server.post("/v1/take", ANY_JOB, "Idempotency-Key", op).statusCode()).isEqualTo(204);
    assertThat(gateway.tokens()).hasSize(1);
  }

  @Test
  void undoesTakesAloneAndOnlyIfAskedProperly() throws Exception {
    String session = session();
    server.post("/v1/tuples", JOB, "Idempotency-Key", session + "-1");
    HttpResponse<String> write = undo(session + "-1");
    assertThat(write.statusCode()).isEqualTo(400);
    assertThat(write.body()).contains("is no take");
    assertThat(gateway.tokens()).hasSize(1);
    assertThat(undo(session + "-2", "Teseus-Low", "3").statusCode()).isEqualTo(400);
    assertThat(undo(session + "-2", "Teseus-Turn", "x").statusCode()).isEqualTo(400);
    assertThat(undo("nobody").statusCode()).isEqualTo(400);
    assertThat(server.delete("/v1/operations/" + session + "-2?undo=yes").statusCode())
        .isEqualTo(400);
    assertThat(gateway.undos()).isEqualTo(1);
    server.delete("/v1/sessions/" + session);
    assertThat(undo(session + "-2").statusCode()).isEqualTo(410);
  }

  private String session() throws Exception {
    return new JsonObject(server.post("/v1/sessions", "").body()).getString("session");
  }

  private HttpResponse<String> undo(String op, String... headers) throws Exception {
    return server.send(
        "DELETE", "/v1/operations/" + op + "?undo=true", "application/json", "", headers);
  }

  @Test
  void tellsAndChangesTheStrategy() throws Exception {
    HttpResponse<String> chosen =
        server.send(
            "PUT",
            "/v1/strategy",
            "application/json",
            "{\"name\":\"uniform\",\"weights\":{\"memory\":0.5}}");
    assertThat(chosen.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(server.get("/v1/strategies").body()).getJsonObject("current"))
        .isEqualTo(JsonObject.of("name", "uniform", "weights", JsonObject.of("memory", 0.5)));
    assertThat(
            server
                .send("PUT", "/v1/strategy", "application/json", "{\"name\":\"best\"}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void tellsOfTheHostAndItsCluster() throws Exception {
    assertThat(server.get("/v1/cluster").body()).isEqualTo("{\"name\":\"test\"}");
    assertThat(server.get("/v1/auctions/last").statusCode()).isEqualTo(404);
    assertThat(server.get("/v1/auctions/0-7-3").body()).contains("0-7-3 is forgotten");
    assertThat(server.get("/v1/auctions/nobody").statusCode()).isEqualTo(404);
    assertThat(server.get("/v1/health").statusCode()).isEqualTo(200);
    admin.down();
    assertThat(server.get("/v1/health").statusCode()).isEqualTo(503);
  }

  @Test
  void tellsAndChangesWhoKeepsMeta() throws Exception {
    assertThat(voters("{\"hosts\":[\"hera\",\"juno\",\"ares\"]}").statusCode()).isEqualTo(200);
    JsonObject told = new JsonObject(server.get("/v1/voters").body());
    assertThat(told.getString("leader")).isEqualTo("hera");
    assertThat(
            told.getJsonArray("voters").stream().map(one -> ((JsonObject) one).getString("host")))
        .containsExactly("hera", "juno", "ares");
    assertThat(voters("{\"hosts\":[\"hera\",\"juno\"]}").body()).contains("not by [hera, juno]");
    assertThat(voters("{\"hosts\":[\"no name\"]}").statusCode()).isEqualTo(400);
    assertThat(voters("{\"hosts\":[7]}").body()).contains("is a list of texts");
    assertThat(voters("{}").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> voters(String wish) throws Exception {
    return server.send("PUT", "/v1/voters", "application/json", wish);
  }

  @Test
  void keepsTheCauseOfItsOwnFaultsToItself() throws Exception {
    HttpResponse<String> answer = server.get("/v1/hosts");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("/problems/internal").doesNotContain("the cause");
  }

  @Test
  void everyAnswerForbidsBrowsersToGuessKeepOrShare() throws Exception {
    for (HttpResponse<String> answer :
        List.of(server.get("/v1/health"), server.get("/v1/nowhere"))) {
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  private static <T> CompletableFuture<T> async(Callable<T> call) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return call.call();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }
}
