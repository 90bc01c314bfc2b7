package teseus.space.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import teseus.space.SegmentId;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/** One store's entries: what is forced survives, and of the rest a part that chance decides. */
final class SimulatedDisk {
  private final Truth truth;
  private final MetaTruth meta;
  private final RandomGenerator random;
  private final List<LogEntry> entries = new ArrayList<>();
  private int forced;

  SimulatedDisk(Truth truth, MetaTruth meta, RandomGenerator random) {
    this.truth = truth;
    this.meta = meta;
    this.random = random;
  }

  void append(LogEntry entry) {
    entries.add(entry);
    truth.appended(entry);
    if (ofMeta(entry)) {
      meta.appended(entry);
    }
  }

  private static boolean ofMeta(LogEntry entry) {
    return entry.segment().index() == SegmentId.META;
  }

  /** How many entries it has, forced or not. */
  int size() {
    return entries.size();
  }

  /** The first {@code count} entries would survive from now on. */
  void force(int count) {
    for (; forced < count; forced++) {
      LogEntry entry = entries.get(forced);
      truth.forced(entry);
      if (ofMeta(entry)) {
        meta.forced(entry);
      }
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
