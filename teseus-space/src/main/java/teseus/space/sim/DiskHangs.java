package teseus.space.sim;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Disks that hang: what is to be forced is not, and does not fail either, until they go on; while
 * their hosts run and are heard.
 */
final class DiskHangs {
  private static final int SHORT_MS = 300;
  private static final int LONG_MS = 3_000;

  private final List<SimulatedHost> machines;
  private final RandomGenerator random;

  /** None hangs. */
  DiskHangs(List<SimulatedHost> machines, RandomGenerator random) {
    this.machines = machines;
    this.random = random;
  }

  /** One hangs for a while. */
  boolean act() {
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    machine.hang(1 + random.nextInt(random.nextBoolean() ? SHORT_MS : LONG_MS));
    return true;
  }

  /** They hang no more. */
  void heal() {
    machines.forEach(machine -> machine.hang(0));
  }
}
