package teseus.olimpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
  private static final long T0 = 1_000_000;
  private static final Duration HALF = Duration.ofMinutes(10);
  private static final long HALF_MS = HALF.toMillis();

  private final Availability fresh = Availability.from(HALF, T0);

  @Test
  void aNewHostCountsAsSeen() {
    assertThat(fresh.share(T0)).isEqualTo(1);
    assertThat(fresh.share(T0 + 100 * HALF_MS)).isEqualTo(1);
  }

  @Test
  void unseenForAHalfLifeItFallsByHalf() {
    Availability lost = fresh.seenBy(0, 2, T0);
    assertThat(lost.share(T0)).isEqualTo(1);
    assertThat(lost.share(T0 + HALF_MS)).isCloseTo(0.5, within(1e-9));
    assertThat(lost.share(T0 + 2 * HALF_MS)).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void seenAgainItRises() {
    Availability back = fresh.seenBy(0, 2, T0).seenBy(2, 2, T0 + HALF_MS);
    assertThat(back.share(T0 + 2 * HALF_MS)).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void seenBySomeItTendsToTheirShare() {
    assertThat(fresh.seenBy(1, 4, T0).share(T0 + 60 * HALF_MS)).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void tellingItTheSameTwiceChangesNothing() {
    Availability once = fresh.seenBy(0, 1, T0);
    Availability twice = once.seenBy(0, 1, T0 + 1_234);
    assertThat(twice.share(T0 + HALF_MS)).isCloseTo(once.share(T0 + HALF_MS), within(1e-9));
  }

  @Test
  void aHostByItselfIsSeen() {
    assertThat(fresh.seenBy(0, 0, T0).share(T0 + HALF_MS)).isEqualTo(1);
  }

  @Test
  void aClockSetBackMovesNothing() {
    Availability lost = fresh.seenBy(0, 1, T0).seenBy(0, 1, T0 - HALF_MS);
    assertThat(lost.share(T0 - HALF_MS)).isEqualTo(1);
    assertThat(lost.share(T0 + HALF_MS)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> fresh.seenBy(3, 2, T0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> Availability.from(Duration.ZERO, T0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
