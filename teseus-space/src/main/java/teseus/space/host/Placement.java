package teseus.space.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import teseus.roulette.Award;
import teseus.roulette.Demand;
import teseus.roulette.Offer;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.UnavailableException;
import teseus.space.wire.Envelope;

/**
 * Holds the auctions of what is written at this host. Whoever waits for such a token is the best
 * bid of all (PROTOCOL.md, rule 6 j): every waiter stands in this host's own queues too.
 */
final class Placement {
  /**
   * How an auction went.
   *
   * @param award who bid what
   * @param last whom to ask after its ranking, for they have not answered what they were sent
   */
  record Opening(Award award, List<HostId> last) {}

  private final HostId self;
  private final Directory directory;
  private final Map<SegmentId, Led> led;
  private final HostLedger ledger;
  private final Registered registered;
  private final Credit credit;
  private final Auction auction;
  private final AuctionLog log;
  private final Consumer<Supplier<Explained>> watcher;
  private final long holdMs;
  private final LinkedHashMap<OpId, Long> promised = new LinkedHashMap<>();
  private long turn;

  /**
   * Holds them.
   *
   * @param watcher is told of each auction when it has ended
   * @param holdMs for how long a waiter that a token was sent to is passed over
   */
  Placement(
      HostId self,
      Directory directory,
      Map<SegmentId, Led> led,
      HostLedger ledger,
      Registered registered,
      Credit credit,
      Auction auction,
      AuctionLog log,
      Consumer<Supplier<Explained>> watcher,
      long holdMs) {
    this.self = self;
    this.directory = directory;
    this.led = led;
    this.ledger = ledger;
    this.registered = registered;
    this.credit = credit;
    this.auction = auction;
    this.log = log;
    this.watcher = watcher;
    this.holdMs = holdMs;
  }

  /** Opens the auction of a token. */
  Sale open(Envelope token, long now) {
    Demand demand = new Demand(token.type(), token.cost());
    Set<HostId> eligible = directory.bidders();
    Opening opening = opening(token, demand, eligible, now);
    log.opened(token.id(), opening.award, eligible, auction.standing(), now);
    return new Sale(
        this,
        token,
        demand,
        opening,
        opening.award.strategy().equals(Auction.WAITING_TAKER),
        eligible,
        () ->
            new UnavailableException(
                "no host within reach takes tuples yet; try again when one has started"));
  }

  private Opening opening(Envelope token, Demand demand, Set<HostId> eligible, long now) {
    auction.heard(self, ledger.offer(), now);
    Waiter waiter = waiter(token, now);
    if (waiter != null && !usedUp(token, waiter.asker())) {
      Optional<Award> best = auction.waiting(demand, waiter.asker(), eligible);
      if (best.isPresent()) {
        if (eligible.size() > 1) { // else it is here in this very turn, as there is nowhere else
          promised.put(waiter.op(), now + holdMs);
        }
        return new Opening(best.get(), List.of());
      }
    }
    return opening(token, demand, eligible);
  }

  /** Those whose credit is used up come after the others, whatever they bid. */
  private Opening opening(Envelope token, Demand demand, Set<HostId> eligible) {
    Set<HostId> slow = slow(token, eligible);
    if (slow.isEmpty() || slow.size() == eligible.size()) {
      return new Opening(auction.open(demand, eligible), List.of());
    }
    Set<HostId> others = new HashSet<>(eligible);
    others.removeAll(slow);
    Award award = auction.open(demand, others);
    Award last = auction.open(demand, slow);
    List<Award.Bid> bids = new ArrayList<>(award.bids());
    last.bids().forEach(bid -> bids.add(passedOver(bid)));
    return new Opening(
        new Award(award.strategy(), demand, bids, award.draw()),
        last.ranking().stream().map(HostId::new).toList());
  }

  private Award.Bid passedOver(Award.Bid bid) {
    String why =
        bid.ruledOut() == null
            ? "passed over while others take it: "
                + credit.used(new HostId(bid.offer().bidder()))
                + " bytes that it was sent are not answered"
            : bid.ruledOut();
    return new Award.Bid(bid.offer(), bid.score(), 0, why);
  }

  /** Whether a token would have to wait until a host has answered what it was sent before. */
  boolean usedUp(Envelope token, HostId host) {
    return credit.usedUp(host, Credit.bytes(token.fields()));
  }

  private Set<HostId> slow(Envelope token, Set<HostId> eligible) {
    Set<HostId> slow = credit.usedUp(Credit.bytes(token.fields()));
    if (!slow.isEmpty()) {
      slow.retainAll(eligible);
    }
    return slow;
  }

  /** Whether nobody but this host is there to take tokens in. */
  boolean alone() {
    Set<HostId> eligible = directory.bidders();
    return eligible.size() == 1 && eligible.contains(self);
  }

  /**
   * Holds the auction of a token while this host is {@link #alone}; it ends with {@link
   * #won(TokenId, Award, SegmentId, long)}.
   *
   * @return null if the rule gives it to nobody, which {@link #open} will say
   */
  @Nullable Award award(Envelope token, long now) {
    Demand demand = new Demand(token.type(), token.cost());
    Award award = opening(token, demand, directory.bidders(), now).award;
    return award.bids().isEmpty() || award.bids().get(0).ruledOut() != null ? null : award;
  }

  /**
   * A segment of this host, one after the other; null if the next is not kept here alone, or others
   * are to keep it.
   */
  @Nullable Led own() {
    List<SegmentId> segments = directory.toWriteTo(self);
    Led next = led.get(segments.get((int) (turn % segments.size())));
    if (next == null
        || !next.segment().open()
        || !next.segment().alone()
        || !next.segment().enough()) {
      return null;
    }
    turn++;
    return next;
  }

  /** A segment of this host, the only bidder, took the token in. */
  void won(TokenId token, Award award, SegmentId segment, long now) {
    watcher.accept(log.alone(token, award, segment, now));
  }

  /**
   * Opens the auction of an active tuple among those who can compute it.
   *
   * @param argument what it is computed of, under its own id
   */
  Sale open(String function, Envelope argument, long now) {
    auction.heard(self, ledger.offer(), now);
    Demand demand = new Demand(argument.type(), argument.cost() + function.length());
    Set<HostId> eligible = registered.having(function);
    Opening opening = again(argument, demand, eligible, now);
    return new Sale(
        this, argument, demand, opening, false, eligible, () -> registered.refusal(function));
  }

  private @Nullable Waiter waiter(Envelope token, long now) {
    forget(now);
    for (Led one : led.values()) {
      Waiter first = one.waits().firstFor(token, waiter -> !promised.containsKey(waiter.op()));
      if (first != null) {
        return first;
      }
    }
    return null;
  }

  private void forget(long now) {
    for (Iterator<Long> oldest = promised.values().iterator(); oldest.hasNext(); ) {
      if (oldest.next() > now) {
        break; // promises end in the order in which they were made
      }
      oldest.remove();
    }
  }

  /** Holds an auction among some; again if the waiter's host had no room. */
  Opening again(Envelope token, Demand demand, Set<HostId> eligible, long now) {
    Opening opening = opening(token, demand, eligible);
    log.opened(token.id(), opening.award, eligible, auction.standing(), now);
    return opening;
  }

  /**
   * A segment of a host, one after the other, of those that it founded if it leads any: the others
   * go back to their founders. Null if it leads none within reach.
   */
  @Nullable SegmentId segment(HostId host, long cost) {
    List<SegmentId> segments = directory.linked(host) ? directory.toWriteTo(host) : List.of();
    if (segments.isEmpty()) {
      return null;
    }
    auction.spend(host, cost);
    return segments.get((int) (turn++ % segments.size()));
  }

  /**
   * Where a token may go that cannot stay: a segment of the first among some hosts, as an auction
   * ranks them, that bids room for it. Null if none does.
   */
  @Nullable SegmentId elsewhere(Envelope token, Set<HostId> eligible) {
    Demand demand = new Demand(token.type(), token.cost());
    for (String name : auction.open(demand, eligible).ranking()) {
      HostId host = new HostId(name);
      Auction.Standing standing = auction.standing().get(host);
      if (standing != null && standing.offer().freeBytes() >= demand.bytes()) {
        SegmentId segment = segment(host, demand.bytes());
        if (segment != null) {
          return segment;
        }
      }
    }
    return null;
  }

  void refused(Envelope token, HostId host, String why, @Nullable Offer fresh, long now) {
    if (fresh != null) {
      auction.heard(host, fresh, now);
    }
    log.refused(token.id(), host, why, fresh);
  }

  void won(Envelope token, SegmentId segment, long now) {
    Directory.Lead lead = directory.lead(segment);
    log.placed(token.id(), lead == null ? segment.founder() : lead.host(), segment, now);
    tell(token.id());
  }

  void failed(Envelope token, String why, long now) {
    log.failed(token.id(), why, now);
    tell(token.id());
  }

  private void tell(TokenId token) {
    log.later(token).ifPresent(watcher);
  }

  /** The bids known, by host. */
  Map<HostId, Auction.Standing> standing() {
    return auction.standing();
  }
}
