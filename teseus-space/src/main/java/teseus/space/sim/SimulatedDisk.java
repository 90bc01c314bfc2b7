package teseus.space.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/** One store's entries: what is forced survives, and of the rest a part that chance decides. */
final class SimulatedDisk {
  private final Truth truth;
  private final RandomGenerator random;
  private final List<LogEntry> entries = new ArrayList<>();
  private int forced;

  SimulatedDisk(Truth truth, RandomGenerator random) {
    this.truth = truth;
    this.random = random;
  }

  void append(LogEntry entry) {
    entries.add(entry);
    truth.appended(entry);
  }

  /** How many entries it has, forced or not. */
  int size() {
    return entries.size();
  }

  /** The first {@code count} entries would survive from now on. */
  void force(int count) {
    for (; forced < count; forced++) {
      truth.forced(entries.get(forced));
    }
  }

  /** The power is cut. */
  void crash() {
    int survive = forced + random.nextInt(entries.size() - forced + 1);
    force(survive);
    while (entries.size() > survive) {
      truth.lost(entries.remove(entries.size() - 1));
    }
  }

  /** Tells all that is there, as at a start. */
  void replay(Log.Recovery recovery) {
    entries.forEach(recovery::entry);
  }
}
