package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;
import teseus.space.Lease;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** All hosts are killed at once, and started again on what their journals hold. */
@Tag("once") // on one JDK: see .ci/run
class RestartIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Template LETTERS = Template.ofType("Letter");
  private static final Template NOTICES = Template.ofType("Notice");

  @RegisterExtension static final ClusterFixture CLUSTER = ClusterFixture.SHARED;

  @Test
  void whatWasAcknowledgedAndNotTakenIsThereOnce() throws Exception {
    Map<TokenId, Tuple> kept = new HashMap<>();
    List<Instant> ends = new ArrayList<>();
    for (String host : CLUSTER.hosts()) {
      try (Pantheon client = CLUSTER.client(host)) {
        for (int n = 0; n < 100; n++) {
          Tuple letter = letter(host, n, "kept for ever");
          kept.put(client.write(letter).token(), letter);
        }
        for (int n = 0; n < 40; n++) {
          assertThat(kept.remove(client.take(LETTERS, SOON).orElseThrow().id())).isNotNull();
        }
        Tuple leased = letter(host, 0, "kept for an hour");
        kept.put(client.write(leased, LONG).token(), leased);
        Lease lease = client.write(Tuple.of("Notice", Map.of("from", host)), SHORT);
        ends.add(lease.until());
      }
    }

    CLUSTER.killAll();
    assertThat(ends).as("leases that ended before the end of their hosts").anyMatch(later());
    Await.until(SOON, () -> ends.stream().noneMatch(later()));
    CLUSTER.startAll();

    Map<TokenId, Tuple> found = new HashMap<>();
    for (Token token : Drain.of(CLUSTER, "zeus", LETTERS)) {
      assertThat(found.put(token.id(), token.tuple())).as("%s came twice", token).isNull();
    }
    assertThat(found).isEqualTo(kept);
    assertThat(Drain.of(CLUSTER, "hera", NOTICES)).as("their leases ended meanwhile").isEmpty();
  }

  private static Predicate<Instant> later() {
    Instant now = Instant.now();
    return end -> end.isAfter(now);
  }

  private static Tuple letter(String from, int n, String term) {
    return Tuple.of("Letter", Map.of("from", from, "n", n, "term", term));
  }

  @Test
  void aStrategyChosenAtOneHostPlacesTokensAtAllAndAfterARestart() throws Exception {
    JsonObject before = strategy("hera");
    JsonObject uniform = new JsonObject().put("name", "uniform");
    assertThat(before.getString("name")).isNotEqualTo("uniform");

    CLUSTER.door("juno").put("/v1/strategy", uniform);
    awaitStrategy("uniform");
    assertPlacedBy("uniform");

    CLUSTER.killAll();
    CLUSTER.startAll();
    awaitStrategy("uniform"); // a host asks META as soon as it reaches it
    assertPlacedBy("uniform");

    CLUSTER.door("zeus").put("/v1/strategy", before);
    awaitStrategy(before.getString("name"));
  }

  private static JsonObject strategy(String host) throws Exception {
    return CLUSTER.door(host).get("/v1/strategies").getJsonObject("current");
  }

  private static void awaitStrategy(String name) throws Exception {
    for (String host : CLUSTER.hosts()) {
      Await.until(SOON, () -> strategy(host).getString("name").equals(name));
    }
  }

  private static void assertPlacedBy(String strategy) throws Exception {
    for (String host : CLUSTER.hosts()) {
      try (Pantheon client = CLUSTER.client(host)) {
        TokenId token = client.write(Tuple.of("Vote", Map.of("at", host))).token();
        JsonObject auction = CLUSTER.door(host).get("/v1/auctions/" + token);
        assertThat(auction.getString("strategy")).isEqualTo(strategy);
        assertThat(client.take(Template.ofType("Vote"), SOON)).isPresent();
      }
    }
  }
}
