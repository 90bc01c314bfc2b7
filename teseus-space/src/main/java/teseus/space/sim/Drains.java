package teseus.space.sim;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import teseus.space.HostId;
import teseus.space.wire.Leaving;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/**
 * Somebody who has hosts drained, stops those that are, and takes them back: by asking a host that
 * runs, and by what it knows of META.
 */
final class Drains {
  private final List<SimulatedHost> machines;
  private final RandomGenerator random;
  private final Consumer<SimulatedHost> stop;

  /**
   * Nobody is drained.
   *
   * @param stop ends a machine's process for good
   */
  Drains(List<SimulatedHost> machines, RandomGenerator random, Consumer<SimulatedHost> stop) {
    this.machines = machines;
    this.random = random;
    this.stop = stop;
  }

  /**
   * Goes one step on with one of the machines, if one that can be asked runs; never with the first:
   * it alone has a function, and what is to be computed with that would wait for it.
   */
  void act() {
    SimulatedHost asked = machines.get(random.nextInt(machines.size()));
    SimulatedHost machine = machines.get(1 + random.nextInt(machines.size() - 1));
    asked.now(host -> act(asked, machine, host.meta()));
  }

  private void act(SimulatedHost asked, SimulatedHost machine, MetaState known) {
    Leaving leaving = known.leaving().get(machine.id());
    if (leaving == null) {
      ask(asked, new MetaCommand.Drain(machine.id()));
    } else if (leaving == Leaving.DRAINED && machine.up() && random.nextInt(3) > 0) {
      stop.accept(machine);
    } else if (leaving == Leaving.DRAINED || random.nextInt(4) == 0) {
      ask(asked, new MetaCommand.Readmit(machine.id()));
      if (!machine.up()) {
        machine.start();
      }
    }
  }

  private static void ask(SimulatedHost asked, MetaCommand command) {
    asked.run(host -> host.command(command, refused -> {}, asked.clock()));
  }

  /** No more: whoever is drained is taken back, or all stay as they are. */
  void heal() {
    if (random.nextBoolean()) {
      for (SimulatedHost machine : machines) {
        ask(machines.get(0), new MetaCommand.Readmit(machine.id()));
      }
    }
  }

  /** All is quiet, and there is nothing in the way of those who leave. */
  void check(int copies) {
    machines.get(0).now(host -> check(host.meta(), copies));
  }

  private void check(MetaState meta, int copies) {
    Map<HostId, Leaving> leaving = meta.leaving();
    boolean enough = machines.size() - leaving.size() >= copies;
    leaving.forEach(
        (host, how) ->
            Broken.unless(
                how == Leaving.DRAINED || !enough,
                "all is quiet, and %s is still being drained of %s",
                host,
                meta.heldBy(host).keySet()));
  }
}
