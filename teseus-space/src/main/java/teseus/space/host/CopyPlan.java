package teseus.space.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.wire.StoreName;

/**
 * What a primary would change of its segment's members (PROTOCOL.md, rule 8): one that is slow or
 * dead leaves at once, with one that has the whole log in its place if there is one; another comes
 * in, if there are too few, once it has the whole log. One whose host runs on another store by now
 * is gone for good. One whose host has no room left makes way for one that has the whole log and
 * room, so that the segment can go on growing; and one that has taken more than it has room for
 * comes in where there would be too few without it, but not to let another be drained. The host
 * that founded the segment leads it again when it can. A host that is drained leads nothing and is
 * no member, as soon as enough others are; one whose clock is off leads nothing that another member
 * can lead (rule 15).
 */
class CopyPlan {
  private final CopySettings settings;
  private final Predicate<HostId> stays;
  private final Predicate<HostId> keepsTime;
  private final Predicate<StoreName> gone;
  private final ToLongFunction<HostId> room;

  /**
   * A plan.
   *
   * @param stays whether a host is not drained
   * @param keepsTime whether a host's clock is not off
   * @param gone whether a store's host runs on another by now
   * @param room how many free bytes a host bids
   */
  CopyPlan(
      CopySettings settings,
      Predicate<HostId> stays,
      Predicate<HostId> keepsTime,
      Predicate<StoreName> gone,
      ToLongFunction<HostId> room) {
    this.settings = settings;
    this.stays = stays;
    this.keepsTime = keepsTime;
    this.gone = gone;
    this.room = room;
  }

  /** The members that there should be instead; null if they are as they should be. */
  @Nullable List<StoreName> members(StoreName self, Copies copies, long now) {
    List<StoreName> before = copies.config().members();
    HostId founder = copies.segment().id().founder();
    List<StoreName> members = new ArrayList<>();
    for (StoreName member : before) {
      Shipping shipping = copies.shippings().get(member);
      if (member.equals(self) || shipping != null && answers(shipping, now)) {
        members.add(member);
      }
    }
    for (Shipping shipping : copies.shippings().values()) {
      StoreName store = shipping.to();
      boolean leads = store.host().equals(founder);
      boolean wanted = leads || staying(members) < settings.min();
      boolean bears = leads || members.size() < settings.min() || !copies.full(shipping);
      if (wanted
          && bears
          && stays.test(store.host())
          && !members.contains(store)
          && ready(shipping, now)) {
        members.add(store);
      }
    }
    for (Shipping shipping : copies.shippings().values()) {
      if (members.size() < settings.min()
          && !members.contains(shipping.to())
          && ready(shipping, now)) {
        members.add(shipping.to()); // of a host that is drained: better than too few
      }
    }
    relieve(members, self, copies, now);
    if (staying(members) >= settings.min()) {
      members.removeIf(store -> !store.equals(self) && !stays.test(store.host()));
    }
    if (self.host().equals(founder)) {
      while (staying(members) > settings.min()) {
        members.remove(members.size() - 1);
      }
    }
    return members.equals(before) ? null : members;
  }

  private void relieve(List<StoreName> members, StoreName self, Copies copies, long now) {
    HostId founder = copies.segment().id().founder();
    for (Shipping shipping : copies.shippings().values()) {
      StoreName store = shipping.to();
      if (members.contains(store)
          || copies.cramped(shipping)
          || !ready(shipping, now)
          || !stays.test(store.host())) {
        continue;
      }
      for (int i = 0; i < members.size() && !members.contains(store); i++) {
        StoreName member = members.get(i);
        Shipping its = copies.shippings().get(member);
        boolean fixed = member.equals(self) || member.host().equals(founder);
        if (!fixed && its != null && copies.cramped(its)) {
          members.set(i, store);
        }
      }
    }
  }

  /** How many of these stores are not to let go of what they have. */
  long staying(List<StoreName> stores) {
    return stores.stream().filter(store -> stays.test(store.host())).count();
  }

  /** The member that is to lead the segment instead; null if none is. */
  @Nullable StoreName heir(StoreName self, Copies copies, long now) {
    HostId founder = copies.segment().id().founder();
    boolean drained = !stays.test(self.host());
    boolean leaves = drained || !keepsTime.test(self.host());
    if (self.host().equals(founder) && !leaves) {
      return null;
    }
    Comparator<StoreName> worse =
        Comparator.comparing((StoreName one) -> keepsTime.test(one.host()))
            .thenComparingLong(one -> room.applyAsLong(one.host()));
    StoreName best = null;
    for (StoreName member : copies.config().members()) {
      Shipping shipping = copies.shippings().get(member);
      if (shipping == null || !stays.test(member.host()) || !ready(shipping, now)) {
        continue;
      }
      boolean fit = keepsTime.test(member.host());
      if (fit && member.host().equals(founder)) {
        return member;
      }
      if (leaves && (fit || drained) && (best == null || worse.compare(best, member) < 0)) {
        best = member;
      }
    }
    return best != null && staying(copies.config().members()) >= settings.min() ? best : null;
  }

  /**
   * The members that may lead the segment without this store, whose disk hangs: those whose disks
   * have got further. Where all hang, this one leads on: a smaller R would lose by it.
   */
  List<StoreName> successors(Copies copies, long now) {
    long forced = copies.segment().copy().log().forced();
    List<StoreName> able = new ArrayList<>();
    for (StoreName member : copies.config().members()) {
      Shipping shipping = copies.shippings().get(member);
      if (shipping != null && ready(shipping, now) && shipping.acked() > forced) {
        able.add(member);
      }
    }
    return able;
  }

  /** Whether a store may become a member. A link may stand where nobody answers for it any more. */
  private boolean ready(Shipping shipping, long now) {
    return holdsAll(shipping) && answers(shipping, now);
  }

  private boolean answers(Shipping shipping, long now) {
    return shipping.lag(now) < settings.ackMs()
        && !shipping.distrusted()
        && !gone.test(shipping.to());
  }

  /** Whether it holds the whole log, and can be reached. */
  boolean holdsAll(Shipping shipping) {
    return shipping.linked() && shipping.caughtUp();
  }
}
