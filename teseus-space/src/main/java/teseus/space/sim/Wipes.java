package teseus.space.sim;

import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Disks that are lost: their hosts come back on empty ones, as new stores. As many at a time as
 * there may be while each segment is kept by one member at least, and more when R is whole again; a
 * voter's never, for it would forget what it has agreed to.
 */
final class Wipes {
  private final SimulatedCluster cluster;
  private final RandomGenerator random;
  private final Consumer<SimulatedHost> crash;

  /**
   * All disks are what they were.
   *
   * @param crash ends a machine's process, and has it started again later
   */
  Wipes(SimulatedCluster cluster, RandomGenerator random, Consumer<SimulatedHost> crash) {
    this.cluster = cluster;
    this.random = random;
    this.crash = crash;
  }

  /** One more disk is lost, if one may be; whether one was. */
  boolean act() {
    List<SimulatedHost> bearable =
        cluster.machines().stream().filter(cluster::bearsTheLossOf).toList();
    if (bearable.isEmpty()) {
      return false;
    }
    SimulatedHost machine = bearable.get(random.nextInt(bearable.size()));
    crash.accept(machine);
    cluster.wipe(machine);
    return true;
  }
}
