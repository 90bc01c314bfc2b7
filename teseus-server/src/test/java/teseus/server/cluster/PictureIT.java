package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;
import teseus.server.http.Browser;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;

/**
 * Takes the picture of the dashboard, {@code docs/images/dashboard.png}, of a cluster at work:
 * {@code mvn verify -Dpicture=true -Dit.test=PictureIT -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
@EnabledIfSystemProperty(named = "picture", matches = "true")
class PictureIT {
  private static final Path PICTURE = Path.of("..", "docs", "images", "dashboard.png");
  private static final int WIDTH = 1400;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final List<String> TYPES = List.of("Job", "Reading", "Invoice", "Order");

  @RegisterExtension
  static final ClusterFixture CLUSTER =
      ClusterFixture.ofThree(16)
          .with("name", "olimpo")
          .with("copies", new JsonObject().put("min", 2));

  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  void isTakenOfAClusterAtWork() throws Exception {
    ExecutorService workers = Executors.newCachedThreadPool();
    try (Browser browser = Browser.start();
        Pantheon hera = CLUSTER.client("hera");
        Pantheon juno = CLUSTER.client("juno");
        Pantheon zeus = CLUSTER.client("zeus")) {
      JsonObject weighted = CLUSTER.door("hera").get("/v1/strategies").getJsonObject("current");
      CLUSTER.door("hera").put("/v1/strategy", new JsonObject().put("name", "uniform"));
      browser.open(CLUSTER.url("hera"), WIDTH, 1000);
      browser.awaitText("#strategy", "uniform");
      browser.await("document.querySelectorAll('.host[data-health=up]').length === 3", SOON);
      SplittableRandom random = new SplittableRandom(17);
      for (int n = 0; n < 30; n++) {
        hera.write(tuple(random));
      }
      CLUSTER.door("hera").put("/v1/strategy", weighted);
      browser.awaitText("#strategy", "weighted-roulette");
      for (int n = 0; n < 160; n++) {
        hera.write(tuple(random));
      }
      List<CompletableFuture<Optional<Token>>> waiting =
          List.of(
              juno.space().take(where("Invoice", "customer", "Perseus"), LONG),
              zeus.space().read(where("Reading", "sensor", "delphi-7"), LONG),
              hera.space().take(Template.ofType("Oracle"), LONG));
      List<Future<?>> atWork = new ArrayList<>();
      for (Pantheon client : List.of(hera, juno, zeus)) {
        SplittableRandom own = random.split();
        atWork.add(workers.submit(() -> write(client, own)));
        atWork.add(workers.submit(() -> take(client)));
      }
      browser.await("document.querySelectorAll('#waiting-rows tr').length === 3", SOON);
      Await.until(SOON, () -> CLUSTER.status("juno").getLong("taken") >= 20);
      browser.await("document.querySelectorAll('.trace i').length > 40", SOON);
      assertThat(browser.evaluate("document.querySelector('.entry').click()")).isNull();
      browser.await("document.querySelectorAll('.bid').length === 3", SOON);
      Number height =
          (Number)
              browser.evaluate(
                  "Math.ceil(document.querySelector('.left').getBoundingClientRect().bottom) + 40");
      browser.emulate(WIDTH, height.intValue(), false);
      browser.await("innerHeight === " + height, SOON);
      browser.shoot(PICTURE);
      done.set(true);
      for (Future<?> one : atWork) {
        one.get(SOON.toSeconds(), TimeUnit.SECONDS);
      }
      waiting.forEach(one -> assertThat(one.cancel(true)).isTrue());
    } finally {
      workers.shutdownNow();
    }
  }

  private void write(Pantheon client, SplittableRandom random) {
    while (!done.get()) {
      client.write(tuple(random));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300)); // slow enough to watch
    }
  }

  private void take(Pantheon client) {
    while (!done.get()) {
      assertThat(client.take(Template.ofType("Job"), SOON)).isPresent();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
    }
  }

  private static Tuple tuple(SplittableRandom random) {
    String type = TYPES.get(Math.min(random.nextInt(4), random.nextInt(4)));
    return Tuple.of(
        type,
        Map.of(
            "customer",
            "Theseus",
            "sensor",
            "naxos-" + random.nextInt(9),
            "payload",
            "x".repeat(2_000 + random.nextInt(26_000))));
  }

  private static Template where(String type, String field, String value) {
    return Template.ofType(type).where(field, value);
  }
}
