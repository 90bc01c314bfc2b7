package teseus.server.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;
import teseus.space.Consistency;
import teseus.space.Lease;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** What is written through one host is there through all the others. */
class HandOffIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension static final ClusterFixture CLUSTER = ClusterFixture.SHARED;

  private static Pantheon hera;
  private static Pantheon juno;
  private static Pantheon zeus;

  @BeforeAll
  static void connect() {
    hera = CLUSTER.client("hera");
    juno = CLUSTER.client("juno");
    zeus = CLUSTER.client("zeus");
  }

  @AfterAll
  static void close() {
    hera.close();
    juno.close();
    zeus.close();
  }

  @Test
  void aTakeThatWaitsElsewhereIsWokenByAWrite() throws Exception {
    Template errands = Template.ofType("Errand");
    Duration patience = Duration.ofMinutes(10);
    CompletableFuture<Optional<Token>> take = zeus.space().take(errands, patience);
    Await.until(SOON, () -> waitingAt("hera") == 1 && waitingAt("juno") == 1);
    assertThat(take).isNotDone();

    Tuple errand = Tuple.of("Errand", Map.of("to", "Delphi"));
    Lease lease = hera.write(errand);

    Token taken = take.get(SOON.toSeconds(), SECONDS).orElseThrow();
    assertThat(taken.tuple()).isEqualTo(errand);
    assertThat(taken.id()).isEqualTo(lease.token());
    assertThat(juno.readIfExists(errands, Consistency.STRICT)).isEmpty();
    Await.until(SOON, () -> waitingAt("hera") == 0 && waitingAt("juno") == 0);
  }

  private static int waitingAt(String host) throws Exception {
    return CLUSTER.status(host).getInteger("waitingTotal");
  }

  @Test
  void aLooseReadOfAnothersTokenSaysHowOldItMayBe() throws Exception {
    Lease far = null;
    long n = 0;
    for (; far == null || far.segment().founder().name().equals("juno"); n++) {
      far = hera.write(Tuple.of("Omen", Map.of("n", n)));
    }
    Template last = Template.ofType("Omen").where("n", n - 1);

    Await.until(SOON, () -> juno.readIfExists(last, Consistency.LOOSE).isPresent());
    Token seen = juno.readIfExists(last, Consistency.LOOSE).orElseThrow();
    assertThat(seen.id()).isEqualTo(far.token());
    assertThat(seen.age()).isBetween(Duration.ZERO, SOON);
    assertThat(seen.segment()).isEqualTo(far.segment());

    assertThat(Drain.of(CLUSTER, "zeus", Template.ofType("Omen"))).hasSize((int) n);
    Await.until(SOON, () -> juno.readIfExists(last, Consistency.LOOSE).isEmpty());
  }

  @Test
  void countsOverAllHosts() {
    Set<String> hosts = new HashSet<>();
    Set<TokenId> written = new HashSet<>();
    while (hosts.size() < 3) {
      Lease lease = hera.write(Tuple.of("Tally", Map.of("n", written.size())));
      hosts.add(lease.segment().founder().name());
      assertThat(written.add(lease.token())).isTrue();
    }
    Template tallies = Template.ofType("Tally");
    assertThat(zeus.count(tallies)).isEqualTo(written.size());
    assertThat(juno.count(tallies.where("n", 0))).isEqualTo(1);
    assertThat(Drain.of(CLUSTER, "zeus", tallies))
        .extracting(Token::id)
        .containsExactlyInAnyOrderElementsOf(written);
    assertThat(hera.count(tallies)).isZero();
  }
}
