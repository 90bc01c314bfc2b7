package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import teseus.roulette.Award;
import teseus.roulette.Demand;
import teseus.roulette.Offer;
import teseus.roulette.Strategy;
import teseus.space.HostId;

class AuctionTest {
  private static final Demand DEMAND = new Demand("Job", 1_000);
  private static final Set<HostId> ALL =
      Set.of(SomeTokens.HERA, SomeTokens.ZEUS, SomeTokens.ATHENA);

  private final AtomicReference<Auction.Rule> rule =
      new AtomicReference<>(new Auction.Rule(new Roomiest(), Map.of()));
  private final Auction auction = new Auction(rule::get, new SplittableRandom(1));

  /** The most free bytes first; those without room are ruled out. */
  private static class Roomiest implements Strategy {
    @Override
    public String name() {
      return "roomiest";
    }

    @Override
    public String summary() {
      return "The most free bytes first.";
    }

    @Override
    public Map<String, Double> weights() {
      return Map.of("memory", 1.0, "cpu", 0.0);
    }

    @Override
    public Award rank(
        Demand demand, List<Offer> offers, Map<String, Double> weights, RandomGenerator random) {
      List<Award.Bid> bids = new ArrayList<>();
      offers.stream()
          .sorted(Comparator.comparingLong(Offer::freeBytes).reversed())
          .forEach(
              offer ->
                  bids.add(
                      new Award.Bid(
                          offer,
                          offer.freeBytes() * weights.get("memory"),
                          0,
                          offer.freeBytes() < demand.bytes() ? "no room" : null)));
      return new Award(name(), demand, bids, Double.NaN);
    }
  }

  private void allBid(long hera, long zeus, long athena) {
    auction.heard(SomeTokens.HERA, SomeTokens.offer(SomeTokens.HERA, hera), 10);
    auction.heard(SomeTokens.ZEUS, SomeTokens.offer(SomeTokens.ZEUS, zeus), 10);
    auction.heard(SomeTokens.ATHENA, SomeTokens.offer(SomeTokens.ATHENA, athena), 10);
  }

  @Test
  void onlyEligibleHostsWhoseBidsAreKnownAreRanked() {
    auction.heard(SomeTokens.HERA, SomeTokens.offer(SomeTokens.HERA, 5_000), 10);
    auction.heard(SomeTokens.ZEUS, SomeTokens.offer(SomeTokens.ZEUS, 9_000), 10);
    assertThat(auction.open(DEMAND, Set.of(SomeTokens.HERA, SomeTokens.ATHENA)).ranking())
        .containsExactly("hera");
    assertThat(auction.open(DEMAND, Set.of()).ranking()).isEmpty();
  }

  @Test
  void aBurstDoesNotPileOntoOneHost() {
    allBid(30_000, 30_500, 31_000);
    Map<String, Integer> won = new HashMap<>();
    for (int i = 0; i < 90; i++) {
      String winner = auction.open(DEMAND, ALL).ranking().get(0);
      won.merge(winner, 1, Integer::sum);
      auction.spend(new HostId(winner), DEMAND.bytes());
    }
    assertThat(won.values()).allMatch(count -> count >= 29 && count <= 31);
    auction.spend(SomeTokens.HERA, Long.MAX_VALUE);
    assertThat(auction.standing().get(SomeTokens.HERA).offer().freeBytes()).isZero();
  }

  @Test
  void aFreshOfferReplacesWhatWasSpentAndAnOlderOneDoesNot() {
    allBid(5_000, 1, 1);
    auction.spend(SomeTokens.HERA, 4_500);
    auction.heard(SomeTokens.HERA, SomeTokens.offer(SomeTokens.HERA, 5_000), 9);
    assertThat(auction.open(DEMAND, ALL).ranking()).isEmpty();
    auction.heard(SomeTokens.HERA, SomeTokens.offer(SomeTokens.HERA, 4_800), 11);
    assertThat(auction.open(DEMAND, ALL).ranking()).containsExactly("hera");
    auction.forget(SomeTokens.HERA);
    assertThat(auction.open(DEMAND, ALL).bids()).hasSize(2);
  }

  @Test
  void anOfferCountsForWhoeverSentIt() {
    auction.heard(SomeTokens.HERA, SomeTokens.offer(SomeTokens.ZEUS, 5_000), 10);
    assertThat(auction.open(DEMAND, ALL).ranking()).containsExactly("hera");
  }

  @Test
  void theStrategyIsSwappedBetweenTwoAwards() {
    allBid(5_000, 6_000, 7_000);
    assertThat(auction.open(DEMAND, ALL).strategy()).isEqualTo("roomiest");
    Strategy other =
        new Roomiest() {
          @Override
          public String name() {
            return "other";
          }
        };
    rule.set(new Auction.Rule(other, Map.of()));
    assertThat(auction.open(DEMAND, ALL).strategy()).isEqualTo("other");
  }

  @Test
  void weightsSetByTheUserReplaceDefaultsAndUnknownOnesAreLeftOut() {
    Auction.Rule set = new Auction.Rule(new Roomiest(), Map.of("memory", 3.0, "luck", 7.0));
    assertThat(set.weights()).isEqualTo(Map.of("memory", 3.0, "cpu", 0.0));
  }

  @Test
  void aStrategyThatFailsDoesNotLoseTheWrite() {
    allBid(5_000, 6_000, 7_000);
    rule.set(
        new Auction.Rule(
            new Roomiest() {
              @Override
              public Award rank(
                  Demand demand,
                  List<Offer> offers,
                  Map<String, Double> weights,
                  RandomGenerator random) {
                throw new IllegalStateException("sorry");
              }
            },
            Map.of()));
    Award award = auction.open(DEMAND, ALL);
    assertThat(award.ranking()).containsExactly("athena", "zeus", "hera");
    assertThat(award.strategy()).contains("roomiest", "sorry");
  }

  @Test
  void aStrategyThatInventsABidderIsNotFollowed() {
    allBid(5_000, 6_000, 7_000);
    rule.set(
        new Auction.Rule(
            new Roomiest() {
              @Override
              public Award rank(
                  Demand demand,
                  List<Offer> offers,
                  Map<String, Double> weights,
                  RandomGenerator random) {
                Offer invented = SomeTokens.offer(new HostId("nobody"), 1);
                return new Award(name(), demand, List.of(new Award.Bid(invented, 1, 1, null)), 0.5);
              }
            },
            Map.of()));
    Award award = auction.open(DEMAND, ALL);
    assertThat(award.ranking()).containsExactly("athena", "zeus", "hera");
    assertThat(award.strategy()).contains("nobody");
  }

  @Test
  void aWaitingTakersHostWinsWithoutADrawEvenWithoutRoom() {
    allBid(0, 6_000, 7_000);
    Award award = auction.waiting(DEMAND, SomeTokens.HERA, ALL).orElseThrow();
    assertThat(award.strategy()).isEqualTo("waiting-taker");
    assertThat(award.ranking()).containsExactly("hera");
    assertThat(award.draw()).isNaN();
    assertThat(award.bids()).hasSize(3);
    assertThat(award.bids().get(2).ruledOut()).isEqualTo("a taker waits at hera");
  }

  @Test
  void aWaitingTakerWhoseHostMayNotBeAskedIsNoBid() {
    allBid(5_000, 6_000, 7_000);
    assertThat(auction.waiting(DEMAND, SomeTokens.HERA, Set.of(SomeTokens.ZEUS))).isEmpty();
    auction.forget(SomeTokens.HERA);
    assertThat(auction.waiting(DEMAND, SomeTokens.HERA, ALL)).isEmpty();
  }
}
