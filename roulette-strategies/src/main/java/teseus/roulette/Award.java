package teseus.roulette;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one auction went: enough to say why a token is where it is.
 *
 * @param strategy the strategy's name
 * @param demand what was auctioned
 * @param bids every offer that was reckoned with, the ranked ones first, in the order in which they
 *     are asked
 * @param draw the number drawn, 0 to 1 (exclusive); NaN if nothing was drawn
 */
public record Award(String strategy, Demand demand, List<Bid> bids, double draw) {
  public Award {
    bids = List.copyOf(bids);
  }

  /**
   * One host's part in an auction.
   *
   * @param offer its figures
   * @param score what the strategy made of them, the higher the better
   * @param odds its chance to be first, 0 to 1
   * @param ruledOut why it may not be asked, or null if it may
   */
  public record Bid(Offer offer, double score, double odds, @Nullable String ruledOut) {}

  /** Those that may be asked, in that order. */
  public List<String> ranking() {
    return bids.stream()
        .filter(bid -> bid.ruledOut() == null)
        .map(bid -> bid.offer().bidder())
        .toList();
  }
}
