package teseus.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.server.http.StagedCluster.auction;
import static teseus.server.http.StagedCluster.copy;
import static teseus.server.http.StagedCluster.lost;
import static teseus.server.http.StagedCluster.segment;
import static teseus.server.http.StagedCluster.state;
import static teseus.server.http.StagedCluster.waiter;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page in a real browser, fed by events of hosts that only speak. */
@Tag("once")
class DashboardPageIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static Browser browser;

  private final StagedCluster cluster = new StagedCluster();

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
    for (String host : List.of("hades", "hera", "zeus")) {
      cluster.says(state(host, "memory-roulette", 1, List.of("Job", "Job", "Invoice")));
    }
    browser.open(cluster.url(), 1600, 1000);
    browser.await("document.querySelectorAll('.host[data-health=up]').length === 3", SOON);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
    browser.complaints();
  }

  @Test
  void showsEachTokenInItsHostsColumn() {
    assertThat(browser.count("[data-host=hera] .cell")).isEqualTo(3);

    cluster.says(state("hera", "memory-roulette", 1, List.of("Job", "Job", "Invoice", "Order")));

    browser.await("document.querySelectorAll('[data-host=hera] .cell').length === 4", SOON);
    assertThat(browser.count("[data-host=zeus] .cell")).isEqualTo(3);
    assertThat(browser.text("[data-host=zeus] .rim")).isEqualTo("budget 256 MiB");
    assertThat(browser.text("#total-tokens")).isEqualTo("10");
    assertThat(browser.text("[data-host=hera] .types")).contains("Job", "2", "Order", "1");
    assertNoComplaints();
  }

  @Test
  void opensAnAuctionToItsBidsByKeyboard() {
    cluster.publish(Events.AUCTION, auction("Invoice", "zeus"));
    browser.awaitText("#feed", "Invoice");

    tabTo(".entry");
    assertThat(browser.focused().getDomAttribute("aria-expanded")).isEqualTo("false");
    browser.press(Keys.ENTER);

    browser.await("document.querySelector('.entry').ariaExpanded === 'true'", SOON);
    assertThat(browser.text(".bids"))
        .contains("0.4127", "61 %", "39 %")
        .contains("not asked: zeus came before it")
        .contains("ruled out: only 40 KiB free");
    assertThat(browser.text(".bid[data-fate=won]")).contains("zeus").contains("won");
    browser.press(Keys.SPACE);
    browser.await("document.querySelector('.entry').ariaExpanded === 'false'", SOON);
    assertNoComplaints();
  }

  @Test
  void holdsNewerAuctionsBackWhileOneIsOpen() {
    cluster.publish(Events.AUCTION, auction("Invoice", "zeus"));
    browser.awaitText("#feed", "Invoice");
    tabTo(".entry");
    browser.press(Keys.ENTER);
    cluster.publish(Events.AUCTION, auction("Order", "hera"));

    browser.awaitText("#newer", "Show 1 newer auction");
    assertThat(browser.text("#feed")).doesNotContain("Order");
    assertThat(browser.evaluate("document.querySelector('#newer').click()")).isNull();
    browser.awaitText("#feed", "Order");
    assertThat(browser.focused().getText()).contains("Order");
    assertNoComplaints();
  }

  @Test
  void keepsTheFeedShortUnderAFlood() {
    for (int i = 0; i < 500; i++) {
      cluster.publish(Events.AUCTION, auction("Flood" + i, "zeus"));
    }
    browser.awaitText("#feed", "Flood499");
    assertThat(browser.count("#feed > li")).isEqualTo(100);
    assertThat(browser.text("#feed > li:first-child")).contains("Flood499");
    assertNoComplaints();
  }

  @Test
  void saysWhenAHostsClockIsOff() {
    cluster.says(state("hera", "memory-roulette", 1, List.of("Job")).put("clockOffMs", -900));
    browser.awaitText("[data-host=hera] .state", "up, clock off by -900 ms");

    cluster.says(state("hera", "memory-roulette", 1, List.of("Job")).put("clockOffMs", 0));
    browser.await("document.querySelector('[data-host=hera] .state').textContent === 'up'", SOON);
    assertNoComplaints();
  }

  @Test
  void saysWhenTheStrategyChanges() {
    assertThat(browser.text("#strategy")).isEqualTo("memory-roulette");
    assertThat(browser.count("#strategy-note:not([hidden])")).isZero();

    cluster.says(state("zeus", "roleta-soma", 2, List.of("Job")));

    browser.awaitText("#strategy-note", "Changed from memory-roulette");
    assertThat(browser.text("#strategy")).isEqualTo("roleta-soma");
    assertThat(browser.text("#strategy-summary")).contains("shortest waiting time");
    assertThat(browser.text("#notices")).contains("first heard of from zeus");
    assertNoComplaints();
  }

  @Test
  void showsWhoLeadsAndHoldsEachSegmentAndHowFarBehind() {
    assertThat(browser.text("#segments-held")).isEqualTo("Each is on one host alone.");
    assertThat(row("hera/0")).containsExactly("hera", "3", "hera", "–", "open");

    JsonObject state = state("hera", "memory-roulette", 1, List.of("Job"));
    state
        .getJsonArray("segments")
        .getJsonObject(0)
        .getJsonArray("copies")
        .add(copy("zeus", true, 12_345L))
        .add(copy("hades", false, null));
    cluster.says(state);

    browser.awaitText("#segments-rows", "zeus (12,345 behind)");
    assertThat(row("hera/0"))
        .containsExactly(
            "hera", "3", "hera, zeus (12,345 behind)", "hades (is asked what it has)", "open");
    assertThat(browser.text("#segments-held")).contains("has all that was acknowledged");
    assertThat(browser.text("#segments-note")).isEmpty();
    assertNoComplaints();
  }

  @Test
  void saysWhatIsHeldByTooFewAndWhy() {
    String why = "1 of 2 stores hold it, and it takes nothing in: zeus is being sent what it lacks";
    JsonObject state = state("hera", "memory-roulette", 1, List.of("Job"));
    state.getJsonArray("segments").getJsonObject(0).put("lacking", why);
    cluster.says(state);

    browser.awaitText("#segments-note", "Held by too few: hera/0.");
    assertThat(row("hera/0")).last().isEqualTo(why);
    assertThat(browser.count("#segments-rows .trouble")).isEqualTo(1);

    cluster.says(state("hera", "memory-roulette", 1, List.of("Job")));
    browser.await("document.querySelector('#segments-note').textContent === ''", SOON);
    assertNoComplaints();
  }

  @Test
  void showsWhatNobodyLeadsAndWhoTookItOver() {
    cluster.silence("hera");

    browser.awaitText("#segments-note", "Nobody heard leads hera/0 and hera/1.");
    assertThat(row("hera/0"))
        .startsWith("nobody", "3")
        .endsWith("closed: hera led it, and is not heard");

    JsonObject zeus = state("zeus", "memory-roulette", 1, List.of("Job"));
    zeus.getJsonArray("segments").add(segment("hera/0", 2).put("epoch", 4));
    cluster.says(zeus);

    browser.awaitText("#notices", "zeus leads hera/0 now.");
    browser.awaitText("#segments-note", "Nobody heard leads hera/1.");
    assertThat(row("hera/0")).startsWith("zeus", "4").endsWith("open");
    assertNoComplaints();
  }

  /** The cells of a segment's row, but for its name. */
  private static List<Object> row(String segment) {
    Object cells =
        browser.evaluate(
            "[...document.querySelector('#segments-rows').rows]"
                + ".map((row) => [...row.cells].map((cell) => cell.textContent))"
                + ".find(([name]) => name === '%s').slice(1)".formatted(segment));
    return new ArrayList<>((List<?>) cells);
  }

  @Test
  void marksASilentHostGoneThreeSecondsAfterItsLastWord() throws IOException {
    cluster.silence("hera");
    long silent = System.nanoTime();
    browser.await(
        "document.querySelector('[data-host=hera]').dataset.health === 'gone'",
        Duration.ofSeconds(5));
    Duration after = Duration.ofNanos(System.nanoTime() - silent);

    assertThat(after).isBetween(Duration.ofMillis(2_500), Duration.ofMillis(4_000));
    assertThat(browser.text("[data-host=hera] .state")).isEqualTo("not heard for 3 s");
    assertThat(browser.text("#total-hosts")).isEqualTo("2 of 3");
    browser.awaitText("#notices", "hera has not been heard");
    browser.shoot("silent-host");

    cluster.says(state("hera", "memory-roulette", 1, List.of("Job")));
    browser.await("document.querySelector('[data-host=hera]').dataset.health === 'up'", SOON);
    assertNoComplaints();
  }

  @Test
  void believesAPeerThatLostAHostAtOnceUnlessItIsStillHeard() {
    cluster.silence("hera");
    cluster.publish(Events.MEMBER, lost("zeus", "hera"));
    browser.await(
        "document.querySelector('[data-host=hera]').dataset.health === 'gone'",
        Duration.ofSeconds(2));
    assertThat(browser.text("[data-host=hera] .state"))
        .isEqualTo("gone, zeus has lost it: link closed");

    cluster.publish(Events.MEMBER, lost("zeus", "hades"));
    browser.await("document.querySelector('[data-host=hades]').dataset.health === 'doubted'", SOON);
    assertNoComplaints();
  }

  @Test
  void saysThatItsOwnConnectionIsLostAndComesBack() throws IOException {
    assertThat(browser.count("#banner:not([hidden])")).isZero();
    cluster.closeServer();

    browser.awaitText("#banner", "Connection lost");
    assertThat(browser.text("#banner-others")).contains("hades", "hera", "zeus");
    browser.await(
        "[...document.querySelectorAll('.host .state')]"
            + ".every((state) => /^stale, [1-9]\\d* s old$/.test(state.textContent))",
        SOON);
    assertThat(browser.count(".host[data-health=gone]")).isZero();
    browser.shoot("connection-lost");

    cluster.reopenServer();
    browser.await("document.querySelector('#banner').hidden", Duration.ofSeconds(30));
    browser.await("document.querySelectorAll('.host[data-health=up]').length === 3", SOON);
    assertThat(browser.text("#notices")).contains("connected again");
  }

  @Test
  void showsHostileNamesAsText() {
    String hostile = "<img src=x onerror=alert(1)>";
    JsonObject state = state("hera", hostile, 3, List.of(hostile, "Job"));
    state.put("waiting", new JsonArray().add(waiter("1.9", hostile)));
    state.put("http", "javascript:alert(1)").put("waitingTotal", 1);
    cluster.says(state);
    cluster.publish(Events.AUCTION, auction(hostile, hostile));

    browser.awaitText("#waiting-rows", "onerror");
    browser.awaitText("#feed", "onerror");
    assertThat(browser.text("[data-host=hera] .types")).contains(hostile);
    assertThat(browser.text("#strategy")).isEqualTo(hostile);
    assertThat(browser.count("img")).isZero();
    assertThat(browser.count("a[href^='javascript:']")).isZero();
    assertNoComplaints();
  }

  @Test
  void runsNoScriptThatIsNotAFileOfThePage() {
    String inject =
        "(() => { const script = document.createElement('script');"
            + " script.textContent = 'window.injected = true';"
            + " document.body.append(script); return window.injected === undefined; })()";
    assertThat(browser.evaluate(inject)).isEqualTo(true);
    assertThat(browser.complaints()).singleElement().asString().contains("Content Security Policy");
  }

  @Test
  void goesOnAfterEventsItCannotRead() {
    List<JsonObject> odd =
        List.of(
            new JsonObject(),
            new JsonObject().put("host", 7),
            new JsonObject().put("host", "hera").put("tokens", "none").put("segments", 3),
            new JsonObject().put("type", "T").put("bids", new JsonObject()).put("draw", "x"),
            new JsonObject().put("of", "hera").put("state", "sideways"));
    cluster.silence("hera");
    for (String address : Events.ALL) {
      odd.forEach(event -> cluster.publish(address, event));
    }
    cluster.says(state("hera", "memory-roulette", 1, List.of("After")));

    browser.awaitText("[data-host=hera] .types", "After");
    assertNoComplaints();
  }

  @Test
  void fitsNarrowAndWideLightAndDark() throws IOException {
    stageAFullHouse();
    for (boolean dark : new boolean[] {false, true}) {
      for (int width : new int[] {360, 1000, 1600}) {
        browser.emulate(width, width == 360 ? 2400 : 1100, dark);
        browser.await("innerWidth === " + width, SOON);
        assertThat(
                browser.evaluate(
                    "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
            .as("no sideways scrolling at %s px", width)
            .isEqualTo(true);
        browser.shoot((dark ? "dark-" : "light-") + width);
      }
    }
    assertNoComplaints();
  }

  private void stageAFullHouse() {
    List<String> types = new ArrayList<>();
    List<String> names = List.of("Job", "Invoice", "Session", "Job", "Reading", "Job", "Order");
    for (int i = 0; i < 120; i++) {
      types.add(names.get((i * i + i / 7) % names.size()));
    }
    JsonObject zeus = state("zeus", "memory-roulette", 1, types).put("tokensTotal", 4_210);
    zeus.put(
        "waiting",
        new JsonArray()
            .add(waiter("c41-7.112", "Invoice{customer = \"Perseus\", total in 100..500}"))
            .add(waiter("c40-2.18", "Reading{sensor prefix \"delphi-\"}")));
    zeus.getJsonArray("segments")
        .getJsonObject(0)
        .getJsonArray("copies")
        .add(copy("hera", true, 0L));
    cluster.says(zeus.put("waitingTotal", 2));
    JsonObject hera = state("hera", "memory-roulette", 1, types.subList(0, 57));
    hera.getJsonArray("segments")
        .getJsonObject(1)
        .put("lacking", "1 of 2 stores hold it, and it takes nothing in: zeus is being sent it")
        .getJsonArray("copies")
        .add(copy("zeus", false, 912_345L));
    cluster.says(hera);
    JsonObject hades = state("hades", "memory-roulette", 1, types.subList(0, 34));
    cluster.says(hades.put("reaches", new JsonArray().add("zeus")));
    for (String winner : List.of("zeus", "hera", "hades", "zeus", "zeus", "hera")) {
      cluster.publish(Events.AUCTION, auction(names.get(winner.length()), winner));
    }
    browser.await("document.querySelectorAll('[data-host=zeus] .cell').length === 120", SOON);
    browser.await("document.querySelectorAll('.entry').length === 6", SOON);
    assertThat(browser.evaluate("document.querySelector('.entry').click()")).isNull();
    for (String host : List.of("hades", "hera", "zeus")) {
      cluster.publish(
          Events.BEACON_PULSE,
          new JsonObject()
              .put("host", host)
              .put("seq", 4_812)
              .put("at", System.currentTimeMillis())
              .put("added", 3)
              .put("removed", 1)
              .put("bytes", 412));
    }
    browser.awaitText("[data-host=hades] .beacons", "4,812");
  }

  private static void tabTo(String selector) {
    for (int presses = 0; presses < 40; presses++) {
      browser.press(Keys.TAB);
      if (Boolean.TRUE.equals(
          browser.evaluate("document.activeElement.matches('" + selector + "')"))) {
        return;
      }
    }
    throw new AssertionError(selector + " cannot be reached by the keyboard");
  }

  private static void assertNoComplaints() {
    assertThat(browser.complaints()).isEmpty();
  }
}
