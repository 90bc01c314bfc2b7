package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final long SEED = 7;

  private final Backoff backoff = new Backoff(new Random(SEED));

  @Test
  void waitsLongerEachTimeUpToTwoSecondsAndStartsAgainAfterSuccess() {
    for (long ceiling : new long[] {100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000}) {
      assertThat(backoff.next()).as("seed " + SEED).isBetween(ceiling / 2, ceiling);
    }
    backoff.reset();
    assertThat(backoff.next()).as("seed " + SEED).isBetween(50L, 100L);
  }
}
