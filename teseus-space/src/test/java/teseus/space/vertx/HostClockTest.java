package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostClockTest {
  @Test
  void startsAtTheWallClockAndNeverGoesBack() {
    long before = System.currentTimeMillis();
    HostClock clock = new HostClock();

    long last = clock.now();
    assertThat(last).isBetween(before, before + 60_000);
    long end = System.nanoTime() + 5_000_000;
    long first = last;
    while (System.nanoTime() < end) {
      long now = clock.now();
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
    assertThat(last).isGreaterThan(first);
  }
}
