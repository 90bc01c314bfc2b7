package teseus.space.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That subscribers in simulations are told something, so that what is checked of it says much. */
class ListenersTest {
  @Test
  void subscribersAreToldMuchAndOfFewGaps() {
    long told = 0;
    long gaps = 0;
    for (long seed = 1; seed <= 30; seed++) {
      Simulation simulation =
          new Simulation(seed, SimulationSettings.DEFAULT, new SimulationParts());
      assertThat(simulation.run().steps()).isPositive();
      told += simulation.told();
      gaps += simulation.gaps();
    }
    assertThat(told).isGreaterThan(600);
    assertThat(gaps).isPositive().isLessThan(told / 8);
  }
}
