package teseus.space.host;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import teseus.roulette.Offer;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Beacon;

/** Fits the changes of all segments that a host leads into one beacon. */
final class BeaconChanges {
  private static final int HEAD_BYTES = 512;
  private static final int CHANGES_BYTES = 128;
  private static final int HOST_BYTES = 64 + 2;
  private static final int CLOCK_BYTES = HOST_BYTES + 28;

  private BeaconChanges() {}

  /**
   * A segment and what is said of it.
   *
   * @param feed its changes
   * @param epoch it is led under
   */
  record Led(ChangeFeed feed, long epoch) {}

  /**
   * A beacon of at most {@link Beacon#MAX_BYTES} bytes, given that {@code reaches} names no more
   * than some 400 hosts, and {@code clocks} no others. The segments with the least to say go first;
   * those that do not fit are announced only. The feeds take what they gave as said: publish it,
   * whatever becomes of it.
   */
  static Beacon beacon(
      HostId host,
      StoreIdentity store,
      long sequence,
      long colour,
      long at,
      Offer offer,
      long room,
      List<Led> led,
      Set<HostId> reaches,
      long meta,
      String config,
      Set<String> functions,
      Map<HostId, Beacon.Clock> clocks,
      boolean skewed) {
    int names = functions.stream().mapToInt(name -> 3 * name.length() + 3).sum();
    int head = HEAD_BYTES + 3 * config.length() + hosts(reaches.size(), clocks.size()) + names;
    int left = Math.max(0, Beacon.MAX_BYTES - head - led.size() * CHANGES_BYTES);
    return new Beacon(
        host,
        store.id(),
        store.incarnation(),
        sequence,
        colour,
        at,
        offer,
        room,
        announce(led, left),
        reaches,
        meta,
        config,
        functions,
        clocks,
        skewed);
  }

  private static int hosts(int reached, int clocks) {
    return reached * HOST_BYTES + clocks * CLOCK_BYTES;
  }

  private static Map<SegmentId, Beacon.Changes> announce(List<Led> led, int room) {
    Map<ChangeFeed, Integer> sizes = new HashMap<>();
    led.forEach(each -> sizes.put(each.feed(), each.feed().announcing()));
    Comparator<Led> leastFirst =
        Comparator.comparingInt(each -> sizes.getOrDefault(each.feed(), 0));
    Map<SegmentId, Beacon.Changes> changes = new HashMap<>();
    int left = room;
    for (Led each : led.stream().sorted(leastFirst).toList()) {
      Beacon.Changes said = each.feed().announce(each.epoch(), left);
      left -= said.whole() ? sizes.getOrDefault(each.feed(), 0) : 0;
      changes.put(each.feed().segment(), said);
    }
    return changes;
  }
}
