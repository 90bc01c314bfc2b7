package teseus.space.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Hosts in trouble, seed after seed. More of them by {@code -Dsimulation.seeds=N
 * -Dsimulation.first=S}; a seed that fails is named, and fails again.
 */
class SimulationTest {
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 1_000);

  @Test
  void everyPromiseIsKeptInTrouble() {
    long began = System.nanoTime();
    long steps = 0;
    long records = 0;
    long answered = 0;
    long unknown = 0;
    int replicated = 0;
    int skewed = 0;
    Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Simulation simulation =
          new Simulation(seed, SimulationSettings.DEFAULT, new SimulationParts());
      SimulationReport report = runWithoutErrors(seed, simulation);
      replicated += simulation.replicated() ? 1 : 0;
      skewed += simulation.skewed();
      steps += report.steps();
      records += report.records();
      answered += report.done() + report.empty() + report.refused();
      unknown += report.unknown();
      report.faults().forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
    }
    double minutes = (System.nanoTime() - began) / 60e9;
    System.out.printf(
        "%d seeds in %.1f min: %d steps (%.0f a minute), %d requests answered, %d unknown, %d"
            + " records, faults %s; %d in memory alone; %d hosts with a clock that is off%n",
        SEEDS,
        minutes,
        steps,
        steps / minutes,
        answered,
        unknown,
        records,
        faults,
        replicated,
        skewed);
    assertThat(faults).as("every fault has happened").containsOnlyKeys(Fault.values());
    assertThat(replicated).as("runs in memory alone").isGreaterThan(SEEDS / 20);
    assertThat(skewed).as("hosts with a clock that is off").isPositive();
    assertThat(answered).as("most are answered").isGreaterThan(20 * unknown);
  }

  private static SimulationReport runWithoutErrors(long seed, Simulation simulation) {
    try (LibraryErrors errors = new LibraryErrors()) {
      SimulationReport report = simulation.run();
      assertThat(errors.said()).as("what failed within the Raft library, seed %d", seed).isEmpty();
      return report;
    }
  }

  @Test
  void metaChangesItsLeaderAndItsVotersAndGoesOn() {
    int terms = 0;
    int chosen = 0;
    long elected = 0;
    for (long seed = FIRST; seed < FIRST + 20; seed++) {
      Simulation simulation =
          new Simulation(seed, SimulationSettings.DEFAULT, new SimulationParts());
      assertThat(simulation.run().steps()).isPositive();
      terms += simulation.terms();
      chosen += simulation.strategiesChosen();
      elected += simulation.votersChanged();
    }
    assertThat(terms).as("terms in 20 runs").isGreaterThan(30);
    assertThat(chosen).as("strategies chosen in 20 runs").isGreaterThan(200);
    assertThat(elected).as("groups of voters after the first in 20 runs").isGreaterThan(3);
  }

  @Test
  void withoutTroubleNothingIsUnknown() {
    SimulationSettings calm = new SimulationSettings(3, 2, 3, 3_000, 20, false);
    for (long seed = FIRST; seed < FIRST + 20; seed++) {
      assertThat(Simulation.run(seed, calm).unknown()).as("seed %d", seed).isZero();
    }
  }

  @Test
  void hostsLeadSeveralSegments() {
    SimulationSettings wide = new SimulationSettings(2, 4, 2, 2_000, 40, true);
    for (long seed = FIRST; seed < FIRST + 30; seed++) {
      assertThat(Simulation.run(seed, wide).steps()).isPositive();
    }
  }

  @Test
  void manyHostsGoThroughTroubleTogether() {
    SimulationSettings many = new SimulationSettings(12, 1, 4, 1_500, 40, true);
    for (long seed = FIRST; seed < FIRST + 4; seed++) {
      assertThat(Simulation.run(seed, many).steps()).isPositive();
    }
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    for (long seed = FIRST; seed < FIRST + 10; seed++) {
      SimulationReport once = Simulation.run(seed, SimulationSettings.DEFAULT);
      assertThat(Simulation.run(seed, SimulationSettings.DEFAULT)).isEqualTo(once);
      assertThat(List.copyOf(once.faults().keySet()))
          .as("in one order, in whatever process")
          .isSorted();
    }
    assertThat(Simulation.run(FIRST, SimulationSettings.DEFAULT).trace())
        .isNotEqualTo(Simulation.run(FIRST + 1, SimulationSettings.DEFAULT).trace());
  }
}
