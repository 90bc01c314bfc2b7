package teseus.server.demo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import teseus.space.HostId;

/**
 * The account of every tuple of a demo by its identity, from nothing but what clients were told.
 * Thread-safe.
 */
final class Tally {
  private final BitSet published = new BitSet();
  private final BitSet taken = new BitSet();
  private final BitSet refused = new BitSet();
  private final BitSet unknown = new BitSet();

  /** Where those are that were published and have not been taken. */
  private final Map<Integer, HostId> waiting = new HashMap<>();

  private int next;
  private long duplicated;
  private long strange;

  /** The identity of the next tuple to publish. */
  synchronized int next() {
    return next++;
  }

  /** The space said that it has the tuple. */
  synchronized void published(int id, HostId at) {
    published.set(id);
    if (!taken.get(id)) {
      waiting.put(id, at);
    }
  }

  /** The space said that nothing was written. */
  synchronized void refused(int id) {
    refused.set(id);
  }

  /** The space could not say whether it was written. */
  synchronized void unknown(int id) {
    unknown.set(id);
  }

  /** The space gave a tuple out. */
  synchronized void taken(long id) {
    if (id < 0 || id >= next) {
      strange++;
    } else if (taken.get((int) id)) {
      duplicated++;
    } else {
      taken.set((int) id);
      waiting.remove((int) id);
    }
  }

  /** How many were published and have not been taken. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** How many of them are not at one of these hosts. */
  synchronized long waitingElsewhere(Set<HostId> hosts) {
    return waiting.values().stream().filter(at -> !hosts.contains(at)).count();
  }

  /**
   * The account as it stands.
   *
   * @param down hosts that do not answer: what they keep is waiting there and not lost
   */
  synchronized Balance balance(Set<HostId> down) {
    Map<HostId, Long> kept = new TreeMap<>();
    long lost = 0;
    for (HostId at : waiting.values()) {
      if (down.contains(at)) {
        kept.merge(at, 1L, Long::sum);
      } else {
        lost++;
      }
    }
    BitSet written = (BitSet) published.clone();
    BitSet cleared = (BitSet) unknown.clone();
    cleared.and(taken); // given out, so it had been written
    written.or(cleared);
    BitSet open = (BitSet) unknown.clone();
    open.andNot(taken);
    BitSet denied = (BitSet) refused.clone();
    denied.and(taken);
    return new Balance(
        written.cardinality(),
        taken.cardinality(),
        lost,
        duplicated,
        strange + denied.cardinality(),
        open.cardinality(),
        kept);
  }

  /**
   * Whether everything was accounted for.
   *
   * @param published tuples that the space said it has, or that it gave out
   * @param taken of them, those that were given out
   * @param lost published, not given out, and not at a host that is down
   * @param duplicated given out once more than once
   * @param strange given out although they were said not to be written, or by nobody
   * @param open of which nobody can say whether they were written
   * @param waiting how many are at which host that is down
   */
  record Balance(
      long published,
      long taken,
      long lost,
      long duplicated,
      long strange,
      long open,
      Map<HostId, Long> waiting) {
    Balance {
      waiting = Map.copyOf(waiting);
    }

    /** Whether no promise was broken. */
    boolean isRight() {
      return lost == 0 && duplicated == 0 && strange == 0;
    }

    /** Whether all that was published was taken. */
    boolean isEven() {
      return isRight() && published == taken && waiting.isEmpty();
    }

    /** One line. */
    String text() {
      return "published %d, taken %d, lost %d, duplicated %d"
          .formatted(published, taken, lost, duplicated);
    }
  }
}
