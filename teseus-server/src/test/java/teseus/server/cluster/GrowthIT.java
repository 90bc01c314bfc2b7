package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.FreePorts;
import teseus.server.http.Await;

/** A host is added, restarted, let go and removed while clients work; no other is restarted. */
@Tag("once") // on one JDK: see .ci/run
class GrowthIT {
  private static final System.Logger LOG = System.getLogger(GrowthIT.class.getName());
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int BETWEEN_STEPS = 100;
  private static final String DIONE = "dione";

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.ofThree(8).with("copies", new JsonObject().put("min", 2));

  private final Tally tally = new Tally();

  @Test
  void aHostIsAddedAndRemovedWhileClientsWork() throws Exception {
    FreePorts ports = new FreePorts();
    int port = ports.row(3);
    int http = ports.row(1);
    try (Clients clients = new Clients(CLUSTER, tally)) {
      work();
      CLUSTER.join(DIONE, port, http);
      Await.until(SOON, () -> standing("hera").equals("member") && keeps() > 0);
      work();

      CLUSTER.kill9(DIONE);
      HostJvm again = CLUSTER.join(DIONE, port, http);
      Await.until(SOON, () -> entry("juno").getBoolean("up") && keeps() > 0);
      work();

      CLUSTER.door("hera").put("/v1/hosts/dione/drain", new JsonObject());
      assertThat(again.awaitExit()).isZero();
      CLUSTER.door("juno").delete("/v1/hosts/dione");
      Await.until(SOON, () -> standing("zeus").equals("unknown"));
      HostJvm removed = CLUSTER.join(DIONE, port, http);
      assertThat(removed.awaitExit()).isEqualTo(3);
      assertThat(removed.printed()).contains("dione was removed from the cluster");
      work();
      clients.finish();
    }
    try (Pantheon client = CLUSTER.client("hera")) {
      Drain.rest(client, tally, SOON);
    }
    LOG.log(System.Logger.Level.INFO, "{0}", tally);
    tally.assertExact();
  }

  /** What a host says of dione; nothing if it does not know it. */
  private static JsonObject entry(String host) throws IOException, InterruptedException {
    return CLUSTER.door(host).get("/v1/hosts").getJsonArray("hosts").stream()
        .map(JsonObject.class::cast)
        .filter(entry -> entry.getString("name").equals(DIONE))
        .findAny()
        .orElse(new JsonObject().put("standing", "unknown").put("up", false));
  }

  private static String standing(String host) throws IOException, InterruptedException {
    return entry(host).getString("standing");
  }

  /** How many tokens dione keeps, as hera has heard. */
  private static long keeps() throws IOException, InterruptedException {
    JsonObject state = entry("hera").getJsonObject("state", new JsonObject());
    return state.getLong("tokensTotal", 0L);
  }

  private void work() throws Exception {
    long before = tally.done();
    Await.until(SOON, () -> tally.done() >= before + BETWEEN_STEPS);
  }
}
