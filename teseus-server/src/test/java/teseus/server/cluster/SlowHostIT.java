package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;
import teseus.space.Lease;
import teseus.space.Template;
import teseus.space.Tuple;

/** A host that is paused, and whose links stand, costs the others what it may be sent unread. */
@Tag("once")
class SlowHostIT {
  private static final int MANY = 120;
  private static final int BYTES = 400_000;
  private static final int CREDIT = 2 << 20;

  /** So many writes may hang before all that are asked for do. */
  private static final int AT_A_TIME = 20;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(60);

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.of(Map.of("hera", "64 MiB", "juno", "64 MiB", "zeus", "64 MiB"))
          .with("durability", "memory")
          .with("voters", new JsonArray().add("zeus"))
          .with("links", new JsonObject().put("lost-after-ms", 120_000))
          .with("waits", new JsonObject().put("answer-ms", 120_000))
          .with("limits", new JsonObject().put("pending-per-peer", CREDIT));

  @Test
  void letsTheOthersGoOnWithAllButAFewWritesAndDoesThoseWhenItIsBack() throws Exception {
    Semaphore free = new Semaphore(AT_A_TIME);
    List<CompletableFuture<Lease>> written = new ArrayList<>();
    Tuple bale = Tuple.of("Bale", Map.of("wool", "w".repeat(BYTES)));
    try (Pantheon zeus = CLUSTER.client("zeus")) {
      CLUSTER.stop("hera");
      try {
        for (int i = 0; i < MANY; i++) {
          assertThat(free.tryAcquire(SOON.toSeconds(), TimeUnit.SECONDS))
              .as("a write ends, after %s", i)
              .isTrue();
          CompletableFuture<Lease> write = zeus.space().write(bale, HOUR);
          write.whenComplete((lease, failure) -> free.release());
          written.add(write);
        }
        Await.until(SOON, () -> MANY - done(written) <= CREDIT / BYTES);
        assertThat(done(written)).as("hera was sent some").isLessThan(MANY);
        assertThat(CLUSTER.status("zeus").getJsonArray("reaches")).contains("hera");
      } finally {
        CLUSTER.cont("hera");
      }
      Await.until(SOON, () -> done(written) == MANY);
      assertThat(zeus.count(Template.ofType("Bale"))).isEqualTo(MANY);
    }
  }

  private static long done(List<CompletableFuture<Lease>> written) {
    return written.stream().filter(one -> one.isDone() && !one.isCompletedExceptionally()).count();
  }
}
