package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.server.http.Await;

/** Three hosts that vote, of which the leader is killed while the strategy is changed. */
@Tag("once") // on one JDK: see .ci/run
class MetaIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final int BETWEEN = 20;

  /** With one copy nobody but the test changes META. */
  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.ofThree(8).with("copies", new JsonObject().put("min", 1));

  /** Asks for one strategy after the other, each with a weight of its own, until it is stopped. */
  private static final class Changes {
    private final List<String> hosts;
    private final Set<Double> unknown = new HashSet<>(); // the thread's, until it ended
    private final CompletableFuture<Void> ended;
    private volatile boolean stopped;
    private volatile int done;
    private volatile double last;

    Changes(List<String> hosts) {
      this.hosts = hosts;
      this.ended = CompletableFuture.runAsync(this::run, task -> new Thread(task).start());
    }

    private void run() {
      for (int i = 1; !stopped; i++) {
        double weight = 1 + i / 1_000.0;
        int status = put(hosts.get(i % hosts.size()), weight);
        if (status == 200) {
          last = weight;
          done++;
        } else {
          assertThat(status).as("refused, or not known in time").isEqualTo(503);
          unknown.add(weight);
        }
      }
    }

    private static int put(String host, double weight) {
      JsonObject wanted =
          new JsonObject()
              .put("name", "weighted-roulette")
              .put("weights", new JsonObject().put("cpu", weight));
      try {
        HttpResponse<String> answer =
            CLUSTER
                .door(host)
                .send(
                    "PUT",
                    "/v1/strategy",
                    "application/json",
                    BodyPublishers.ofString(wanted.encode()));
        return answer.statusCode();
      } catch (Exception e) {
        throw new AssertionError("a host that runs does not answer: " + host, e);
      }
    }

    /** Waits until some more are done. */
    void work() throws Exception {
      int before = done;
      Await.until(SOON, () -> done >= before + BETWEEN || ended.isDone());
    }

    /** Asks no more; fails if something went wrong. */
    void end() throws Exception {
      stop();
      ended.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    void stop() {
      stopped = true;
    }
  }

  @Test
  void eachChangeIsDoneOnceOrRefusedThoughTheLeaderIsKilled() throws Exception {
    int registered = CLUSTER.hosts().size(); // each says once that it is there
    Await.until(SOON, () -> agree() && version("hera") >= registered);
    String killed = leader("hera");
    List<String> others = CLUSTER.hosts().stream().filter(host -> !host.equals(killed)).toList();
    long before = version(others.get(0));
    Changes changes = new Changes(others);
    try {
      changes.work();
      CLUSTER.kill9(killed);
      changes.work();
      CLUSTER.restart(killed);
      changes.work();
      changes.end();
    } finally {
      changes.stop();
    }
    Await.until(SOON, MetaIT::agree);
    assertThat(changes.done).isGreaterThanOrEqualTo(3 * BETWEEN);
    long after = version(killed);
    assertThat(after - before) // the host that was started again said so once
        .as("changes, where %s were done and %s are not known", changes.done, changes.unknown)
        .isBetween((long) changes.done, changes.done + changes.unknown.size() + 1L);
    Set<Double> possible = new HashSet<>(changes.unknown);
    possible.add(changes.last);
    assertThat(possible).contains(weight(killed));
  }

  /** Whether all hosts say the same of META. */
  private static boolean agree() throws Exception {
    Set<Object> said = new HashSet<>();
    for (String host : CLUSTER.hosts()) {
      said.add(List.of(version(host), weight(host), String.valueOf(leader(host))));
    }
    return said.size() == 1 && leader("hera") != null;
  }

  private static String leader(String host) throws Exception {
    return CLUSTER.door(host).get("/v1/cluster").getString("leader");
  }

  private static long version(String host) throws Exception {
    return CLUSTER.status(host).getLong("meta");
  }

  private static double weight(String host) throws Exception {
    return CLUSTER
        .door(host)
        .get("/v1/strategies")
        .getJsonObject("current")
        .getJsonObject("weights")
        .getDouble("cpu");
  }
}
