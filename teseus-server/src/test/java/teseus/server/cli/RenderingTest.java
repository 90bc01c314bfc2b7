package teseus.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import teseus.server.http.StagedAdmin;

class RenderingTest {
  private final StagedAdmin admin = new StagedAdmin(new JsonObject());

  private static JsonNode json(Future<JsonObject> told) throws Exception {
    return Json.read(told.result().encode().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void explainsAnAuction() throws Exception {
    assertThat(new AuctionText(json(admin.lastAuction())).text(Ink.NONE))
        .isEqualTo(
            """
            token 1-a-7: Package, 84 bytes, written through hera at 2026-09-21T14:13:20Z
            by weighted-roulette, drew 0.413
            won by juno, kept in juno/0

            PLACE  HOST      FREE        OF  CPU IDLE  DISK IDLE  AVAILABLE  SCORE    ODDS  BECAME
                1  zeus  90 bytes  16.0 MiB    80.0 %    100.0 %     99.9 %  0.610  45.0 %  asked, and refused: only 12 bytes free now
                2  juno  31.0 MiB  32.0 MiB    75.0 %    100.0 %    100.0 %  0.910  55.0 %  won
                3  hera   1.0 KiB  64.0 MiB    50.0 %    100.0 %    100.0 %  0.000   0.0 %  not asked: juno came before it
                -  ares   3 bytes   1.0 MiB   100.0 %    100.0 %    100.0 %  0.000   0.0 %  ruled out: needs 84 bytes, has 3 free
                -  dis          -         -         -          -          -      -       -  not asked: no bid of it was known
            """);
  }

  @Test
  void listsHosts() throws Exception {
    assertThat(HostCommand.table(json(admin.hosts()), Ink.NONE))
        .isEqualTo(
            """
            HOST  STATE        META   TOKENS     USED    BUDGET  CPU IDLE  AVAILABLE  PAGE
            hera  up           leads   1,234  3.0 MiB  64.0 MiB    82.0 %    100.0 %  http://127.0.0.1:8081
            juno  not reached  votes       -        -  32.0 MiB         -          -  http://127.0.0.1:8082
            """);
  }

  @Test
  void tellsWhoseVoteIsLost() throws Exception {
    String hosts =
        """
        {"hosts": [{"name": "zeus", "up": true, "votes": true, "lost": true, "leads": false}]}
        """;
    assertThat(HostCommand.table(Json.read(hosts.getBytes(StandardCharsets.UTF_8)), Ink.NONE))
        .contains("zeus  up     lost ");
  }

  @Test
  void tellsWhichHostsAreDrained() throws Exception {
    String hosts =
        """
        {"hosts": [
          {"name": "hera", "up": true, "standing": "draining", "holds": 2},
          {"name": "juno", "up": true, "standing": "draining", "holds": 1},
          {"name": "zeus", "up": false, "standing": "drained", "holds": 0}]}
        """;
    assertThat(HostCommand.table(Json.read(hosts.getBytes(StandardCharsets.UTF_8)), Ink.NONE))
        .contains("up, drains, holds 2 segments", "up, drains, holds 1 segment ")
        .contains("not reached, drained");
  }

  @Test
  void tellsWhichHostsClockIsOff() throws Exception {
    String hosts =
        """
        {"hosts": [
          {"name": "hera", "up": true, "state": {"clockOffMs": 0}},
          {"name": "juno", "up": true, "state": {"clockOffMs": -1200}},
          {"name": "zeus", "up": false, "state": {"clockOffMs": 900}}]}
        """;
    String table = HostCommand.table(Json.read(hosts.getBytes(StandardCharsets.UTF_8)), Ink.NONE);
    assertThat(table).contains("juno  up, clock off by -1200 ms").doesNotContain("900 ms");
  }

  @Test
  void listsWhoLeadsAndHoldsEachSegmentWhereThereAreCopies() throws Exception {
    String hosts =
        """
        {"hosts": [
          {"name": "hera", "up": true, "state": {"segments": [
            {"id": "hera/0", "epoch": 7, "open": true, "copies": [
              {"host": "hera", "member": true, "linked": true, "behind": 0},
              {"host": "juno", "member": true, "linked": true, "behind": 12},
              {"host": "zeus", "member": false, "linked": true, "behind": null}]}]}},
          {"name": "juno", "up": true, "state": {"segments": [
            {"id": "zeus/0", "epoch": 3, "open": true, "copies": [
              {"host": "juno", "member": true, "linked": true, "behind": 0},
              {"host": "zeus", "member": false, "linked": false, "behind": 4}],
             "lacking": "1 of 2 stores hold it"}]}},
          {"name": "zeus", "up": false, "state": {"segments": [{"id": "zeus/0"}]}}]}
        """;
    String table = HostCommand.table(Json.read(hosts.getBytes(StandardCharsets.UTF_8)), Ink.NONE);
    assertThat(table.substring(table.indexOf("\n\n") + 2))
        .isEqualTo(
            """
            SEGMENT  LED BY  EPOCH  HELD BY                 FOLLOWED BY                  STATE
            hera/0   hera        7  hera, juno (12 behind)  zeus (is asked what it has)  open
            zeus/0   juno        3  juno                    zeus (out of reach)          1 of 2 stores hold it
            """);
  }

  @Test
  void listsStrategies() throws Exception {
    assertThat(StrategyCommand.table(json(admin.strategies()), Ink.NONE))
        .isEqualTo(
            """
               STRATEGY           WEIGHTS                        WHAT IT DOES
            *  memory-roulette                                   Equal odds with room.
               weighted-roulette  memory=2 cpu=1 availability=1  Odds by figures.
            """);
  }

  @Test
  void letsNoDataSteerTheTerminal() {
    Table table = new Table("TYPE");
    table.row("a\u001b[31m\nb\u202e");
    assertThat(table.text(Ink.NONE)).isEqualTo("TYPE\na?[31m?b?\n");
  }

  @Test
  void coloursOnlyWhereToldTo() {
    assertThat(new Ink(true).bold("x")).isEqualTo("\u001b[1mx\u001b[0m");
    assertThat(Ink.NONE.bold("x")).isEqualTo("x");
  }

  @Test
  void showsHowFarAStreamIsAndWhenItEnds() {
    Progress progress = new Progress(1_000_000, 0);
    assertThat(progress.line(12_345, 250_000, 3_000))
        .isEqualTo("[######..................]  25 %  12,345 written, 4,115/s, 9 s left");
  }

  @Test
  void showsNoEndOfAStreamThatHasNone() {
    assertThat(new Progress(-1, 1_000).line(10, 250, 3_000)).isEqualTo("10 written, 5/s");
  }

  @Test
  void showsFiguresAsPeopleReadThem() {
    assertThat(Figures.bytes(1023)).isEqualTo("1023 bytes");
    assertThat(Figures.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Figures.time(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    assertThat(Figures.time(Duration.ofSeconds(12_000))).isEqualTo("3 h 20 min");
  }
}
