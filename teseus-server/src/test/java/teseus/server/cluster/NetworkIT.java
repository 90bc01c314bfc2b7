package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;
import teseus.space.Template;
import teseus.space.Token;

/**
 * Hosts on machines of a network of their own, each with a disk of its own, under clients that do
 * all there is; every kind of fault strikes, one at a time, and then all is added up. {@code
 * bin/endure} runs it for as long as one likes.
 */
@Tag("once") // on one JDK: see .ci/run
class NetworkIT {
  private static final System.Logger LOG = System.getLogger(NetworkIT.class.getName());
  private static final List<String> NAMES = List.of("hera", "juno", "zeus", "ares", "hades");
  private static final int HOSTS = Integer.getInteger("network.hosts", 4);
  private static final Duration LONG = Duration.ofMinutes(Integer.getInteger("network.minutes", 0));
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final int BETWEEN_FAULTS = 100;
  private static final int ACCOUNTS = 4 * HOSTS;

  private final long seed = Long.getLong("seed", 1);
  private final Random random = new Random(seed);
  private final Tally tally = new Tally();
  private final Suffered suffered = new Suffered();

  private final EmbeddedHistory within;

  NetworkIT(@TempDir Path folder) {
    within = new EmbeddedHistory(folder);
  }

  @Test
  void nothingIsLostDoubledOrMadeUpWhateverStrikes() throws Exception {
    Tools.needRoot();
    Tools.need("nft");
    Tools.need("mkfs.ext4");
    List<String> names = NAMES.subList(0, HOSTS);
    try (TestNetwork network = new TestNetwork(names);
        ClusterFixture cluster = cluster(names).on(network).runBy(this::withClients)) {
      cluster.start();
      try {
        suffer(cluster, new Faults(cluster, network, random));
      } catch (Throwable e) {
        LOG.log(System.Logger.Level.ERROR, "seed {0}\n{1}", Long.toString(seed), suffered);
        cluster.printStates();
        cluster.printLogs();
        throw e;
      }
    }
  }

  private HostJvm.Program withClients(String host) {
    return within.program(host, HOSTS, ACCOUNTS);
  }

  private static ClusterFixture cluster(List<String> names) {
    Map<String, String> budgets = new LinkedHashMap<>();
    names.forEach(name -> budgets.put(name, "16 MiB"));
    return ClusterFixture.of(budgets)
        .with("copies", new JsonObject().put("min", 2).put("ack-ms", 500))
        .with("journal", new JsonObject().put("file-bytes", "1 MiB").put("keep-bytes", "4 MiB"))
        .with("session", new JsonObject().put("lease", "30 s"))
        .with("links", new JsonObject().put("heartbeat-ms", 300).put("lost-after-ms", 3_000));
  }

  private void suffer(ClusterFixture cluster, Faults faults) throws Exception {
    cluster.awaitWhole(SOON);
    long begun = System.nanoTime();
    try (Pantheon client = cluster.client(cluster.hosts().get(0))) {
      Counters counters = new Counters(client, HOSTS);
      Transfers transfers = new Transfers(client, ACCOUNTS);
      try (Crowd crowd = new Crowd(cluster, tally, counters, transfers, seed)) {
        work(crowd, counters);
        do {
          List<Faults.Kind> kinds = new ArrayList<>(Arrays.asList(Faults.Kind.values()));
          Collections.shuffle(kinds, random);
          for (Faults.Kind kind : kinds) {
            strike(kind, cluster, faults, crowd, counters);
          }
        } while (System.nanoTime() - begun < LONG.toNanos());
        crowd.finish();
      }
      within.finish(SOON);
      within.addTo(tally, counters, transfers);
      LOG.log(
          System.Logger.Level.INFO,
          "seed {0}, {1} hosts, {2} s\n{3}\n{4}\n{5}\n{6}\n{7}",
          Long.toString(seed),
          HOSTS,
          (System.nanoTime() - begun) / 1_000_000_000,
          tally,
          counters,
          transfers,
          within,
          suffered);
      assertThat(within.told()).as("answers within hosts").isGreaterThan(BETWEEN_FAULTS);
      counters.assertExact(client);
      transfers.assertExact(client);
      drain(client);
    }
    LOG.log(System.Logger.Level.INFO, "all that is left is taken: {0}", tally);
    tally.assertExact();
  }

  private void strike(
      Faults.Kind kind, ClusterFixture cluster, Faults faults, Crowd crowd, Counters counters)
      throws Exception {
    assertThat(crowd.silences()).isNotEmpty(); // forgets those before the fault
    long struck = System.nanoTime();
    long lasts = lasts(kind).toNanos();
    LOG.log(System.Logger.Level.INFO, "{0}, for {1} ms", kind, Long.toString(lasts / 1_000_000));
    Faults.Mend mend = faults.strike(kind);
    Await.until(SOON, () -> System.nanoTime() - struck > lasts);
    long mended = System.nanoTime();
    mend.run();
    cluster.awaitWhole(SOON);
    Duration whole = Duration.ofNanos(System.nanoTime() - mended);
    work(crowd, counters);
    suffered.add(kind, crowd.silences(), whole);
  }

  /** A minute at most; where there is little time, so long that the others notice. */
  private Duration lasts(Faults.Kind kind) {
    if (LONG.isZero()) {
      return Duration.ofMillis(kind == Faults.Kind.ALL_KILLED ? 1 : random.nextInt(1_000, 3_500));
    }
    int most = kind == Faults.Kind.STOPPED ? 60_000 : 20_000;
    return Duration.ofMillis(random.nextInt(1_000, most));
  }

  /** Waits until the clients got on with their work. */
  private void work(Crowd crowd, Counters counters) throws Exception {
    long before = tally.done() + counters.done();
    Await.until(
        SOON,
        () -> {
          crowd.check();
          return tally.done() + counters.done() >= before + BETWEEN_FAULTS;
        });
  }

  /** Takes what is left; what takes of unknown outcome hold comes back as their sessions end. */
  private void drain(Pantheon client) throws Exception {
    Await.until(
        SOON,
        () -> {
          boolean none = true;
          for (Template left : Crowd.LEFT) {
            Optional<Token> next = Drain.take(client, left);
            none &= next.isEmpty();
            for (; next.isPresent(); next = Drain.take(client, left)) {
              tally.taken(next.get());
            }
          }
          return none && (tally.unknownTakes() == 0 || tally.lost() == 0);
        });
  }
}
