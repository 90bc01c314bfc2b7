package teseus.space.sim;

import java.util.function.Consumer;
import teseus.space.host.Host;
import teseus.space.host.Said;

/**
 * Who asks a host.
 *
 * @param name what one of a name is told comes before what it asks afterwards
 * @param within whether it asks from within the host's process
 * @param heard as {@link Said} has it, if it does not
 * @param seen is told the host with each answer
 */
record Caller(String name, boolean within, long heard, Consumer<Host> seen) {
  /** One at a machine, from within its process or from next to it, who may be lost before it is. */
  static Caller at(SimulatedHost machine, boolean within) {
    String name = "at " + machine.index() + " since start " + machine.incarnation();
    return new Caller(name, within, Said.NOTHING, host -> {});
  }

  /** Whether whoever answers knows of META what this one was told by. */
  boolean known() {
    return within || heard != Said.NOTHING;
  }
}
