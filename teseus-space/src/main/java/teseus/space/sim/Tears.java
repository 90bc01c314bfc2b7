package teseus.space.sim;

import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Disks that lose the last batch they had forced, as one does that says so too early: their hosts
 * find an end that is not whole. One member's of a segment at a time, and never a batch of META's.
 */
final class Tears {
  private final SimulatedCluster cluster;
  private final RandomGenerator random;
  private final Consumer<SimulatedHost> crash;

  /**
   * All disks are what they were.
   *
   * @param crash ends a machine's process, and has it started again later
   */
  Tears(SimulatedCluster cluster, RandomGenerator random, Consumer<SimulatedHost> crash) {
    this.cluster = cluster;
    this.random = random;
    this.crash = crash;
  }

  /** One more batch is lost, if one may be; whether one was. */
  boolean act() {
    List<SimulatedHost> bearable =
        cluster.machines().stream().filter(cluster::bearsATearOf).toList();
    if (bearable.isEmpty()) {
      return false;
    }
    SimulatedHost machine = bearable.get(random.nextInt(bearable.size()));
    crash.accept(machine);
    return machine.tear();
  }
}
