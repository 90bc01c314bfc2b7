package teseus.space.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many who wait, for a type, for a field of it or for anything, while nothing fails. */
@Tag("once")
class FairnessTest {
  static final SimulationSettings CROWD = new SimulationSettings(3, 2, 0, 3_000, 8, false);
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final int SEEDS = 100;

  @Test
  void nobodyIsOvertakenWhoWaitedBeforeAnotherBegan() {
    long judged = 0;
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Simulation crowd = new Simulation(seed, CROWD, new SimulationParts());
      assertThat(crowd.run().unknown()).as("seed %d", seed).isZero();
      judged += crowd.judged();
    }
    System.out.println("somebody might have been overtaken " + judged + " times");
    assertThat(judged).as("occasions").isGreaterThan(SEEDS);
  }
}
