package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import teseus.space.wire.StoreName;

/**
 * How the copies of one segment that is led here stand.
 *
 * @param of those copies
 * @param min how many stores are to hold it
 * @param wanting what room is wanting where nobody is asked to follow; null if it is not for that
 */
record CopiesReport(Copies of, int min, @Nullable String wanting) {
  List<HostStatus.Copy> copies() {
    List<HostStatus.Copy> all = new ArrayList<>();
    List<StoreName> members = of.config().members();
    for (StoreName member : members) {
      all.add(copy(member, true));
    }
    for (StoreName follower : of.shippings().keySet()) {
      if (!members.contains(follower)) {
        all.add(copy(follower, false));
      }
    }
    return all;
  }

  private HostStatus.Copy copy(StoreName store, boolean member) {
    Shipping shipping = of.shippings().get(store);
    if (shipping == null) { // the primary itself, unless it is not shipped to yet
      boolean primary = store.equals(of.config().primary());
      return new HostStatus.Copy(store.host(), member, primary, primary ? 0 : -1);
    }
    long behind = shipping.acked() < 0 ? -1 : of.segment().next() - shipping.acked();
    return new HostStatus.Copy(store.host(), member, shipping.linked(), behind);
  }

  /** Why fewer stores hold it than are asked for, or cannot be reached; null if enough can. */
  @Nullable String lacking() {
    if (of.diskHangs()) {
      return "it waits for the disk of "
          + of.config().primary().host()
          + ", which has forced nothing for a while; see what it is at";
    }
    int members = of.config().members().size();
    if (members >= min) {
      return waiting();
    }
    String coming =
        copies().stream()
            .filter(copy -> !copy.member() && copy.linked())
            .map(copy -> copy.host().name())
            .collect(Collectors.joining(", "));
    return members
        + " of "
        + min
        + " stores hold it, and it takes nothing in: "
        + (coming.isEmpty() ? missing() : coming + " is being sent what it lacks");
  }

  /** Whom all that is done in it waits for. */
  private @Nullable String waiting() {
    String lost =
        copies().stream()
            .filter(copy -> copy.member() && !copy.linked())
            .map(copy -> copy.host().name())
            .collect(Collectors.joining(", "));
    return lost.isEmpty() || !of.started()
        ? null
        : "it waits for "
            + lost
            + ", not reached: start it, or mend its links; most of META's voters can do without it";
  }

  private String missing() {
    return wanting == null
        ? "no other host is within reach; start one, or mend its links"
        : "it " + wanting;
  }
}
