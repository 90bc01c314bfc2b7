package teseus.space.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulatedClockTest {
  private static final long START = 1_800_000_000_000L;

  private final Agenda agenda = new Agenda(START);
  private final SimulatedClock clock = new SimulatedClock(agenda, 200);

  @Test
  void aProcessNoticesThatTheClockWasSetWhenItIsStartedAgain() {
    clock.set(-5_000);
    pass(1_000);
    assertThat(clock.now()).isEqualTo(START + 1_200);
    clock.start();
    assertThat(clock.now()).isEqualTo(START - 4_000);
  }

  @Test
  void aTimerIsDueAsSoonAsTheClockShowsItsTimeHoweverFastThatIs() {
    for (long drift : new long[] {-10_000, -1, 0, 3, 10_000}) {
      clock.drift(drift);
      pass(777);
      clock.start();
      for (long shown = clock.now() + 1; shown < clock.now() + 3_000; shown += 7) {
        long due = clock.when(shown);
        SimulatedClock before = at(due - 1, drift);
        assertThat(before.now()).isLessThan(shown);
        assertThat(at(due, drift).now()).isGreaterThanOrEqualTo(shown);
      }
    }
  }

  /** The same clock at another moment. */
  private SimulatedClock at(long time, long drift) {
    Agenda then = new Agenda(agenda.now());
    SimulatedClock same = new SimulatedClock(then, 200);
    same.drift(drift);
    while (then.step(time)) {}
    return same;
  }

  private void pass(long ms) {
    long end = agenda.now() + ms;
    while (agenda.step(end)) {}
  }
}
