package teseus.space.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.MetaState;
import teseus.space.wire.StoreName;

/**
 * Which stores are asked to follow a segment that is led here: those that bid the most free bytes,
 * and the one whose host founded it, which is to lead it again.
 */
final class Mates {
  private final StoreName self;
  private final CopySettings settings;
  private final Directory directory;
  private final Auction auction;

  Mates(StoreName self, CopySettings settings, Directory directory, Auction auction) {
    this.self = self;
    this.settings = settings;
    this.directory = directory;
    this.auction = auction;
  }

  /** Has so many follow as are asked for, and lets those go that are out of reach for long. */
  void choose(SegmentId segment, Copies copies, MetaState state, long now) {
    List<StoreName> members = copies.config().members();
    List<StoreName> pending = copies.pending() == null ? List.of() : copies.pending();
    for (Shipping shipping : List.copyOf(copies.shippings().values())) {
      boolean counts = members.contains(shipping.to()) || pending.contains(shipping.to());
      if (!counts && shipping.lag(now) >= 10 * settings.ackMs()) {
        copies.leave(shipping.to());
      }
    }
    int wanted = settings.min() + settings.spare() - 1;
    for (StoreName store : candidates(segment, copies, state)) {
      boolean founder = store.host().equals(segment.founder()) && wanted > 0;
      if (copies.shippings().size() < wanted || founder) {
        copies.follow(store, directory::linked, now);
      }
    }
  }

  /** Those within reach that do not follow yet, the best first. */
  private List<StoreName> candidates(SegmentId segment, Copies copies, MetaState state) {
    List<StoreName> stores = new ArrayList<>();
    state
        .hosts()
        .forEach(
            (host, store) -> {
              StoreName name = new StoreName(host, store.id());
              if (directory.linked(host)
                  && !host.equals(self.host())
                  && !copies.shippings().containsKey(name)) {
                stores.add(name);
              }
            });
    Map<HostId, Auction.Standing> bids = auction.standing();
    stores.sort(
        Comparator.comparing((StoreName store) -> !store.host().equals(segment.founder()))
            .thenComparing(
                store -> {
                  Auction.Standing bid = bids.get(store.host());
                  return bid == null ? 0 : -bid.offer().freeBytes();
                })
            .thenComparing(store -> (store.toString() + segment).hashCode()));
    return stores;
  }
}
