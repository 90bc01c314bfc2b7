package teseus.server.cluster;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;

/** Tuples are in the memory of two hosts and on no disk: one host after the other is killed. */
@Tag("once") // on one JDK: see .ci/run
class ReplicatedIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int BETWEEN_FAULTS = 200;

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.ofThree(32)
          .with("durability", "replicated")
          .with("copies", new JsonObject().put("min", 2).put("ack-ms", 300))
          .with("links", new JsonObject().put("heartbeat-ms", 300).put("lost-after-ms", 3_000));

  private final Tally tally = new Tally();

  @Test
  void nothingIsLostOrDoubledWhenOneHostIsLostAndThenAnother() throws Exception {
    CLUSTER.awaitWhole(SOON);
    try (Clients clients = new Clients(CLUSTER, tally)) {
      work();
      CLUSTER.kill9("juno");
      work();
      CLUSTER.restart("juno"); // and holds nothing, until it was sent what it lacks
      CLUSTER.awaitWhole(SOON);
      CLUSTER.kill9("zeus");
      work();
      clients.finish();
    }
    drain();
    tally.assertExact();
  }

  /** Waits until the clients got on with their work. */
  private void work() throws Exception {
    long before = tally.done();
    Await.until(SOON, () -> tally.done() >= before + BETWEEN_FAULTS);
  }

  private void drain() throws Exception {
    try (Pantheon client = CLUSTER.client("hera")) {
      Drain.rest(client, tally, SOON);
    }
  }
}
