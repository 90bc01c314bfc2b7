package teseus.space.host;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import teseus.roulette.Demand;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.SpaceException;
import teseus.space.SpaceFullException;
import teseus.space.UnavailableException;
import teseus.space.wire.Envelope;
import teseus.space.wire.Result;

/** One token's way down its ranking, until a host takes it in. */
final class Sale {
  private final Placement placement;
  private final Envelope token;
  private final Demand demand;
  private final Set<HostId> unasked;
  private final ArrayDeque<HostId> ranking = new ArrayDeque<>();
  private final Supplier<SpaceException> nobody;
  private final boolean none;
  private final Set<Result.Why> refusals = EnumSet.noneOf(Result.Why.class);
  private boolean forWaiter;
  private @Nullable HostId asked;

  Sale(
      Placement placement,
      Envelope token,
      Demand demand,
      Placement.Opening opening,
      boolean forWaiter,
      Set<HostId> eligible,
      Supplier<SpaceException> nobody) {
    this.placement = placement;
    this.token = token;
    this.demand = demand;
    this.forWaiter = forWaiter;
    this.unasked = new HashSet<>(eligible);
    this.nobody = nobody;
    this.none = eligible.isEmpty();
    rank(opening);
  }

  private void rank(Placement.Opening opening) {
    opening.award().ranking().forEach(host -> ranking.add(new HostId(host)));
    ranking.addAll(opening.last());
  }

  /** Whom to ask next; null if all have been asked or ruled out. */
  @Nullable SegmentId next(long now) {
    if (ranking.isEmpty() && forWaiter) {
      forWaiter = false;
      rank(placement.again(token, demand, unasked, now));
    }
    for (int all = ranking.size(); all > 1 && placement.usedUp(token, ranking.element()); all--) {
      ranking.add(ranking.remove()); // it was to be asked, and others will have answered before
    }
    while (!ranking.isEmpty()) {
      HostId host = ranking.remove();
      unasked.remove(host);
      SegmentId segment = placement.segment(host, demand.bytes());
      if (segment != null) {
        asked = host;
        return segment;
      }
    }
    placement.failed(token, String.valueOf(refusal().getMessage()), now);
    return null;
  }

  /** The host asked last does not take it in. */
  void refused(Result.Nothing answer, long now) {
    Result.None none = answer instanceof Result.None one ? one : null;
    Result.Why why = none == null ? Result.Why.FULL : none.why();
    refusals.add(why);
    if (asked != null) {
      String words =
          switch (why) {
            case NO_FUNCTION -> "no such function when it was asked";
            case FEW_COPIES -> "too few copies of its segment when it was asked";
            case LEAVING -> "it was being drained when it was asked";
            default -> "no room when it was asked";
          };
      placement.refused(token, asked, words, none == null ? null : none.offer(), now);
    }
  }

  void won(SegmentId segment, long now) {
    placement.won(token, segment, now);
  }

  /** What to tell the writer once nobody is left to ask. */
  SpaceException refusal() {
    if (none || refusals.equals(EnumSet.of(Result.Why.NO_FUNCTION))) {
      return nobody.get();
    }
    if (refusals.contains(Result.Why.FEW_COPIES)) {
      return new UnavailableException(
          "the segments within reach are held by fewer stores than copies.min asks for, and take"
              + " nothing in until they are held by enough; start the hosts that are down, or"
              + " mend their links, and try again");
    }
    if (refusals.equals(EnumSet.of(Result.Why.LEAVING))) {
      return new UnavailableException(
          "the hosts within reach are being drained, and take nothing in; start another, or take"
              + " one of them back with teseus host drain NAME --cancel, and try again");
    }
    String figures =
        placement.standing().values().stream()
            .map(Auction.Standing::offer)
            .map(offer -> offer.bidder() + " " + offer.freeBytes() + " of " + offer.budgetBytes())
            .collect(Collectors.joining(", "));
    return new SpaceFullException(
        "no host has room for "
            + demand.bytes()
            + " bytes; free bytes: "
            + figures
            + " (no more than the hosts have that keep copies of what it takes in, and none at a host"
            + " whose disk is full or that keeps as many tokens as "
            + LoadLimits.TOKENS
            + " allows). Take tuples out, raise a host's memory, or add a host");
  }
}
