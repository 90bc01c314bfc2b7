package teseus.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import teseus.server.http.FakeHost;
import teseus.server.http.StagedAdmin;
import teseus.space.FieldIndex;
import teseus.space.SpaceFullException;
import teseus.space.UnavailableException;

@Timeout(60)
class SpaceCommandsTest {
  private static final String NOWHERE = "http://127.0.0.1:1";

  private final StagedAdmin admin =
      new StagedAdmin(JsonObject.of("name", "olimpo", "config", "another"));
  private FakeHost host;

  @BeforeEach
  void start() throws Exception {
    host = new FakeHost(0, admin);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private Run piped(String stdin, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", host.url()));
    return Run.with(stdin, all.toArray(new String[0]));
  }

  private Run run(String... arguments) {
    return piped("", arguments);
  }

  @Test
  void writesReadsAndTakesByFields() {
    Run put = run("put", "Package", "name=zlib", "size=3", "address.city=Rio", "code=\"3\"");
    assertThat(put.code()).as(put.err()).isZero();
    assertThat(host.tokens().get(0).tuple())
        .hasToString("Package{name=zlib, size=3, address={city=Rio}, code=3}");
    assertThat(run("count", "Package", "size=3.0").out()).isEqualTo("1\n");
    Run read = run("read", "Package", "address.city=Rio", "--json");
    assertThat(new JsonObject(read.out()).getJsonObject("fields").getValue("code")).isEqualTo("3");
    Run take = run("take", "name=zlib", "--timeout", "1s");
    assertThat(take.code()).isZero();
    assertThat(take.out()).startsWith("Package {\"name\":\"zlib\",\"size\":3,").contains("hera/0");
    assertThat(host.tokens()).isEmpty();
  }

  @Test
  void hasATupleComputed() {
    Run eval = run("eval", "echo", "Ping", "n=1", "--term", "5min", "--json");
    assertThat(eval.code()).as(eval.err()).isZero();
    assertThat(new JsonObject(eval.out()).getString("token"))
        .isEqualTo(host.tokens().get(0).id().toString());
    assertThat(run("take", "Ping", "n=1").out()).startsWith("Ping {\"n\":1}");
    assertThat(run("eval", "none", "Ping"))
        .isEqualTo(new Run(Exit.REFUSED.code(), "", "teseus: nobody has none\n"));
    assertThat(run("eval", "echo", "n=1").code()).isEqualTo(Exit.USAGE.code());
    assertThat(run("eval", "echo", "Ping", "--term", "0ms").code()).isEqualTo(Exit.USAGE.code());
  }

  @Test
  void matchesByConditions() {
    for (String sku : List.of("pen", "pencil", "ink")) {
      assertThat(run("put", "Order", "sku=" + sku, "qty=" + sku.length(), "tag=x").code()).isZero();
    }
    for (List<String> one :
        List.of(
            List.of("Order", "qty>5"),
            List.of("Order", "qty>=4", "tag?"),
            List.of("qty<=3", "sku!=ink"),
            List.of("sku^=penc"),
            List.of("sku@=pencil,rubber"),
            List.of("sku@=[\"ink\"]"),
            List.of("sku<j", "ref=null"),
            List.of("--where", "{\"or\":[{\"qty\":{\"gt\":5}},{\"tag\":\"y\"}]}"))) {
      List<String> count = new ArrayList<>(List.of("count"));
      count.addAll(one);
      assertThat(run(count.toArray(String[]::new)).out()).as("%s", one).isEqualTo("1\n");
    }
    assertThat(run("count", "Order", "ref?").out()).isEqualTo("0\n");
    assertThat(run("count", "Order", "sku").code()).isEqualTo(Exit.USAGE.code());
    assertThat(run("count", "--where", "{").code()).isEqualTo(Exit.USAGE.code());
    Run wrong = run("count", "--where", "{\"qty\":{\"above\":1}}");
    assertThat(wrong.code()).isEqualTo(Exit.REFUSED.code());
    assertThat(wrong.err()).contains("/where/qty/above is no operator");
    assertThat(run("count", "sku>true").out()).isEqualTo("0\n");
  }

  @Test
  void explainShowsWhichIndexServesAndWhatItLeaves() {
    Run table = run("explain", "Job", "n=1");
    assertThat(table.code()).isZero();
    assertThat(table.out().lines().map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "SEGMENT TYPE INDEX TOKENS CANDIDATES EXAMINED MATCH",
            "hera/0 Job none 0 1 1 no",
            "hera/0 Job index on n 0 0 0 no");
    assertThat(run("explain", "Job", "--json").out())
        .startsWith("{\"segments\":[{\"segment\":\"hera/0\",\"lookUps\":[{\"type\":\"Job\",")
        .contains("\"index\":\"index on n\"");
  }

  @Test
  void declaresAndListsIndexes() {
    assertThat(run("index", "add", "Job", "of.host", "--ordered").out())
        .isEqualTo("ordered index on Job.of.host\n");
    assertThat(host.indexes()).containsExactly(new FieldIndex("Job", "of.host", true));
    assertThat(run("index", "list").out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly("TYPE FIELD SERVES", "Job n ranges, prefixes, equality");
    assertThat(run("index", "list", "--json").out())
        .isEqualTo("{\"indexes\":[{\"type\":\"Job\",\"field\":\"n\",\"ordered\":true}]}\n");
    Run tooLong = run("index", "add", "x".repeat(256), "n");
    assertThat(tooLong.code()).isEqualTo(Exit.REFUSED.code());
    assertThat(tooLong.err()).contains("1 to 255 characters, had 256");
  }

  @Test
  void printsAllThatMatches() {
    for (int i = 0; i < 5; i++) {
      assertThat(run("put", "Job", "n=" + i).code()).isZero();
    }
    Run all = run("contents", "Job", "--json");
    assertThat(all.code()).as(all.err()).isZero();
    assertThat(all.out().lines()).hasSize(5);
    assertThat(run("contents", "--limit", "3").out().lines()).hasSize(3);
    assertThat(run("contents", "Note").out()).isEmpty();
    assertThat(run("contents", "--limit", "0").code()).isEqualTo(Exit.USAGE.code());
  }

  @Test
  void doesAllLinesOfAScriptOrNone() {
    Run both =
        piped(
            """
            # two jobs, and one of them at once
            put Job n=1 'name=zlib and more'
            put Job n=2 --term 5min

            take Job n=1 name^=zlib --if-exists
            """,
            "transaction");
    assertThat(both.code()).as(both.err()).isZero();
    assertThat(both.out().lines()).hasSize(3);
    assertThat(both.out()).contains("Job {\"n\":1,\"name\":\"zlib and more\"}");
    assertThat(host.tokens()).hasSize(1);
    Run none = piped("take Job n=2\ntake Job n=3\n", "transaction", "-", "--lease", "1min");
    assertThat(none)
        .isEqualTo(new Run(Exit.NONE.code(), "", "teseus: line 2: no match; nothing was done\n"));
    assertThat(host.tokens()).hasSize(1);
    for (String wrong :
        List.of("drop Job", "put", "take Job n", "put Job 'n=1", "read Job --order any")) {
      Run refused = piped("put Job n=9\n" + wrong, "transaction");
      assertThat(refused.code()).as(wrong).isEqualTo(Exit.USAGE.code());
      assertThat(refused.err()).startsWith("teseus: line 2: ");
    }
    assertThat(host.tokens()).hasSize(1);
    assertThat(run("transaction", "no-such-script").code()).isEqualTo(Exit.USAGE.code());
  }

  @Test
  void changesATokenAndItsLease() {
    assertThat(run("put", "Job", "n=1", "name=zlib").code()).isZero();
    String token = host.tokens().get(0).id().toString();
    Run modify =
        run("modify", token, "--increment", "n=2", "--set", "of.host=hera", "--remove", "name");
    assertThat(modify.code()).as(modify.err()).isZero();
    assertThat(modify.out()).startsWith("Job {\"n\":3,\"of\":{\"host\":\"hera\"}}");
    assertThat(modify.out()).contains("version 2");
    Run update = run("update", token, "--version", "2", "Note", "n=9", "--json");
    assertThat(update.code()).as(update.err()).isZero();
    assertThat(new JsonObject(update.out()).getLong("version")).isEqualTo(3);
    assertThat(run("update", token, "--version", "2", "Note").code())
        .isEqualTo(Exit.REFUSED.code());
    assertThat(run("modify", token, "--append", "n=1").code()).isEqualTo(Exit.REFUSED.code());
    assertThat(run("modify", token).code()).isEqualTo(Exit.USAGE.code());
    assertThat(run("modify", token, "--increment", "n=x").code()).isEqualTo(Exit.USAGE.code());
    assertThat(run("lease", "renew", token, "--term", "5min").code()).isZero();
    assertThat(run("lease", "cancel", token).code()).isZero();
    assertThat(run("lease", "cancel", token).code()).isEqualTo(Exit.NONE.code());
    assertThat(run("lease", "renew", token).code()).isEqualTo(Exit.NONE.code());
    assertThat(run("lease", "renew", "zlib").code()).isEqualTo(Exit.USAGE.code());
  }

  @Test
  void endsWithOneWhenThereIsNoMatch() {
    assertThat(run("take", "Package").code()).isEqualTo(Exit.NONE.code());
    assertThat(run("read", "Package", "--timeout", "20ms").code()).isEqualTo(Exit.NONE.code());
    Run strict = run("take", "Package", "--if-exists", "--consistency", "strict");
    assertThat(strict).isEqualTo(new Run(Exit.NONE.code(), "", "teseus: no match\n"));
    assertThat(run("count", "Package", "--json").out()).isEqualTo("{\"count\":0}\n");
  }

  @Test
  void takesAsManyAsAskedFor() {
    for (int i = 0; i < 3; i++) {
      assertThat(run("put", "Job", "n=" + i).code()).isZero();
    }
    Run two = run("take", "Job", "--count", "2", "--json");
    assertThat(two.code()).isZero();
    assertThat(two.out().lines()).hasSize(2);
    Run rest = run("take", "Job", "--count", "2");
    assertThat(rest.code()).isEqualTo(Exit.NONE.code());
    assertThat(rest.out().lines()).hasSize(1);
    assertThat(rest.err()).isEqualTo("teseus: no more matches after 1\n");
  }

  @Test
  void followsUntilNoneComesInTime() {
    assertThat(run("put", "Job", "n=1").code()).isZero();
    Run run = run("take", "Job", "--follow", "--timeout", "50ms");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(1);
  }

  @Test
  void readsAWholeTupleFromStdin() {
    Run run =
        piped(
            "{\"type\":\"Job\",\"fields\":{\"n\":1e2},\"term\":\"5 min\"}",
            "put",
            "--json-object",
            "-");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains(" in hera/0, until ");
    assertThat(host.tokens().get(0).tuple().at("n")).isEqualTo(100.0);
  }

  @Test
  void saysWhereJsonIsWrong() {
    Run run = run("put", "Job", "--json-object", "{\"n\":}");
    assertThat(run.code()).isEqualTo(Exit.REFUSED.code());
    assertThat(run.err()).startsWith("teseus: --json-object: column ").doesNotContain("\tat ");
    assertThat(run("put", "--json-object", "{\"n\":1}").code()).isEqualTo(Exit.REFUSED.code());
    assertThat(host.tokens()).isEmpty();
  }

  @Test
  void saysWhatTheSpaceRefuses() {
    host.failWith(new SpaceFullException("no host has room for 84 bytes"));
    assertThat(run("put", "Job", "n=1"))
        .isEqualTo(new Run(Exit.FULL.code(), "", "teseus: no host has room for 84 bytes\n"));
    host.failWith(new UnavailableException("juno/0 has no primary"));
    assertThat(run("put", "Job", "n=1").code()).isEqualTo(Exit.UNAVAILABLE.code());
  }

  @Test
  void drainsAHostAndTellsWhatItStillHasUntilItHasNothing() {
    assertThat(Run.of("host", "drain", "zeus", "--url", host.url()))
        .isEqualTo(
            new Run(
                0,
                """
                zeus is being drained, and holds 1 segment
                  zeus/0, which it leads: juno is being sent what it lacks
                zeus is drained: it leads and keeps nothing. Its process ends by itself.
                """,
                ""));
    assertThat(Run.of("host", "drain", "zeus", "--cancel", "--url", host.url()))
        .isEqualTo(new Run(0, "zeus takes part.\n", ""));
    assertThat(Run.of("host", "drain", "zeus", "--no-wait", "--url", host.url()).out())
        .startsWith("zeus is being drained");
    assertThat(Run.of("host", "drain", "ares", "--url", host.url()).err()).contains("ares");
  }

  @Test
  void showsAndChangesWhoKeepsMeta() {
    Run changed = Run.of("host", "voters", "hera", "juno", "zeus", "--url", host.url());
    assertThat(changed)
        .isEqualTo(
            new Run(
                0,
                """
                VOTER  STATE
                hera   leads
                juno   votes
                zeus   does not vote: the data folder from which it did is lost
                """,
                ""));
    assertThat(Run.of("host", "voters", "--url", host.url())).isEqualTo(changed);
    Run refused = Run.of("host", "voters", "hera", "juno", "--url", host.url());
    assertThat(refused.code()).isNotZero();
    assertThat(refused.err()).contains("not by [hera, juno]");
  }

  @Test
  void asksTheNextHostWhenOneIsNotThere() {
    Run listed = Run.of("host", "list", "--url", NOWHERE, "--url", host.url());
    assertThat(listed.code()).as(listed.err()).isZero();
    assertThat(listed.out()).contains("hera  up");
    Run put = Run.of("put", "Job", "--url", NOWHERE, "--url", host.url());
    assertThat(put.code()).as(put.err()).isZero();
  }

  @Test
  void choosesAStrategy() {
    Run set = run("strategy", "set", "weighted-roulette", "--weight", "memory=2.5");
    assertThat(set.out()).isEqualTo("weighted-roulette memory=2.5\n");
    assertThat(admin.current().getString("name")).isEqualTo("weighted-roulette");
    Run wrong = run("strategy", "set", "dice");
    assertThat(wrong.code()).isEqualTo(Exit.REFUSED.code());
    assertThat(wrong.err()).contains("unknown strategy: dice");
  }

  @Test
  void saysThatAnAuctionIsForgotten() {
    Run run = run("auction", "explain", "1-a-7");
    assertThat(run.code()).isEqualTo(Exit.NONE.code());
    assertThat(run.err()).contains("is forgotten");
  }

  @Test
  void appliesPlacementAndNothingOnADryRun() {
    Run dry = run("config", "apply", "../cluster.json", "--dry-run");
    assertThat(dry.out())
        .isEqualTo(
            """
            would place by weighted-roulette availability=1 cpu=1 memory=2
            takes a restart of every host with this file:
              the hosts run another file, and do not say which
            """);
    assertThat(admin.current().getString("name")).isEqualTo("memory-roulette");
    assertThat(run("config", "apply", "../cluster.json").out()).startsWith("now places by ");
    assertThat(admin.current().getString("name")).isEqualTo("weighted-roulette");
    assertThat(run("config", "apply", "../cluster.json").out()).startsWith("already places by ");
  }
}
