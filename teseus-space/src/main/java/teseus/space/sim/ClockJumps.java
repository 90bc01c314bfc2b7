package teseus.space.sim;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Clocks that run at rates of their own, and that are set forwards and back, by less than hosts
 * should differ or by seconds. A process that runs does not notice; one that is started later does.
 */
final class ClockJumps {
  /** How far clocks of hosts may be apart, in milliseconds ({@code clock.max-skew}). */
  private static final int SKEW_MS = 500;

  private static final int FAR_MS = 8_000;
  private static final int DRIFT_MILLIONTHS = 10_000;

  private final List<SimulatedHost> machines;
  private final RandomGenerator random;

  /** All run at rates of their own from now on. */
  ClockJumps(List<SimulatedHost> machines, RandomGenerator random) {
    this.machines = machines;
    this.random = random;
    for (SimulatedHost machine : machines) {
      machine.time().drift(random.nextLong(-DRIFT_MILLIONTHS, DRIFT_MILLIONTHS + 1));
    }
  }

  /** One is set. */
  boolean act() {
    int most = random.nextBoolean() ? SKEW_MS : FAR_MS;
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    machine.time().set(random.nextLong(-most, most + 1));
    return true;
  }
}
