package teseus.server.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** Real records go in through one host, and come out through three. */
class PackagesIT {
  private static final long SOON_SECONDS = 120;
  private static final Template PACKAGES = Template.ofType("Package");

  @RegisterExtension static final ClusterFixture CLUSTER = ClusterFixture.SHARED;

  @Test
  void everyPackageThatWentInComesOutOnceAndWhole() throws Exception {
    List<JsonObject> packages = DebianPackages.known();
    CompletableFuture<Map<TokenId, Tuple>> published =
        CompletableFuture.supplyAsync(() -> publish(packages));
    List<CompletableFuture<List<Token>>> workers =
        CLUSTER.hosts().stream()
            .map(host -> CompletableFuture.supplyAsync(() -> takeAll(host, published)))
            .toList();

    Map<TokenId, Tuple> in = published.get(SOON_SECONDS, SECONDS);
    Map<TokenId, Tuple> out = new HashMap<>();
    for (CompletableFuture<List<Token>> worker : workers) {
      for (Token token : worker.get(SOON_SECONDS, SECONDS)) {
        assertThat(out.put(token.id(), token.tuple())).as("%s came twice", token).isNull();
      }
    }
    assertThat(in).hasSameSizeAs(packages);
    assertThat(out).isEqualTo(in);
  }

  /** Streams the records through hera; gives what it was told of each. */
  private static Map<TokenId, Tuple> publish(List<JsonObject> packages) {
    String lines = packages.stream().map(JsonObject::encode).collect(Collectors.joining("\n"));
    HttpResponse<String> answer;
    try {
      answer =
          CLUSTER
              .door("hera")
              .send(
                  "POST",
                  "/v1/tuples?type=Package",
                  "application/x-ndjson",
                  BodyPublishers.ofString(lines));
    } catch (Exception e) {
      throw new AssertionError("the stream broke", e);
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    Map<TokenId, Tuple> published = new HashMap<>();
    for (JsonObject line : answer.body().lines().map(JsonObject::new).toList()) {
      assertThat(line.getString("token")).as("%s", line).isNotNull();
      JsonObject record = packages.get(line.getInteger("line") - 1);
      Tuple tuple = Tuple.of("Package", plain(record));
      assertThat(published.put(TokenId.parse(line.getString("token")), tuple)).isNull();
    }
    return published;
  }

  private static Map<String, Object> plain(JsonObject record) {
    Map<String, Object> fields = new HashMap<>(record.getMap());
    fields.put("dependencies", record.getJsonArray("dependencies").getList());
    return fields;
  }

  /** A worker ends when the publisher had ended and there was then a moment without a package. */
  private static List<Token> takeAll(String host, CompletableFuture<?> publisher) {
    List<Token> taken = new ArrayList<>();
    try (Pantheon client = CLUSTER.client(host)) {
      while (true) {
        boolean ended = publisher.isDone();
        Optional<Token> next = Drain.take(client, PACKAGES);
        next.ifPresent(taken::add);
        if (next.isEmpty() && ended) {
          return taken;
        }
      }
    }
  }
}
