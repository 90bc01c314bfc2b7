package teseus.space.sim;

import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Disks that fail: what was being written may be there or not, and the host halts at the first
 * error, as it does in production. It is started again when its disk works, which may be long
 * after; or at once, perhaps to fail again. Some are nearly full before: then their hosts, which
 * measure that, take nothing more in.
 */
final class DiskErrors {
  private static final int MOST_AT_ONCE = 3;
  private static final int SHORT_MS = 300;
  private static final int LONG_MS = 4_000;
  private static final int FULL_MS = 500;

  private final List<SimulatedHost> machines;
  private final Agenda agenda;
  private final RandomGenerator random;
  private final Consumer<SimulatedHost> stop;
  private final Runnable failed;
  private boolean healed;

  /**
   * All disks work.
   *
   * @param stop ends a machine's process
   * @param failed is told each time that a disk has failed
   */
  DiskErrors(
      List<SimulatedHost> machines,
      Agenda agenda,
      RandomGenerator random,
      Consumer<SimulatedHost> stop,
      Runnable failed) {
    this.machines = machines;
    this.agenda = agenda;
    this.random = random;
    this.stop = stop;
    this.failed = failed;
  }

  /** A disk fails, or is nearly full, and fails perhaps then; whether the host was told so far. */
  boolean fill() {
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    if (!machine.up()) {
      return false;
    }
    machine.measured(true);
    int its = machine.incarnation();
    boolean overflows = random.nextInt(3) == 0;
    agenda.after(
        random.nextInt(FULL_MS),
        () -> {
          if (machine.incarnation() == its && !healed) {
            if (overflows) {
              fail(machine);
            } else {
              machine.measured(false);
            }
          }
        });
    return true;
  }

  /** The next forces of a machine's disk fail; they count once they do. */
  boolean fail() {
    fail(machines.get(random.nextInt(machines.size())));
    return false;
  }

  private void fail(SimulatedHost machine) {
    machine.breakDisk(1 + random.nextInt(MOST_AT_ONCE), () -> halt(machine));
  }

  private void halt(SimulatedHost machine) {
    failed.run();
    stop.accept(machine);
    int its = machine.incarnation();
    boolean lasts = random.nextInt(4) == 0;
    agenda.after(
        random.nextInt(lasts ? LONG_MS : SHORT_MS),
        () -> {
          if (!machine.up() && machine.incarnation() == its) {
            if (lasts) {
              machine.mendDisk();
            }
            machine.start();
          }
        });
  }

  /** No more: all disks work, and have room. */
  void heal() {
    healed = true;
    for (SimulatedHost machine : machines) {
      machine.mendDisk();
      machine.measured(false);
    }
  }
}
