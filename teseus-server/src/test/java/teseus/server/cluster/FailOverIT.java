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
import teseus.server.http.Await;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** Two stores hold each write: hosts are killed and stopped, and the others go on without them. */
@Tag("once") // on one JDK: see .ci/run
class FailOverIT {
  private static final System.Logger LOG = System.getLogger(FailOverIT.class.getName());
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int BETWEEN_FAULTS = 300;
  private static final int JOBS = 300;
  private static final Template ALL = Template.ofType("Kept");

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.ofThree(32)
          .with("copies", new JsonObject().put("min", 2).put("ack-ms", 500))
          .with("links", new JsonObject().put("heartbeat-ms", 300).put("lost-after-ms", 3_000));

  private final Tally tally = new Tally();

  @Test
  void whatAHostHeldIsTakenWhileItIsDown() throws Exception {
    awaitWhole(3);
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
    awaitWhole(3);
    assertThat(segments("juno")).as("what is juno's again").isNotEmpty();
  }

  @Test
  void nothingIsLostDoubledOrMadeUpWhileHostsGoAndComeBack() throws Exception {
    awaitWhole(3);
    try (Clients clients = new Clients(CLUSTER, tally)) {
      work();
      for (String host : new String[] {"juno", "zeus"}) {
        CLUSTER.kill9(host);
        work(); // without it
        CLUSTER.restart(host);
        awaitWhole(3);
      }
      CLUSTER.stop("juno");
      work();
      CLUSTER.cont("juno");
      awaitWhole(3);
      CLUSTER.kill9("hera"); // the voter: nobody takes over while it is down
      CLUSTER.restart("hera");
      work();
      clients.finish();
    }
    CLUSTER.awaitReady();
    try (Pantheon client = CLUSTER.client("hera")) {
      Await.until(
          SOON,
          () -> {
            Optional<Token> next = Drain.take(client, Clients.PARCELS);
            next.ifPresent(tally::taken);
            return next.isEmpty() && (tally.unknownTakes() == 0 || tally.lost() == 0);
          });
    }
    LOG.log(System.Logger.Level.INFO, "{0}", tally);
    tally.assertExact();
  }

  private void work() throws Exception {
    long before = tally.done();
    Await.until(SOON, () -> tally.done() >= before + BETWEEN_FAULTS);
  }

  private static JsonArray segments(String host) throws Exception {
    return CLUSTER.status(host).getJsonArray("segments");
  }

  /** Waits until every segment is led by somebody and held by as many as are asked for. */
  private static void awaitWhole(int segments) throws Exception {
    Await.until(
        SOON,
        () -> {
          int whole = 0;
          for (String host : CLUSTER.hosts()) {
            for (Object each : segments(host)) {
              JsonObject segment = (JsonObject) each;
              boolean home = segment.getString("id").startsWith(host + "/");
              whole +=
                  home && segment.getBoolean("open") && segment.getValue("lacking") == null ? 1 : 0;
            }
          }
          return whole == segments;
        });
  }
}
