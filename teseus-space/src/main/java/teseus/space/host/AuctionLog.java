package teseus.space.host;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import teseus.roulette.Award;
import teseus.roulette.Offer;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.host.Explained.Bidder;
import teseus.space.host.Explained.Fate;

/**
 * The last auctions held by this host, in full: {@value #MOST_AWARDS}, or fewer where they name
 * more than {@value #MOST_BIDS} bids together. The oldest is forgotten first; word of one that is
 * forgotten changes nothing.
 *
 * <p>One thread owns it. Times are milliseconds since 1970.
 */
final class AuctionLog {
  /** The most auctions kept. */
  static final int MOST_AWARDS = 10_000;

  /** The most bids kept, over all auctions. */
  static final int MOST_BIDS = 200_000;

  private final Map<TokenId, Explained> awards = new LinkedHashMap<>();
  private @Nullable Explained last;
  private long bids;

  /**
   * An auction was held. One held again for the same token replaces the one before.
   *
   * @param award how it went
   * @param eligible who might have been asked
   * @param standing the bids it reckoned with
   */
  void opened(
      TokenId token,
      Award award,
      Set<HostId> eligible,
      Map<HostId, Auction.Standing> standing,
      long now) {
    forget(awards.remove(token));
    List<Bidder> bidders = bidders(award, eligible, standing, now);
    last =
        new Explained(
            token, award.demand(), now, award.strategy(), award.draw(), bidders, null, 0, null);
    awards.put(token, last);
    bids += bidders.size();
    for (Iterator<Explained> oldest = awards.values().iterator();
        awards.size() > MOST_AWARDS || bids > MOST_BIDS; ) {
      forget(oldest.next());
      oldest.remove();
    }
  }

  private void forget(@Nullable Explained award) {
    bids -= award == null ? 0 : award.bidders().size();
  }

  private static List<Bidder> bidders(
      Award award, Set<HostId> eligible, Map<HostId, Auction.Standing> standing, long now) {
    List<Bidder> bidders = new ArrayList<>();
    Set<HostId> silent = new TreeSet<>(eligible);
    int place = 0;
    for (Award.Bid bid : award.bids()) {
      HostId host = new HostId(bid.offer().bidder());
      silent.remove(host);
      Auction.Standing known = standing.get(host);
      boolean ranked = bid.ruledOut() == null;
      place += ranked ? 1 : 0;
      bidders.add(
          new Bidder(
              host,
              bid.offer(),
              known == null ? 0 : Math.max(0, now - known.at()),
              bid.score(),
              bid.odds(),
              ranked ? place : 0,
              ranked ? Fate.NOT_NEEDED : Fate.RULED_OUT,
              bid.ruledOut(),
              null));
    }
    for (HostId host : silent) {
      bidders.add(new Bidder(host, null, -1, 0, 0, 0, Fate.SILENT, null, null));
    }
    return bidders;
  }

  /** A host that was asked refused, with its figures of now if it told them. */
  void refused(TokenId token, HostId host, String why, @Nullable Offer fresh) {
    change(token, held -> held.with(host, Fate.REFUSED, why, fresh));
  }

  /** A host took the token in. */
  void placed(TokenId token, HostId host, SegmentId segment, long now) {
    change(token, held -> held.with(host, Fate.WON, null, null).settled(segment, now, null));
  }

  /** Nobody took the token in. */
  void failed(TokenId token, String why, long now) {
    change(token, held -> held.settled(null, now, why));
  }

  private void change(TokenId token, UnaryOperator<Explained> change) {
    Explained held = awards.get(token);
    if (held != null) {
      Explained changed = change.apply(held);
      awards.put(token, changed);
      if (last == held) {
        last = changed;
      }
    }
  }

  /** The last auction opened. */
  Optional<Explained> last() {
    return Optional.ofNullable(last);
  }

  /** The auction of a token, if it is still kept. */
  Optional<Explained> find(TokenId token) {
    return Optional.ofNullable(awards.get(token));
  }

  /** How many are kept. */
  int size() {
    return awards.size();
  }
}
