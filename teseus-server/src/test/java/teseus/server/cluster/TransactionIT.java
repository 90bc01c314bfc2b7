package teseus.server.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;

/**
 * Money is moved between accounts on three hosts while each of them is killed, the others go on
 * without it, and it comes back.
 */
@Tag("once") // on one JDK: see .ci/run
class TransactionIT {
  private static final System.Logger LOG = System.getLogger(TransactionIT.class.getName());
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int NUMBER = 12;
  private static final int BETWEEN_FAULTS = 20;

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.ofThree(32)
          .with("copies", new JsonObject().put("min", 2).put("ack-ms", 500))
          .with("links", new JsonObject().put("heartbeat-ms", 300).put("lost-after-ms", 3_000));

  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void theSumStaysAndNothingIsHalfDoneWhicheverHostIsKilled() throws Exception {
    CLUSTER.awaitWhole(SOON);
    Transfers transfers;
    try (Pantheon client = CLUSTER.client("hera")) {
      transfers = new Transfers(client, NUMBER);
    }
    ExecutorService clients = Executors.newCachedThreadPool();
    List<Future<?>> running = new ArrayList<>();
    try {
      int seed = 0;
      for (String host : CLUSTER.hosts()) {
        SplittableRandom random = new SplittableRandom(++seed);
        running.add(clients.submit(() -> move(transfers, host, random)));
      }
      for (String host : List.of("juno", "hera", "zeus")) {
        work(transfers);
        CLUSTER.kill9(host);
        work(transfers); // without it
        CLUSTER.restart(host);
        CLUSTER.awaitWhole(SOON);
        work(transfers);
      }
      stop.set(true);
      for (Future<?> one : running) {
        one.get(SOON.toSeconds(), SECONDS);
      }
    } finally {
      stop.set(true);
      clients.shutdownNow();
    }
    CLUSTER.awaitReady();
    LOG.log(System.Logger.Level.INFO, transfers);
    try (Pantheon client = CLUSTER.client("hera")) {
      transfers.assertExact(client);
    }
  }

  /** Waits until transfers were committed. */
  private static void work(Transfers transfers) throws Exception {
    long before = transfers.done();
    Await.until(SOON, () -> transfers.done() >= before + BETWEEN_FAULTS);
  }

  private void move(Transfers transfers, String host, SplittableRandom random) {
    try (Pantheon client = CLUSTER.client(host)) {
      for (long n = 0; !stop.get(); n++) {
        transfers.step(client, host + "-" + n, random);
      }
    }
  }
}
