package teseus.space.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import teseus.roulette.Award;
import teseus.roulette.Demand;
import teseus.roulette.Offer;
import teseus.roulette.Strategy;
import teseus.space.HostId;

/**
 * The standing bids of all hosts, and what they make of a token. What is awarded is debited from
 * this host's copy of the bid, until the next fresh one, so that a burst of writes does not pile
 * onto one host.
 *
 * <p>One thread owns it. Times are milliseconds since 1970.
 */
final class Auction {
  /** The strategy's name in an award to a waiting taker. */
  static final String WAITING_TAKER = "waiting-taker";

  private final Supplier<Rule> rule;
  private final RandomGenerator random;
  private final Map<HostId, Standing> standing = new TreeMap<>();

  /**
   * How bids become awards.
   *
   * @param strategy the rule
   * @param weights those set by the user, by name; those that the strategy does not know are left
   *     out
   */
  record Rule(Strategy strategy, Map<String, Double> weights) {
    Rule {
      Map<String, Double> all = new HashMap<>(weights);
      all.keySet().retainAll(strategy.weights().keySet());
      strategy.weights().forEach(all::putIfAbsent);
      weights = Map.copyOf(all);
    }
  }

  /**
   * A bid as this host knows it.
   *
   * @param offer its figures, less what was spent since
   * @param at when it was heard
   */
  record Standing(Offer offer, long at) {}

  /**
   * No bids yet.
   *
   * @param rule asked for every award, so that it may be swapped at any time
   * @param random what strategies draw from
   */
  Auction(Supplier<Rule> rule, RandomGenerator random) {
    this.rule = rule;
    this.random = random;
  }

  /**
   * A host's bid, from a beacon or a reply; it replaces what was known, debits and all.
   *
   * @param host who bids; the offer's own name for it is not trusted
   */
  void heard(HostId host, Offer offer, long now) {
    Standing before = standing.get(host);
    if (before == null || now >= before.at()) {
      standing.put(host, new Standing(named(host, offer), now));
    }
  }

  private static Offer named(HostId host, Offer offer) {
    return offer.bidder().equals(host.name())
        ? offer
        : new Offer(
            host.name(),
            offer.freeBytes(),
            offer.budgetBytes(),
            offer.cpuIdle(),
            offer.diskIdle(),
            offer.availability());
  }

  /** Debits a host's bid for a token sent there. */
  void spend(HostId host, long bytes) {
    standing.computeIfPresent(
        host,
        (id, known) ->
            new Standing(known.offer().withFree(known.offer().freeBytes() - bytes), known.at()));
  }

  /** Forgets a host's bid; it takes part again with its next. */
  void forget(HostId host) {
    standing.remove(host);
  }

  /** The bids, by host. */
  Map<HostId, Standing> standing() {
    return Collections.unmodifiableMap(standing);
  }

  /**
   * Ranks the eligible hosts whose bids are known; nothing is debited. A strategy that fails, or
   * ranks a host that does not bid, is replaced for this award by the most free bytes first, and
   * the award says so in place of the strategy's name.
   */
  Award open(Demand demand, Set<HostId> eligible) {
    List<Offer> offers = offers(eligible);
    Rule now = rule.get();
    try {
      Award award = now.strategy().rank(demand, offers, now.weights(), random);
      return accountsFor(award, offers)
          ? award
          : mostFree(now.strategy().name() + " made " + bidders(award) + " of it", demand, offers);
    } catch (RuntimeException e) { // a plug-in's mistake must not lose a write
      return mostFree(now.strategy().name() + " failed: " + e, demand, offers);
    }
  }

  private static boolean accountsFor(Award award, List<Offer> offers) {
    if (award.bids().size() != offers.size()) {
      return false;
    }
    for (Offer offer : offers) {
      if (!has(award, offer.bidder())) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(Award award, String bidder) {
    for (Award.Bid bid : award.bids()) {
      if (bid.offer().bidder().equals(bidder)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> bidders(Award award) {
    return award.bids().stream().map(bid -> bid.offer().bidder()).toList();
  }

  private List<Offer> offers(Set<HostId> eligible) {
    List<Offer> offers = new ArrayList<>();
    for (Map.Entry<HostId, Standing> known : standing.entrySet()) {
      if (eligible.contains(known.getKey())) {
        offers.add(known.getValue().offer());
      }
    }
    return offers;
  }

  private static Award mostFree(String why, Demand demand, List<Offer> offers) {
    List<Award.Bid> bids =
        offers.stream()
            .sorted(Comparator.comparingLong(Offer::freeBytes).reversed())
            .map(offer -> new Award.Bid(offer, offer.freeBytes(), 0, null))
            .toList();
    return new Award("most free bytes first, because " + why, demand, bids, Double.NaN);
  }

  /**
   * Protocol rule 6j: a taker that waits for such a tuple is the best bid of all. Nothing is drawn,
   * and whether the token would fit for long does not matter, for it leaves at once.
   *
   * @param waiter the host of the oldest waiter
   * @return empty if no bid of that host is known: then it is an auction like any other
   */
  Optional<Award> waiting(Demand demand, HostId waiter, Set<HostId> eligible) {
    Standing best = standing.get(waiter);
    if (best == null || !eligible.contains(waiter)) {
      return Optional.empty();
    }
    List<Award.Bid> bids = new ArrayList<>();
    bids.add(new Award.Bid(best.offer(), 1, 1, null));
    for (Offer other : offers(eligible)) {
      if (!other.bidder().equals(waiter.name())) {
        bids.add(new Award.Bid(other, 0, 0, "a taker waits at " + waiter));
      }
    }
    return Optional.of(new Award(WAITING_TAKER, demand, bids, Double.NaN));
  }
}
