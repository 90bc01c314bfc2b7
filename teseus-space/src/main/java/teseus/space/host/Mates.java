package teseus.space.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Leaving;
import teseus.space.wire.MetaState;
import teseus.space.wire.StoreName;

/**
 * Which stores are asked to follow a segment that is led here: those whose hosts have the most
 * room, as they have said, if it is enough; and the one whose host founded it, which is to lead it
 * again. None of a host that is drained, unless too few others are there. Who follows without being
 * waited for, and has no room left, is let go, and rests: it may have room again for what it was
 * let go of, and none as soon as it has that, as where it keeps as many tokens as it may. What a
 * host has said may be from before it was filled: one that has followed beyond its room is let go
 * too, and not asked again before it was heard.
 */
final class Mates {
  /** For how long a store is not asked to follow a segment, unless it is needed. */
  private static final long REST_MS = 20_000;

  private record Pair(SegmentId segment, StoreName store) {}

  /**
   * A store that was let go for want of room.
   *
   * @param until when it may follow again without being needed
   * @param heard what its host had said by then; null if nothing
   */
  private record Rest(long until, @Nullable Heard heard) {}

  private final StoreName self;
  private final CopySettings settings;
  private final Directory directory;
  private final View view;
  private final Map<Pair, Rest> resting = new HashMap<>();

  Mates(StoreName self, CopySettings settings, Directory directory, View view) {
    this.self = self;
    this.settings = settings;
    this.directory = directory;
    this.view = view;
  }

  /** Has so many follow as are asked for, and lets those go that are not wanted or out of reach. */
  void choose(SegmentId segment, Copies copies, MetaState state, long now) {
    List<StoreName> members = copies.config().members();
    List<StoreName> pending = copies.pending() == null ? List.of() : copies.pending();
    Predicate<HostId> counted = counted(state);
    int needed = settings.min() - (counted.test(self.host()) ? 1 : 0);
    int wanted = needed + settings.spare();
    boolean enough = members.size() >= settings.min();
    int following = 0;
    for (Shipping shipping : List.copyOf(copies.shippings().values())) {
      StoreName store = shipping.to();
      boolean counts = counted.test(store.host()) && !state.replaced(store);
      boolean founder = store.host().equals(segment.founder());
      boolean cramped = copies.cramped(shipping);
      int most = enough && copies.full(shipping) ? 0 : cramped ? needed : wanted;
      boolean useful = counts && (founder || following < most);
      boolean held = members.contains(store) || pending.contains(store);
      if (!held && (!useful || shipping.lag(now) >= 10 * settings.ackMs())) {
        copies.leave(store);
        if (cramped) {
          Heard heard = view.hosts().get(store.host());
          resting.put(new Pair(segment, store), new Rest(now + REST_MS, heard));
        }
      } else if (counts) {
        following++;
      }
    }
    resting.values().removeIf(rest -> rest.until() <= now);
    for (StoreName store : candidates(segment, copies, counted, state)) {
      Rest rest = resting.get(new Pair(segment, store));
      boolean unheard = rest != null && rest.heard() == view.hosts().get(store.host());
      boolean fits =
          following < needed
              ? room(store.host()) >= bytes(copies) && !(enough && unheard)
              : room(store.host()) >= copies.roomy() && rest == null;
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

  private static long bytes(Copies copies) {
    return copies.segment().copy().bytes();
  }

  /** How many bytes a host has for copies, as its last beacon says; 0 if it was not heard yet. */
  long room(HostId host) {
    Heard heard = view.hosts().get(host);
    return heard == null ? 0 : heard.last().room();
  }

  /**
   * Why a segment has fewer copies than are asked for at hosts that stay, and what would end that.
   */
  String shortage(Copies copies, MetaState state) {
    String room = wantsRoom(copies, state);
    return room == null ? wantsAnother(copies) : room;
  }

  /**
   * Whether hosts that stay have room for all of a segment together, as they have said, and none of
   * those that could follow has it alone.
   */
  boolean scatters(Copies copies, MetaState state) {
    long bytes = bytes(copies);
    List<StoreName> others = candidates(copies.segment().id(), copies, directory::stays, state);
    for (StoreName store : others) {
      boolean unheard = !view.hosts().containsKey(store.host());
      boolean founder = store.host().equals(copies.segment().id().founder());
      if (unheard || founder || room(store.host()) >= bytes) {
        return false;
      }
    }
    return !others.isEmpty() && roomElsewhere() >= bytes;
  }

  private long roomElsewhere() {
    long room = 0;
    for (HostId host : directory.bidders()) {
      Heard heard = host.equals(self.host()) ? null : view.hosts().get(host);
      room += heard == null ? 0 : heard.last().offer().freeBytes();
    }
    return room;
  }

  /** What room a host within reach would need to follow; null if none is that does not yet. */
  @Nullable String wantsRoom(Copies copies, MetaState state) {
    List<StoreName> others = candidates(copies.segment().id(), copies, directory::stays, state);
    return others.isEmpty() ? null : wantsRoom(copies, others.get(0).host());
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
        + bytes(copies)
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
