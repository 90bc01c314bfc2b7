package teseus.space.host;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import teseus.roulette.Demand;
import teseus.roulette.Offer;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.TokenId;

/**
 * One auction in full: why a token is where it is.
 *
 * @param token what was auctioned
 * @param demand what it asked of its host
 * @param at when, in milliseconds since 1970
 * @param strategy the strategy's name; {@code waiting-taker} if a waiting taker won without a draw
 * @param draw the number drawn, 0 to 1 (exclusive); NaN if nothing was drawn
 * @param bidders those ranked first, in the order of the ranking; then the others
 * @param segment where the token was put; null if it has not been put anywhere
 * @param settledAt when that was known, in milliseconds since 1970; 0 if it is not
 * @param failure why it could not be put anywhere; null if it was, or may still be
 */
public record Explained(
    TokenId token,
    Demand demand,
    long at,
    String strategy,
    double draw,
    List<Bidder> bidders,
    @Nullable SegmentId segment,
    long settledAt,
    @Nullable String failure) {
  public Explained {
    bidders = List.copyOf(bidders);
  }

  /** The host that took the token in, if it is known. */
  public Optional<HostId> winner() {
    return bidders.stream()
        .filter(bidder -> bidder.fate() == Fate.WON)
        .map(Bidder::host)
        .findFirst();
  }

  /** The same, with what became of one bidder. */
  Explained with(HostId host, Fate fate, @Nullable String why, @Nullable Offer fresh) {
    List<Bidder> now =
        bidders.stream()
            .map(bidder -> bidder.host.equals(host) ? bidder.became(fate, why, fresh) : bidder)
            .toList();
    return new Explained(token, demand, at, strategy, draw, now, segment, settledAt, failure);
  }

  /** The same, with how it ended. */
  Explained settled(@Nullable SegmentId where, long when, @Nullable String why) {
    return new Explained(token, demand, at, strategy, draw, bidders, where, when, why);
  }

  /** What became of a bidder. */
  public enum Fate {
    /** It took the token in. */
    WON,
    /** It was asked, and refused. */
    REFUSED,
    /** It was ranked, and its turn did not come, or no answer is known. */
    NOT_NEEDED,
    /** The strategy, or a waiting taker elsewhere, ruled it out. */
    RULED_OUT,
    /** It might have been asked, but no bid of it was known. */
    SILENT
  }

  /**
   * A host's part.
   *
   * @param host who
   * @param offer the figures reckoned with, what was spent since they were heard taken off; null if
   *     silent
   * @param age how old they were, in milliseconds; -1 if silent
   * @param score what the strategy made of them, the higher the better
   * @param odds its chance to be first, 0 to 1
   * @param place its place in the ranking, 1 and up; 0 if it was not ranked
   * @param fate what became of it
   * @param why the reason, if it was ruled out or refused
   * @param fresh its figures of the moment in which it refused, if it told them
   */
  public record Bidder(
      HostId host,
      @Nullable Offer offer,
      long age,
      double score,
      double odds,
      int place,
      Fate fate,
      @Nullable String why,
      @Nullable Offer fresh) {
    Bidder became(Fate other, @Nullable String reason, @Nullable Offer figures) {
      return new Bidder(host, offer, age, score, odds, place, other, reason, figures);
    }
  }
}
