package teseus.space.sim;

import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import teseus.roulette.Strategy;
import teseus.space.host.Host;
import teseus.space.host.HostSettings;
import teseus.space.host.Recovered;
import teseus.space.host.StoreIdentity;
import teseus.space.host.Watch;
import teseus.space.spi.Computer;
import teseus.space.spi.Log;
import teseus.space.spi.Network;

/** What a simulation is made of. */
class SimulationParts {
  Host host(
      HostSettings settings,
      Recovered recovered,
      StoreIdentity store,
      Log log,
      Network network,
      Computer computer,
      RandomGenerator random,
      Function<String, Strategy> strategies,
      Watch watch) {
    return new Host(settings, recovered, store, log, network, computer, random, strategies, watch);
  }

  /** Whether remote clients tell each host of the snapshots that others have cut for. */
  boolean clientsCarryColours() {
    return true;
  }

  /**
   * Which store an empty disk is, in place of one that was lost: another, drawn when it is made.
   */
  int storeInPlaceOf(int lost, int another) {
    return another;
  }

  /** Which store a process has in memory, in place of the one before it: another. */
  int storeInMemory(int last, int another) {
    return another;
  }

  SimulatedLog log(
      Agenda agenda,
      SimulatedDisk disk,
      LongSupplier delay,
      boolean atOnce,
      Log.Listener listener) {
    return new SimulatedLog(agenda, disk, delay, atOnce, listener);
  }
}
