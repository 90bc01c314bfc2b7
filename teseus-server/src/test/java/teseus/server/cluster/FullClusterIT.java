package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;
import teseus.space.SpaceFullException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** A cluster whose hosts have no room left. */
class FullClusterIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofSeconds(3);
  private static final int BYTES = 100_000;
  private static final int BUDGETS = 14 << 20;

  /** Two hosts may each be sent one by a primary that has not heard yet that it is full. */
  private static final int ABOVE = 2;

  private static final Template BALES = Template.ofType("Bale");

  @RegisterExtension static final ClusterFixture CLUSTER = ClusterFixture.SHARED;

  @Test
  void refusesWithFiguresKeepsWhatItHasAndTakesInAgainWhatFits() throws Exception {
    try (Pantheon client = CLUSTER.client("juno")) {
      Set<TokenId> written = fill(client);
      assertThat(written.size())
          .as("each of which two hosts keep, of whom one is not the largest")
          .isBetween(BUDGETS * 2 / 5 / BYTES, BUDGETS / 2 / BYTES);

      assertThatThrownBy(() -> client.write(bale(-1)))
          .isInstanceOf(SpaceFullException.class)
          .hasMessageContaining("hera")
          .hasMessageContaining("juno")
          .hasMessageContaining("zeus")
          .hasMessageMatching("(?s).*\\d.*");
      assertThat(client.count(BALES)).isEqualTo(written.size());

      for (int i = 0; i <= ABOVE; i++) {
        TokenId gone = Drain.take(client, BALES).orElseThrow().id();
        assertThat(written.remove(gone)).isTrue();
      }
      Await.until(SOON, () -> fits(client, written));

      assertThat(Drain.of(CLUSTER, "hera", BALES))
          .extracting(Token::id)
          .containsExactlyInAnyOrderElementsOf(written);
    }
  }

  /** Those that keep copies say some times a second what room they have. */
  private static boolean fits(Pantheon client, Set<TokenId> written) {
    try {
      return written.add(client.write(bale(written.size())).token());
    } catch (SpaceFullException e) {
      return false;
    }
  }

  /**
   * Until nothing is let in for long: a member without room first makes way for a host with some.
   */
  private static Set<TokenId> fill(Pantheon client) {
    Set<TokenId> written = new HashSet<>();
    long since = System.nanoTime();
    while (System.nanoTime() - since < LONG.toNanos()) {
      if (fits(client, written)) {
        since = System.nanoTime();
      }
      assertThat(written).as("more than all budgets hold").hasSizeLessThan(BUDGETS / BYTES);
    }
    return written;
  }

  private static Tuple bale(int n) {
    return Tuple.of("Bale", Map.of("n", n, "wool", "w".repeat(BYTES)));
  }
}
