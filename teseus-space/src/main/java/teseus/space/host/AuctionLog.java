package teseus.space.host;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
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

  /** An auction as it is kept. */
  private sealed interface Kept {
    Explained explained();

    int bids();
  }

  /** One as it was opened: most are not asked for, ever, and put together only when they are. */
  private record Opened(TokenId token, Award award, Set<HostId> eligible, long[] ages, long at)
      implements Kept {
    @Override
    public Explained explained() {
      return new Explained(
          token,
          award.demand(),
          at,
          award.strategy(),
          award.draw(),
          bidders(award, eligible, ages),
          null,
          0,
          null);
    }

    @Override
    public int bids() {
      return Math.max(ages.length, eligible.size());
    }
  }

  /** One of which more is known than before. */
  private record Changed(Kept before, UnaryOperator<Explained> change) implements Kept {
    @Override
    public Explained explained() {
      return change.apply(before.explained());
    }

    @Override
    public int bids() {
      return before.bids();
    }
  }

  /** One with a single bidder, that took the token in at once. */
  private record Alone(TokenId token, Award award, SegmentId segment, long at) implements Kept {
    @Override
    public Explained explained() {
      HostId host = new HostId(award.bids().get(0).offer().bidder());
      return new Opened(token, award, Set.of(host), new long[1], at)
          .explained()
          .with(host, Fate.WON, null, null)
          .settled(segment, at, null);
    }

    @Override
    public int bids() {
      return 1;
    }
  }

  private final Map<TokenId, Kept> awards = new LinkedHashMap<>();
  private @Nullable Kept last;
  private long bids;

  /**
   * An auction was held. One held again for the same token replaces the one before.
   *
   * @param award how it went
   * @param eligible who might have been asked, and the bidders are of them; kept, and not to change
   * @param standing the bids it reckoned with
   */
  void opened(
      TokenId token,
      Award award,
      Set<HostId> eligible,
      Map<HostId, Auction.Standing> standing,
      long now) {
    forget(awards.remove(token));
    long[] ages = new long[award.bids().size()];
    for (int i = 0; i < ages.length; i++) {
      Auction.Standing known = standing.get(new HostId(award.bids().get(i).offer().bidder()));
      ages[i] = known == null ? 0 : Math.max(0, now - known.at());
    }
    keep(token, new Opened(token, award, eligible, ages, now));
  }

  /**
   * An auction was held with one bidder, whose figures are of now, and which has taken the token
   * in.
   *
   * @return what {@link #find} says of it, put together when it is asked for
   */
  Supplier<Explained> alone(TokenId token, Award award, SegmentId segment, long now) {
    Alone alone = new Alone(token, award, segment, now);
    keep(token, alone);
    return alone::explained;
  }

  private void keep(TokenId token, Kept award) {
    last = award;
    awards.put(token, award);
    bids += award.bids();
    if (awards.size() > MOST_AWARDS || bids > MOST_BIDS) {
      Iterator<Kept> oldest = awards.values().iterator();
      do {
        forget(oldest.next());
        oldest.remove();
      } while (awards.size() > MOST_AWARDS || bids > MOST_BIDS);
    }
  }

  private void forget(@Nullable Kept award) {
    bids -= award == null ? 0 : award.bids();
  }

  private static List<Bidder> bidders(Award award, Set<HostId> eligible, long[] ages) {
    List<Bidder> bidders = new ArrayList<>();
    Set<HostId> silent = new TreeSet<>(eligible);
    int place = 0;
    for (int i = 0; i < ages.length; i++) {
      Award.Bid bid = award.bids().get(i);
      HostId host = new HostId(bid.offer().bidder());
      silent.remove(host);
      boolean ranked = bid.ruledOut() == null;
      place += ranked ? 1 : 0;
      bidders.add(
          new Bidder(
              host,
              bid.offer(),
              ages[i],
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
    Kept held = awards.get(token);
    if (held != null) {
      Kept changed = new Changed(held, change);
      awards.put(token, changed);
      if (last == held) {
        last = changed;
      }
    }
  }

  /** The last auction opened. */
  Optional<Explained> last() {
    return Optional.ofNullable(last).map(Kept::explained);
  }

  /** The auction of a token, if it is still kept. */
  Optional<Explained> find(TokenId token) {
    return later(token).map(Supplier::get);
  }

  /** The same as it is known by now, put together, on any thread, when it is asked for. */
  Optional<Supplier<Explained>> later(TokenId token) {
    return Optional.ofNullable(awards.get(token)).map(kept -> kept::explained);
  }

  /** How many are kept. */
  int size() {
    return awards.size();
  }
}
