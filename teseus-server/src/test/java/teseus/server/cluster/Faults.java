package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import teseus.server.http.Await;

/** What happens to hosts and to the network between them; whom it strikes is drawn. */
final class Faults {
  private static final System.Logger LOG = System.getLogger(Faults.class.getName());
  private static final int LOSS_PERCENT = 10;

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int DAMAGED = 8;

  enum Kind {
    KILLED("a host killed"),
    STOPPED("a host stopped"),
    CUT_OFF("a host cut off from all"),
    PARTED("two hosts cut off from each other"),
    ONE_WAY("a host that one other does not hear"),
    LOSSY("10 % of all packets lost"),
    ALL_KILLED("all hosts killed"),
    WIPED("a host that keeps META killed and its disk wiped"),
    HUNG("the disk of a host hangs"),
    FULL("the disk of a host full");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Ends a fault; returns when all hosts run and reach each other. */
  interface Mend {
    void run() throws Exception;
  }

  private final ClusterFixture cluster;
  private final TestNetwork network;
  private final Random random;

  Faults(ClusterFixture cluster, TestNetwork network, Random random) {
    this.cluster = cluster;
    this.network = network;
    this.random = random;
  }

  Mend strike(Kind kind) throws Exception {
    List<String> hosts = new ArrayList<>(cluster.hosts());
    Collections.shuffle(hosts, random);
    String host = hosts.get(0);
    String other = hosts.get(1);
    LOG.log(System.Logger.Level.INFO, "{0}: {1}, and {2}", kind, host, other);
    return switch (kind) {
      case KILLED -> {
        cluster.kill9(host);
        yield () -> cluster.restart(host);
      }
      case STOPPED -> {
        cluster.stop(host);
        yield () -> {
          cluster.cont(host);
          cluster.awaitReady();
        };
      }
      case CUT_OFF -> {
        for (String each : hosts.subList(1, hosts.size())) {
          network.part(host, each);
        }
        yield this::heal;
      }
      case PARTED -> {
        network.part(host, other);
        yield this::heal;
      }
      case ONE_WAY -> {
        network.silence(host, other);
        yield this::heal;
      }
      case LOSSY -> {
        network.lose(LOSS_PERCENT);
        yield this::heal;
      }
      case ALL_KILLED -> {
        cluster.killAll();
        yield cluster::startAll;
      }
      case WIPED -> {
        Set<String> voters = voters(host).keySet();
        String wiped = hosts.stream().filter(voters::contains).findFirst().orElseThrow();
        cluster.kill9(wiped);
        wipe(cluster.disk(wiped));
        yield () -> {
          cluster.restart(wiped);
          replaceVoter(wiped, wiped.equals(host) ? other : host);
        };
      }
      case HUNG -> {
        cluster.hang(host);
        yield () -> {
          cluster.thaw(host);
          cluster.awaitReady();
        };
      }
      case FULL -> {
        Path filler = fill(cluster.disk(host));
        yield () -> {
          Files.delete(filler);
          if (cluster.ended(host)) {
            LOG.log(System.Logger.Level.INFO, "{0} ended", host);
            assertThat(cluster.host(host).awaitExit()).isEqualTo(DAMAGED);
          } else {
            cluster.kill9(host); // it may have failed to make its next file, and would end later
          }
          cluster.restart(host);
        };
      }
    };
  }

  private void heal() throws Exception {
    network.heal();
    cluster.awaitReady();
  }

  /** Where a host kept META on a disk that is lost, one that did not does in its place. */
  private void replaceVoter(String host, String asked) throws Exception {
    Await.until(SOON, () -> voters(asked).getOrDefault(host, false));
    List<String> voters = new ArrayList<>(voters(asked).keySet());
    List<String> others = cluster.hosts().stream().filter(one -> !voters.contains(one)).toList();
    voters.remove(host);
    voters.add(others.isEmpty() ? host : others.get(0));
    LOG.log(System.Logger.Level.INFO, "{0} keep META", voters);
    JsonObject wish = new JsonObject().put("hosts", new JsonArray(voters));
    cluster.door(asked).put("/v1/voters", wish);
  }

  /** The hosts that keep META, each with whether its vote is lost. */
  private Map<String, Boolean> voters(String asked) throws IOException, InterruptedException {
    Map<String, Boolean> voters = new TreeMap<>();
    for (Object each : cluster.door(asked).get("/v1/voters").getJsonArray("voters")) {
      JsonObject voter = (JsonObject) each;
      voters.put(voter.getString("host"), voter.getBoolean("lost"));
    }
    return voters;
  }

  private static void wipe(Path disk) throws IOException {
    try (Stream<Path> files = Files.walk(disk)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(disk)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Takes what room is left on a disk. */
  private static Path fill(Path disk) throws IOException {
    Path filler = disk.resolve("filler");
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    return filler;
  }
}
