package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** Two stores hold each write: a host is killed, and the others go on without it. */
@Tag("once") // on one JDK: see .ci/run
class FailOverIT {
  private static final System.Logger LOG = System.getLogger(FailOverIT.class.getName());
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int JOBS = 300;
  private static final Template ALL = Template.ofType("Kept");

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.ofThree(32)
          .with("copies", new JsonObject().put("min", 2).put("ack-ms", 500))
          .with("links", new JsonObject().put("heartbeat-ms", 300).put("lost-after-ms", 3_000));

  @Test
  void whatAHostHeldIsTakenWhileItIsDown() throws Exception {
    CLUSTER.awaitWhole(SOON);
    Set<TokenId> written = new HashSet<>();
    try (Pantheon client = CLUSTER.client("zeus")) {
      for (int n = 0; n < JOBS; n++) {
        written.add(client.write(Tuple.of("Kept", Map.of("n", n))).token());
      }
      assertThat(segments("juno")).as("what juno leads").isNotEmpty();

      CLUSTER.kill9("juno");
      long killed = System.nanoTime();
      Set<TokenId> taken = new HashSet<>();
      while (taken.size() < JOBS) {
        Optional<Token> next = client.take(ALL, SOON);
        assertThat(next).as("%d of %d are found", taken.size(), JOBS).isPresent();
        assertThat(taken.add(next.orElseThrow().id())).isTrue();
      }
      LOG.log(
          System.Logger.Level.INFO,
          "all taken {0} ms after the host was killed",
          (System.nanoTime() - killed) / 1_000_000);
      assertThat(taken).isEqualTo(written);
      assertThat(Drain.take(client, ALL)).isEmpty();
    }
    CLUSTER.restart("juno");
    CLUSTER.awaitWhole(SOON);
    assertThat(segments("juno")).as("what is juno's again").isNotEmpty();
  }

  private static JsonArray segments(String host) throws Exception {
    return CLUSTER.status(host).getJsonArray("segments");
  }
}
