package teseus.space.sim;

import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import teseus.space.HostId;
import teseus.space.host.Host;
import teseus.space.wire.Leaving;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.Roster;
import teseus.space.wire.Whereabouts;

/**
 * Somebody who has one more host added, drained and removed, while all else goes on: by asking a
 * host that runs, and by what it knows of META.
 */
final class Growth {
  /** How far it has come. */
  private enum Phase {
    BEGUN,
    ASKED,
    ADDED,
    DRAINED,
    REMOVED
  }

  private final List<SimulatedHost> machines;
  private final SimulatedHost newcomer;
  private final int segments;
  private final Whereabouts at;
  private final RandomGenerator random;
  private final Consumer<SimulatedHost> stop;
  private Phase phase = Phase.BEGUN;

  /**
   * It is not added.
   *
   * @param machines those that take part; it is among them from its first start until it is removed
   * @param stop ends a machine's process for good
   */
  Growth(
      List<SimulatedHost> machines,
      SimulatedHost newcomer,
      int segments,
      Whereabouts at,
      RandomGenerator random,
      Consumer<SimulatedHost> stop) {
    this.machines = machines;
    this.newcomer = newcomer;
    this.segments = segments;
    this.at = at;
    this.random = random;
    this.stop = stop;
  }

  /** Goes one step on, if a host that can be asked runs. */
  void act() {
    SimulatedHost asked = machines.get(random.nextInt(machines.size()));
    asked.now(host -> act(asked, host));
  }

  private void act(SimulatedHost asked, Host host) {
    HostId id = newcomer.id();
    Roster roster = host.meta().roster();
    Leaving leaving = host.meta().leaving().get(id);
    switch (phase) {
      case BEGUN, ASKED -> {
        phase = Phase.ASKED;
        if (roster.members().containsKey(id)) {
          phase = Phase.ADDED;
          machines.add(newcomer);
          newcomer.start();
        } else {
          ask(asked, new MetaCommand.Admit(id, at, segments));
        }
      }
      case ADDED -> {
        if (leaving == Leaving.DRAINED && !host.meta().voters().names(id)) {
          phase = Phase.DRAINED;
          machines.remove(newcomer);
          if (newcomer.up()) {
            stop.accept(newcomer);
          }
          newcomer.retire();
        } else if (leaving != null && random.nextInt(4) == 0) {
          ask(asked, new MetaCommand.Readmit(id));
        } else if (roster.open(id) && leaving == null && random.nextInt(3) == 0) {
          ask(asked, new MetaCommand.Drain(id));
        }
      }
      case DRAINED -> {
        if (roster.removed().containsKey(id)) {
          phase = Phase.REMOVED;
        } else {
          ask(asked, new MetaCommand.Remove(id));
        }
      }
      case REMOVED -> {}
    }
  }

  private static void ask(SimulatedHost asked, MetaCommand command) {
    asked.run(host -> host.command(command, refused -> {}, asked.clock()));
  }

  /**
   * No more: what was asked for is seen through, and a host that is being drained stays. To be
   * called again and again, for what was asked before may be agreed on late, or never.
   */
  void heal() {
    if (phase == Phase.ADDED) {
      machines.get(0).now(this::keep);
    } else if (phase == Phase.ASKED || phase == Phase.DRAINED) {
      act();
    }
  }

  private void keep(Host host) {
    if (host.meta().leaving().containsKey(newcomer.id())) {
      ask(machines.get(0), new MetaCommand.Readmit(newcomer.id()));
    }
  }

  /** All is quiet: a host that was added takes part, unless its clock is off: it leads nothing. */
  void check() {
    HostId id = newcomer.id();
    boolean excused = isOff();
    machines
        .get(0)
        .now(
            host ->
                Broken.unless(
                    excused || phase != Phase.ADDED || host.meta().roster().open(id),
                    "all is quiet, and %s takes no part; %s do not know it",
                    id,
                    host.meta().unaware(id)));
  }

  private boolean isOff() {
    boolean[] off = new boolean[1];
    newcomer.now(host -> off[0] = host.status(0, 0, newcomer.clock()).skew() != 0);
    return off[0];
  }
}
