package teseus.space.host;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import teseus.space.HostId;
import teseus.space.wire.Beacon;

/**
 * Tells late beacons of a host as it ran before from those of one that was started since. On the
 * same store a later start has a higher number; on another, numbers begin anew.
 */
final class FormerStores {
  /** What is remembered of one host; a beacon is not so late that more were in use since. */
  private static final int MOST = 16;

  private final Map<HostId, ArrayDeque<Long>> former = new HashMap<>();

  /**
   * Whether a beacon is of an earlier start of a host than the last that was heard; if not, that
   * one's store is a former one from now on if this is of another.
   */
  boolean has(Beacon beacon, Beacon last) {
    if (beacon.store() == last.store()) {
      return beacon.incarnation() < last.incarnation();
    }
    ArrayDeque<Long> stores = former.computeIfAbsent(last.host(), any -> new ArrayDeque<>());
    if (stores.contains(beacon.store())) {
      return true;
    }
    stores.add(last.store());
    if (stores.size() > MOST) {
      stores.remove();
    }
    return false;
  }
}
