package teseus.space.host;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import teseus.space.HostId;
import teseus.space.wire.Beacon;
import teseus.space.wire.MetaState;

/**
 * Tells late beacons of a host as it ran before from those of one that was started since. On the
 * same store a later start has a higher number. On another numbers begin anew: then a store is a
 * former one if another was heard after it, unless META says that the host runs on it.
 */
final class FormerStores {
  /** What is remembered of one host; a beacon is not so late that more were in use since. */
  private static final int MOST = 16;

  private final Map<HostId, ArrayDeque<Long>> former = new HashMap<>();
  private Map<HostId, MetaState.Store> present = Map.of();

  /** What hosts run on, as META says now. */
  void registered(Map<HostId, MetaState.Store> stores) {
    present = stores;
  }

  /**
   * Whether a beacon is of an earlier start of a host than the last that was heard; if not, that
   * one's store is a former one from now on if this is of another.
   */
  boolean has(Beacon beacon, Beacon last) {
    if (beacon.store() == last.store()) {
      return beacon.incarnation() < last.incarnation();
    }
    ArrayDeque<Long> stores = former.computeIfAbsent(last.host(), any -> new ArrayDeque<>());
    if (stores.contains(beacon.store()) && !isPresent(beacon)) {
      return true;
    }
    stores.remove(beacon.store());
    stores.add(last.store());
    if (stores.size() > MOST) {
      stores.remove();
    }
    return false;
  }

  private boolean isPresent(Beacon beacon) {
    MetaState.Store store = present.get(beacon.host());
    return store != null && store.id() == beacon.store();
  }
}
