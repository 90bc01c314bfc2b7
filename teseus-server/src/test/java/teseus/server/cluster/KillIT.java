package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;

/** Hosts are killed and stopped under clients that write and take; then all is added up. */
@Tag("once")
class KillIT {
  private static final System.Logger LOG = System.getLogger(KillIT.class.getName());
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int BETWEEN_FAULTS = 300;

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.ofThree(32)
          .with("links", new JsonObject().put("heartbeat-ms", 300).put("lost-after-ms", 3_000));

  private final Tally tally = new Tally();
  private final List<String> report = new ArrayList<>();

  @Test
  void nothingIsLostDoubledOrMadeUpWhateverHostEnds() throws Exception {
    try (Clients clients = new Clients(CLUSTER, tally)) {
      work();
      killed(clients, "juno");
      stopped(clients, "zeus", Duration.ofSeconds(1)); // a pause that no peer calls a loss
      stopped(clients, "juno", Duration.ofSeconds(5)); // one that they do
      killed(clients, "hera");
      killed(clients, "zeus");
      clients.finish();
    }
    CLUSTER.awaitReady();
    drain();
    LOG.log(System.Logger.Level.INFO, "{0}\n{1}", tally, String.join("\n", report));
    tally.assertExact();
  }

  /** Waits until the clients got on with their work. */
  private void work() throws Exception {
    long before = tally.done();
    Await.until(SOON, () -> tally.done() >= before + BETWEEN_FAULTS);
  }

  private void killed(Clients clients, String host) throws Exception {
    forget(clients);
    CLUSTER.kill9(host);
    work();
    CLUSTER.restart(host);
    work();
    report(clients, "kill -9 and restart of " + host);
  }

  private void stopped(Clients clients, String host, Duration pause) throws Exception {
    forget(clients);
    CLUSTER.stop(host);
    long since = System.nanoTime();
    try {
      Await.until(SOON, () -> System.nanoTime() - since > pause.toNanos());
    } finally {
      CLUSTER.cont(host);
    }
    CLUSTER.awaitReady();
    work();
    report(clients, "SIGSTOP of " + host + " for " + pause.toSeconds() + " s");
  }

  private static void forget(Clients clients) {
    CLUSTER.hosts().forEach(host -> assertThat(clients.longest(host)).isPositive());
  }

  private void report(Clients clients, String fault) {
    StringBuilder line = new StringBuilder(fault).append(": longest wait");
    for (String host : CLUSTER.hosts()) {
      line.append(", from %s %,d ms".formatted(host, clients.longest(host).toMillis()));
    }
    report.add(line.toString());
  }

  private void drain() throws Exception {
    try (Pantheon client = CLUSTER.client("hera")) {
      Drain.rest(client, tally, SOON);
    }
  }
}
