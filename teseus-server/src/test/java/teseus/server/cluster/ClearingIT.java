package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;

/**
 * A host is let go while clients work, and no other has room for all that it holds: its tokens move
 * to the others one by one, nothing is lost, and nobody waits for long.
 */
@Tag("once") // on one JDK: see .ci/run
class ClearingIT {
  private static final System.Logger LOG = System.getLogger(ClearingIT.class.getName());
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration TOO_LONG = Duration.ofSeconds(10); // on machines that do much else
  private static final int BETWEEN_STEPS = 200;
  private static final String LEAVES = "hera";
  private static final Template BALES = Template.ofType("Bale");
  private static final String WOOL = "w".repeat(10_000);

  private static final int HOSTS = 3;

  /** Long enough for the host that leaves not to hear how full the others are by then. */
  private static final int UNHEARD_MS = 8_000;

  /** Of 3 MiB each: what one host holds fits at no other, and at both of them together. */
  private static final Integer EACH = 180;

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.of(Map.of(LEAVES, "3 MiB", "juno", "3 MiB", "zeus", "3 MiB"))
          .with("voters", new JsonArray().add("juno"))
          .with("copies", new JsonObject().put("min", 1))
          .with("beacon", new JsonObject().put("fixed-ms", UNHEARD_MS))
          .with("placement", new JsonObject().put("strategy", "uniform"));

  private final Tally tally = new Tally();

  @Test
  void aHostIsLetGoWhoseTuplesFitNowhereAsAWhole() throws Exception {
    long bales;
    long before;
    try (Pantheon client = CLUSTER.client(LEAVES)) {
      bales = fill(client);
      before = elsewhere(client);
    }
    try (Clients clients = new Clients(CLUSTER, tally)) {
      work();
      CLUSTER.door("juno").put("/v1/hosts/hera/drain", new JsonObject());
      Await.until(SOON, ClearingIT::isDrained);
      assertThat(CLUSTER.host(LEAVES).awaitExit()).isZero();
      work(); // without it
      clients.assertNoneWaited(TOO_LONG);
      clients.finish();
    }
    try (Pantheon client = Pantheon.connect(CLUSTER.url("juno"), CLUSTER.url("zeus"))) {
      Drain.rest(client, tally, SOON);
      assertThat(client.count(BALES)).isEqualTo(bales);
      long moved = elsewhere(client) - before;
      LOG.log(System.Logger.Level.INFO, "{0} of {1} tuples have moved", moved, bales - before);
      assertThat(moved).isPositive();
    }
    LOG.log(System.Logger.Level.INFO, "{0}", tally);
    tally.assertExact();
  }

  /** Writes until each host has so many; who gets one is drawn, and one too many is taken back. */
  private static long fill(Pantheon client) {
    Map<String, Integer> held = new HashMap<>();
    for (int n = 0; held.size() < HOSTS || !held.values().stream().allMatch(EACH::equals); n++) {
      Tuple bale = Tuple.of("Bale", Map.of("n", n, "wool", WOOL));
      String host = client.write(bale).segment().founder().name();
      if (held.merge(host, 1, Integer::sum) > EACH) {
        assertThat(client.take(BALES.where("n", n), SOON)).isPresent();
        held.put(host, EACH);
      }
    }
    return HOSTS * EACH;
  }

  private static boolean isDrained() throws Exception {
    JsonObject report = CLUSTER.door("juno").get("/v1/hosts/hera/drain");
    return report.getString("standing").equals("drained");
  }

  /** How many bales are in segments that another host founded. */
  private static long elsewhere(Pantheon client) {
    try (Stream<Token> bales = client.contents(BALES)) {
      return bales.filter(bale -> !bale.segment().founder().name().equals(LEAVES)).count();
    }
  }

  private void work() throws Exception {
    long before = tally.done();
    Await.until(SOON, () -> tally.done() >= before + BETWEEN_STEPS);
  }
}
