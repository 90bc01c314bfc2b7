package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.http.Browser;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;

/** The page of one host in a real browser, while a real cluster is at work and loses hosts. */
@Tag("once")
class DashboardLiveIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension static final ClusterFixture CLUSTER = ClusterFixture.SHARED;

  private static Browser browser;

  @BeforeAll
  static void startBrowser() throws IOException {
    browser = Browser.start();
  }

  @AfterAll
  static void stopBrowser() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void openPage() {
    browser.open(CLUSTER.url("hera"), 1400, 1000);
    browser.await("document.querySelectorAll('.host[data-health=up]').length === 3", SOON);
  }

  @Test
  void showsTokensWhereTheyAreAndWhoWaits() throws Exception {
    Template wool = Template.ofType("Wool").where("colour", "gold");
    try (Pantheon client = CLUSTER.client("juno")) {
      CompletableFuture<Optional<Token>> waiting =
          client.space().take(wool, Duration.ofMinutes(10));
      browser.awaitText("#waiting-rows", "Wool colour=gold");

      Map<String, Integer> placed = new HashMap<>();
      for (int n = 0; n < 40; n++) {
        String segment =
            client.write(Tuple.of("Wool", Map.of("colour", "grey"))).segment().toString();
        placed.merge(segment.substring(0, segment.indexOf('/')), 1, Integer::sum);
      }
      for (String host : CLUSTER.hosts()) {
        String cells = "document.querySelectorAll('[data-host=" + host + "] .cell').length === ";
        browser.await(cells + placed.getOrDefault(host, 0), SOON);
      }
      assertThat(browser.text("#total-tokens")).isEqualTo("40");

      client.write(Tuple.of("Wool", Map.of("colour", "gold")));
      assertThat(waiting.get().orElseThrow().tuple().at("colour")).isEqualTo("gold");
      browser.await("!document.querySelector('#waiting-rows').textContent.includes('gold')", SOON);
    }
    assertThat(Drain.of(CLUSTER, "zeus", Template.any())).hasSize(40);
    browser.await("document.querySelectorAll('.cell').length === 0", SOON);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void opensAnAuctionToItsBidsAndSeesAnotherStrategy() throws Exception {
    JsonObject before = CLUSTER.door("hera").get("/v1/strategies").getJsonObject("current");
    CLUSTER.door("zeus").put("/v1/strategy", new JsonObject().put("name", "memory-roulette"));
    browser.awaitText("#strategy", "memory-roulette");
    browser.awaitText("#strategy-note", "Changed from " + before.getString("name"));

    String type = "Bowl";
    try (Pantheon client = CLUSTER.client("zeus")) {
      client.write(Tuple.of(type, Map.of()));
      browser.awaitText("#feed", type);
      assertThat(browser.evaluate("document.querySelector('.entry').click()")).isNull();
      browser.await("document.querySelectorAll('.bid').length === 3", SOON);
      assertThat(browser.text(".bids")).contains("memory-roulette", "hera", "juno", "zeus");
      assertThat(browser.count(".bid[data-fate=won]")).isEqualTo(1);
      String token = CLUSTER.door("zeus").get("/v1/auctions/last").getString("token");
      assertThat(browser.text(".bids")).contains(token);
      assertThat(client.take(Template.ofType(type), SOON)).isPresent();
    }
    CLUSTER.door("hera").put("/v1/strategy", before);
    browser.awaitText("#strategy", before.getString("name"));
  }

  @Test
  void showsWhichHostIsGoneAndThatItIsBack() throws Exception {
    CLUSTER.kill9("zeus");
    browser.await(health("zeus", "gone"), Duration.ofSeconds(3));
    browser.awaitText("#total-hosts", "2 of 3");
    browser.await(ledByAnother(), SOON);
    CLUSTER.restart("zeus");
    browser.await(health("zeus", "up"), SOON);
    browser.await("document.querySelector('#segments-note').textContent === ''", SOON);
    assertThat(browser.text("#segments-rows")).contains("hera/0", "juno/0", "zeus/0");

    CLUSTER.stop("juno");
    try {
      browser.await(health("juno", "gone"), Duration.ofSeconds(15));
    } finally {
      CLUSTER.cont("juno");
    }
    browser.await(health("juno", "up"), SOON);
    browser.awaitText("#total-hosts", "3 of 3");
    CLUSTER.awaitReady();
  }

  /** Who keeps the other copy of what zeus led. */
  private static String ledByAnother() {
    return """
        [...document.querySelectorAll('#segments-rows tr')].some(row =>
            row.querySelector('th').textContent === 'zeus/0'
                && ['hera', 'juno'].includes(row.querySelector('td').textContent))""";
  }

  private static String health(String host, String expected) {
    return "document.querySelector('[data-host=%s]').dataset.health === '%s'"
        .formatted(host, expected);
  }
}
