package teseus.space.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import teseus.space.SegmentId;
import teseus.space.host.Host;

/** Somebody who has tokens go from one segment to another, as those who lead them know META. */
final class Movements {
  private static final int MOST = 4;

  private final List<SimulatedHost> machines;
  private final RandomGenerator random;

  Movements(List<SimulatedHost> machines, RandomGenerator random) {
    this.machines = machines;
    this.random = random;
  }

  /** Some tokens of a segment leave for another, if a machine runs that leads one. */
  void act() {
    SimulatedHost machine = machines.get(random.nextInt(machines.size()));
    machine.run(host -> act(machine, host));
  }

  private void act(SimulatedHost machine, Host host) {
    List<SegmentId> all = new ArrayList<>();
    List<SegmentId> led = new ArrayList<>();
    host.meta()
        .segments()
        .forEach(
            (segment, config) -> {
              all.add(segment);
              if (config.primary().host().equals(machine.id())) {
                led.add(segment);
              }
            });
    if (!led.isEmpty()) {
      SegmentId from = led.get(random.nextInt(led.size()));
      SegmentId to = all.get(random.nextInt(all.size()));
      int unused = host.move(from, to, 1 + random.nextInt(MOST), machine.clock());
    }
  }
}
