package teseus.space.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Leaving;
import teseus.space.wire.MetaState;
import teseus.space.wire.StoreName;

/**
 * Which stores are asked to follow a segment that is led here: those that bid the most free bytes,
 * and the one whose host founded it, which is to lead it again. None of a host that is drained,
 * unless too few others are there; and in the place of such a host only one that has room.
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

  /** Has so many follow as are asked for, and lets those go that are not wanted or out of reach. */
  void choose(SegmentId segment, Copies copies, MetaState state, long now) {
    List<StoreName> members = copies.config().members();
    List<StoreName> pending = copies.pending() == null ? List.of() : copies.pending();
    Predicate<HostId> counted = counted(state);
    int wanted = settings.min() + settings.spare() - (counted.test(self.host()) ? 1 : 0);
    int following = 0;
    for (Shipping shipping : List.copyOf(copies.shippings().values())) {
      StoreName store = shipping.to();
      boolean counts = counted.test(store.host());
      boolean useful = counts && (following < wanted || store.host().equals(segment.founder()));
      boolean needed = members.contains(store) || pending.contains(store);
      if (!needed && (!useful || shipping.lag(now) >= 10 * settings.ackMs())) {
        copies.leave(store);
      } else if (counts) {
        following++;
      }
    }
    boolean replaces = !stays(self) || !members.stream().allMatch(this::stays);
    for (StoreName store : candidates(segment, copies, counted, state)) {
      boolean fits = !replaces || room(store.host()) >= copies.segment().copy().bytes();
      if (store.host().equals(segment.founder()) || following < wanted && fits) {
        copies.follow(store, directory::linked, now);
        following++;
      }
    }
  }

  /**
   * Who may keep copies: hosts that stay; where too few are within reach, those being drained too.
   */
  private Predicate<HostId> counted(MetaState state) {
    long staying =
        state.hosts().keySet().stream().filter(directory::linked).filter(directory::stays).count();
    return staying >= settings.min()
        ? directory::stays
        : host -> state.leaving().get(host) != Leaving.DRAINED;
  }

  private boolean stays(StoreName store) {
    return directory.stays(store.host());
  }

  /** How many free bytes a host bids; 0 if its bid is not known. */
  long room(HostId host) {
    Auction.Standing bid = auction.standing().get(host);
    return bid == null ? 0 : bid.offer().freeBytes();
  }

  /**
   * Why a segment has fewer copies than are asked for at hosts that stay, and what would end that.
   */
  String shortage(Copies copies, MetaState state) {
    List<StoreName> others = candidates(copies.segment().id(), copies, directory::stays, state);
    StoreName best = others.isEmpty() ? null : others.get(0);
    return best == null ? wantsAnother(copies) : wantsRoom(copies, best.host());
  }

  private String wantsAnother(Copies copies) {
    long staying =
        copies.shippings().keySet().stream().filter(this::stays).count() + (stays(self) ? 1 : 0);
    return "needs another host: copies.min is "
        + settings.min()
        + ", and only "
        + staying
        + " of those within reach "
        + (staying == 1 ? "stays" : "stay");
  }

  private String wantsRoom(Copies copies, HostId best) {
    return "needs a host with room for "
        + copies.segment().copy().bytes()
        + " bytes: "
        + best
        + ", which has the most, has "
        + room(best)
        + " free";
  }

  /** Those within reach that do not follow yet, the best first. */
  private List<StoreName> candidates(
      SegmentId segment, Copies copies, Predicate<HostId> counted, MetaState state) {
    List<StoreName> stores = new ArrayList<>();
    state
        .hosts()
        .forEach(
            (host, store) -> {
              StoreName name = new StoreName(host, store.id());
              if (directory.linked(host)
                  && counted.test(host)
                  && !host.equals(self.host())
                  && !copies.shippings().containsKey(name)) {
                stores.add(name);
              }
            });
    stores.sort(
        Comparator.comparing((StoreName store) -> !store.host().equals(segment.founder()))
            .thenComparing(store -> -room(store.host()))
            .thenComparing(store -> (store.toString() + segment).hashCode()));
    return stores;
  }
}
