package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.cli.Run;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** A snapshot of three hosts, taken while they are written to, comes back on two. */
class SnapshotIT {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Template PAGES = Template.ofType("Page");
  private static final int BEFORE = 600;

  @RegisterExtension static final ClusterFixture THREE = ClusterFixture.SHARED;
  @RegisterExtension static final ClusterFixture TWO = ClusterFixture.of(two());

  private static Map<String, String> two() {
    Map<String, String> budgets = new LinkedHashMap<>();
    budgets.put("ares", "8 MiB");
    budgets.put("nike", "2 MiB");
    return budgets;
  }

  @Test
  void everyTokenComesBackOncePlacedByAuctionAmongOtherHosts() throws Exception {
    Map<TokenId, Tuple> before = new HashMap<>();
    Map<TokenId, Tuple> during = new HashMap<>();
    JsonObject taken;
    try (Pantheon client = THREE.client("hera")) {
      for (int n = 0; n < BEFORE; n++) {
        Tuple page = page("before", n);
        before.put(client.write(page, n % 7 == 0 ? LONG : Duration.ofDays(36_500)).token(), page);
      }
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; !over.get(); n++) {
                  Tuple page = page("during", n);
                  during.put(client.write(page).token(), page);
                }
              });
      Run snapshot = run("snapshot", "create", "--json", "--url", THREE.url("juno"));
      over.set(true);
      writer.join();
      assertThat(snapshot.code()).as(snapshot.err()).isZero();
      taken = new JsonObject(snapshot.out());
    }
    assertThat(Drain.of(THREE, "zeus", PAGES)).hasSize(before.size() + during.size());

    Path file = Path.of(taken.getString("file"));
    assertThat(run("snapshot", "verify", file.toString()).code()).isZero();
    assertThat(run("snapshot", "list", "--url", THREE.url("juno")).out()).contains(file.toString());
    Run restored = run("snapshot", "restore", file.toString(), "--url", TWO.url("nike"));
    assertThat(restored.code()).as(restored.err()).isZero();

    Map<TokenId, Token> back = new HashMap<>();
    for (Token token : Drain.of(TWO, "ares", PAGES)) {
      assertThat(back.put(token.id(), token)).as("%s came twice", token).isNull();
    }
    assertThat(back).hasSize(taken.getInteger("tokens")).containsKeys(ids(before));
    back.forEach(
        (id, token) ->
            assertThat(token.tuple())
                .isEqualTo(before.containsKey(id) ? before.get(id) : during.get(id)));
    List<SegmentId> segments = back.values().stream().map(Token::segment).distinct().toList();
    assertThat(segments).as("both hosts have won some").hasSize(2);
  }

  @Test
  void aSnapshotIsNotRestoredIntoASpaceThatHoldsSomethingNorFromADamagedFile() throws Exception {
    Run snapshot = run("snapshot", "create", "--json", "--url", THREE.url("hera"));
    Path file = Path.of(new JsonObject(snapshot.out()).getString("file"));
    try (Pantheon client = TWO.client("ares")) {
      assertThat(client.write(page("there already", 1))).isNotNull();
      Run refused = run("snapshot", "restore", file.toString(), "--url", TWO.url("ares"));
      assertThat(refused.code()).isNotZero();
      assertThat(refused.err()).contains("empty");
      assertThat(Drain.of(TWO, "ares", PAGES)).hasSize(1);
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.write(file.resolveSibling("damaged.snapshot"), bytes);
    Run refused = run("snapshot", "restore", damaged.toString(), "--url", TWO.url("ares"));
    assertThat(refused.code()).isEqualTo(8);
    assertThat(Drain.of(TWO, "ares", PAGES)).isEmpty();
  }

  private static TokenId[] ids(Map<TokenId, Tuple> tokens) {
    return new ArrayList<>(tokens.keySet()).toArray(TokenId[]::new);
  }

  private static Run run(String... arguments) {
    return Run.of(arguments);
  }

  private static Tuple page(String when, int n) {
    return Tuple.of("Page", Map.of("when", when, "n", n, "text", "x".repeat(n % 100)));
  }
}
