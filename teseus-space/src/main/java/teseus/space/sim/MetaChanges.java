package teseus.space.sim;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import teseus.space.wire.MetaCommand;

/** Somebody who changes the strategy all the while, at one host or the other. */
final class MetaChanges {
  private static final String STRATEGY = "weighted-roulette";
  private static final String WEIGHT = "cpu";

  private final List<SimulatedHost> machines;
  private final RandomGenerator random;
  private int asked;
  private int done;

  MetaChanges(List<SimulatedHost> machines, RandomGenerator random) {
    this.machines = machines;
    this.random = random;
  }

  /** A host that runs is asked; each time for another weight. */
  void act() {
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    if (machine.running()) {
      double weight = 1 + ++asked / 1_000.0;
      machine.run(
          host ->
              host.command(
                  new MetaCommand.SetStrategy(STRATEGY, Map.of(WEIGHT, weight)),
                  refused -> done += refused == null ? 1 : 0,
                  machine.clock()));
    }
  }

  /** How many changes were done, as far as those who asked were told. */
  int done() {
    return done;
  }
}
