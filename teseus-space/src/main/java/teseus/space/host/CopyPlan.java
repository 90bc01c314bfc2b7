package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.wire.StoreName;

/**
 * What a primary would change of its segment's members (PROTOCOL.md, rule 8): one that is slow or
 * dead leaves at once, with one that has the whole log in its place if there is one; another comes
 * in, if there are too few, once it has the whole log. The host that founded the segment leads it
 * again when it can.
 */
class CopyPlan {
  private final CopySettings settings;

  CopyPlan(CopySettings settings) {
    this.settings = settings;
  }

  /** The members that there should be instead; null if they are as they should be. */
  @Nullable List<StoreName> members(StoreName self, Copies copies, long now) {
    Map<StoreName, Shipping> shippings = copies.shippings();
    List<StoreName> before = copies.config().members();
    HostId founder = copies.segment().id().founder();
    List<StoreName> members = new ArrayList<>();
    for (StoreName member : before) {
      Shipping shipping = shippings.get(member);
      if (member.equals(self) || shipping != null && shipping.lag(now) < settings.ackMs()) {
        members.add(member);
      }
    }
    for (Shipping shipping : shippings.values()) {
      boolean wanted = members.size() < settings.min() || shipping.to().host().equals(founder);
      if (wanted && !members.contains(shipping.to()) && ready(shipping)) {
        members.add(shipping.to());
      }
    }
    if (self.host().equals(founder)) {
      while (members.size() > settings.min()) {
        members.remove(members.size() - 1);
      }
    }
    return members.equals(before) ? null : members;
  }

  /** The member that is to lead the segment instead; null if none is. */
  @Nullable StoreName heir(StoreName self, Copies copies) {
    HostId founder = copies.segment().id().founder();
    if (self.host().equals(founder)) {
      return null;
    }
    for (StoreName member : copies.config().members()) {
      Shipping shipping = copies.shippings().get(member);
      if (member.host().equals(founder) && shipping != null && ready(shipping)) {
        return member;
      }
    }
    return null;
  }

  /** Whether a store may become a member. */
  boolean ready(Shipping shipping) {
    return shipping.linked() && shipping.caughtUp();
  }
}
