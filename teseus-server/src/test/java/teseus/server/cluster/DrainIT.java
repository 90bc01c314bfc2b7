package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;

/**
 * A host is let go while clients work, at it as well: nothing is lost, and nobody waits for long.
 */
@Tag("once") // on one JDK: see .ci/run
class DrainIT {
  private static final System.Logger LOG = System.getLogger(DrainIT.class.getName());
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration TOO_LONG = Duration.ofSeconds(10); // on machines that do much else
  private static final int BETWEEN_STEPS = 200;

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.ofThree(32)
          .with("voters", new JsonArray().add("hera"))
          .with("copies", new JsonObject().put("min", 2));

  private final Tally tally = new Tally();

  @Test
  void aHostIsLetGoWhileClientsWork() throws Exception {
    try (Clients clients = new Clients(CLUSTER, tally)) {
      work();
      CLUSTER.hosts().forEach(host -> assertThat(clients.longest(host)).isPositive());
      CLUSTER.door("hera").put("/v1/hosts/zeus/drain", new JsonObject());
      assertThat(CLUSTER.host("zeus").awaitExit()).isZero();
      assertThat(CLUSTER.host("zeus").printed()).contains("zeus is drained and holds nothing");
      JsonObject report = CLUSTER.door("juno").get("/v1/hosts/zeus/drain");
      assertThat(report.getString("standing")).isEqualTo("drained");
      assertThat(report.getJsonArray("holds")).isEmpty();
      work(); // without it
      clients.assertNoneWaited(TOO_LONG);
      clients.finish();
    }
    try (Pantheon client = Pantheon.connect(CLUSTER.url("hera"), CLUSTER.url("juno"))) {
      Drain.rest(client, tally, SOON);
    }
    LOG.log(System.Logger.Level.INFO, "{0}", tally);
    tally.assertExact();
  }

  private void work() throws Exception {
    long before = tally.done();
    Await.until(SOON, () -> tally.done() >= before + BETWEEN_STEPS);
  }
}
