package teseus.roulette;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static teseus.roulette.Offers.MIB;
import static teseus.roulette.Offers.free;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouletteTest {
  private static final long SEED = 20_071_122;
  private static final int DRAWS = 20_000;
  private static final Demand JOB = new Demand("job", 312);

  /** Chi-square's 99.99 % point for two degrees of freedom. */
  private static final double CHI_SQUARE_2 = 18.42;

  static Stream<Strategy> strategies() {
    return Strategies.all().stream();
  }

  @Test
  void uniformDrawsAllWithEqualOddsHoweverLittleRoomTheyHave() {
    List<Offer> offers = List.of(free("ares", 0), free("hera", 64 * MIB), free("zeus", 1));
    assertFirstDrawnByTheOdds(
        new Uniform(), offers, Map.of("ares", 1 / 3.0, "hera", 1 / 3.0, "zeus", 1 / 3.0));
    assertThat(award(new Uniform(), offers, 1).ranking()).hasSize(3);
  }

  @Test
  void memoryRouletteDrawsWithEqualOddsAmongThoseWithRoom() {
    List<Offer> offers =
        List.of(free("ares", 311), free("hera", 312), free("juno", 64 * MIB), free("zeus", 5_000));
    assertFirstDrawnByTheOdds(
        new MemoryRoulette(), offers, Map.of("hera", 1 / 3.0, "juno", 1 / 3.0, "zeus", 1 / 3.0));
  }

  @Test
  void weightedRouletteDrawsInProportionToTheScore() {
    Offer large = new Offer("hera", 40 * MIB, 64 * MIB, 0.5, 1, 1); // (2*1   + 0.5 + 1) / 4
    Offer small = new Offer("juno", 10 * MIB, 16 * MIB, 1, 0, 0.5); // (2*1/4 + 1 + 0.5) / 4
    Offer busy = new Offer("zeus", 20 * MIB, 64 * MIB, 0, 1, 0.5); //  (2*1/2 + 0 + 0.5) / 4
    assertFirstDrawnByTheOdds(
        new WeightedRoulette(),
        List.of(large, small, busy),
        Map.of("hera", 0.5, "juno", 2 / 7.0, "zeus", 1.5 / 7));
  }

  @Test
  void weightedRouletteFollowsItsWeights() {
    Offer large = new Offer("hera", 48 * MIB, 64 * MIB, 0, 1, 0);
    Offer small = new Offer("juno", 16 * MIB, 16 * MIB, 1, 1, 1);
    Award award =
        new WeightedRoulette()
            .rank(
                JOB,
                List.of(large, small),
                Map.of("memory", 1.0, "cpu", 0.0, "availability", 0.0),
                new Random(SEED));
    assertThat(oddsOf(award, "hera")).isCloseTo(0.75, within(1e-9));
    assertThat(oddsOf(award, "juno")).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void aHostThatScoresNothingIsAskedLast() {
    Offer never = new Offer("ares", 10 * MIB, 64 * MIB, 0, 1, 1);
    Offer sure = new Offer("zeus", 10 * MIB, 64 * MIB, 1, 1, 1);
    Map<String, Double> cpuOnly = Map.of("memory", 0.0, "availability", 0.0);
    for (long seed = 0; seed < 200; seed++) {
      Award award =
          new WeightedRoulette().rank(JOB, List.of(never, sure), cpuOnly, new Random(seed));
      assertThat(award.ranking()).as("seed %d", seed).containsExactly("zeus", "ares");
      assertThat(oddsOf(award, "ares")).isZero();
    }
  }

  @Test
  void whereAllScoresAreNothingTheOddsAreEqual() {
    Offer one = new Offer("ares", 10 * MIB, 64 * MIB, 0, 0, 0);
    Offer two = new Offer("hera", 10 * MIB, 64 * MIB, 0, 0, 0);
    Map<String, Double> nothing = Map.of("memory", 0.0, "cpu", 0.0, "availability", 0.0);
    Map<String, Integer> firsts = new HashMap<>();
    Random random = new Random(SEED);
    for (int i = 0; i < 1_000; i++) {
      Award award = new WeightedRoulette().rank(JOB, List.of(one, two), nothing, random);
      assertThat(award.bids()).allSatisfy(bid -> assertThat(bid.odds()).isEqualTo(0.5));
      firsts.merge(award.ranking().get(0), 1, Integer::sum);
    }
    assertThat(firsts.get("ares")).as("seed %d", SEED).isBetween(430, 570);
  }

  @Test
  void theSecondIsDrawnByTheOddsAmongThoseLeft() {
    Offer half = new Offer("ares", MIB, 64 * MIB, 1, 1, 1);
    Offer third = new Offer("hera", MIB, 64 * MIB, 0.6, 1, 1);
    Offer rest = new Offer("zeus", MIB, 64 * MIB, 0.2, 1, 1);
    Map<String, Double> cpuOnly = Map.of("memory", 0.0, "availability", 0.0);
    Random random = new Random(SEED);
    int afterAres = 0;
    int heraSecond = 0;
    for (int i = 0; i < DRAWS; i++) {
      List<String> ranking =
          new WeightedRoulette().rank(JOB, List.of(half, third, rest), cpuOnly, random).ranking();
      assertThat(ranking).containsExactlyInAnyOrder("ares", "hera", "zeus");
      if (ranking.get(0).equals("ares")) {
        afterAres++;
        heraSecond += ranking.get(1).equals("hera") ? 1 : 0;
      }
    }
    assertThat((double) heraSecond / afterAres)
        .as("seed %d", SEED)
        .isCloseTo(0.6 / 0.8, within(0.02));
  }

  @Test
  void whoIsRuledOutIsListedLastWithTheFigures() {
    Award award = award(new MemoryRoulette(), List.of(free("ares", 200), free("zeus", MIB)), SEED);
    assertThat(award.ranking()).containsExactly("zeus");
    assertThat(award.bids()).hasSize(2);
    assertThat(award.bids().get(1).ruledOut()).isEqualTo("needs 312 bytes, has 200 free of 64 MiB");
    assertThat(award.bids().get(1).odds()).isZero();
  }

  @Test
  void aBudgetThatIsNoWholeUnitIsGivenInBytes() {
    Offer odd = new Offer("ares", 0, 1_500, 1, 1, 1);
    assertThat(award(new WeightedRoulette(), List.of(odd), SEED).bids().get(0).ruledOut())
        .isEqualTo("needs 312 bytes, has 0 free of 1500 bytes");
  }

  @Test
  void theDrawIsTheFirstNumberDrawn() {
    Award award = award(new MemoryRoulette(), List.of(free("ares", MIB), free("zeus", MIB)), SEED);
    assertThat(award.draw()).isEqualTo(new Random(SEED).nextDouble());
    assertThat(award.ranking().get(0)).isEqualTo(award.draw() < 0.5 ? "ares" : "zeus");
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void noOffersMakeAnEmptyAward(Strategy strategy) {
    Award award = award(strategy, List.of(), SEED);
    assertThat(award.bids()).isEmpty();
    assertThat(award.draw()).isNaN();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void theSameSeedMakesTheSameAward(Strategy strategy) {
    for (long seed = 0; seed < 50; seed++) {
      List<Offer> offers = someOffers(new Random(seed));
      assertThat(award(strategy, offers, seed))
          .as("seed %d", seed)
          .isEqualTo(award(strategy, offers, seed));
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void chanceReachesEveryOrderOfEqualHosts(Strategy strategy) {
    List<Offer> offers = List.of(free("ares", MIB), free("hera", MIB), free("zeus", MIB));
    Random random = new Random(SEED);
    Set<List<String>> orders = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      orders.add(strategy.rank(JOB, offers, strategy.weights(), random).ranking());
    }
    assertThat(orders).as("seed %d", SEED).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void theOrderInWhichOffersComeChangesNothing(Strategy strategy) {
    for (long seed = 0; seed < 50; seed++) {
      List<Offer> offers = someOffers(new Random(seed));
      List<Offer> shuffled = new ArrayList<>(offers);
      Collections.shuffle(shuffled, new Random(seed + 1));
      assertThat(award(strategy, shuffled, seed))
          .as("seed %d", seed)
          .isEqualTo(award(strategy, offers, seed));
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void everyOfferIsAccountedForAndOddsAddUpToOne(Strategy strategy) {
    for (long seed = 0; seed < 50; seed++) {
      List<Offer> offers = someOffers(new Random(seed));
      Award award = award(strategy, offers, seed);
      assertThat(award.bids())
          .as("seed %d", seed)
          .extracting(Award.Bid::offer)
          .containsExactlyInAnyOrderElementsOf(offers);
      double odds = award.bids().stream().mapToDouble(Award.Bid::odds).sum();
      assertThat(odds)
          .as("seed %d", seed)
          .isCloseTo(award.ranking().isEmpty() ? 0 : 1, within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void aHostMayNotBidTwice(Strategy strategy) {
    List<Offer> twice = List.of(free("zeus", MIB), free("ares", MIB), free("zeus", 0));
    assertThatThrownBy(() -> award(strategy, twice, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("zeus bids twice");
  }

  private static List<Offer> someOffers(Random random) {
    List<Offer> offers = new ArrayList<>();
    int hosts = 1 + random.nextInt(10);
    for (int i = 0; i < hosts; i++) {
      long budget = 1 + random.nextInt(1_000);
      offers.add(
          new Offer(
              "host-" + i,
              random.nextLong(budget + 1),
              budget,
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble()));
    }
    return offers;
  }

  private static Award award(Strategy strategy, List<Offer> offers, long seed) {
    return strategy.rank(JOB, offers, strategy.weights(), new Random(seed));
  }

  private static double oddsOf(Award award, String bidder) {
    return award.bids().stream()
        .filter(bid -> bid.offer().bidder().equals(bidder))
        .findAny()
        .orElseThrow()
        .odds();
  }

  private static void assertFirstDrawnByTheOdds(
      Strategy strategy, List<Offer> offers, Map<String, Double> odds) {
    Random random = new Random(SEED);
    Map<String, Integer> firsts = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      Award award = strategy.rank(JOB, offers, strategy.weights(), random);
      firsts.merge(award.ranking().get(0), 1, Integer::sum);
    }
    Award award = award(strategy, offers, SEED);
    assertThat(firsts.keySet()).isEqualTo(odds.keySet());
    double chiSquare = 0;
    for (Map.Entry<String, Double> each : odds.entrySet()) {
      assertThat(oddsOf(award, each.getKey())).isCloseTo(each.getValue(), within(1e-9));
      double expected = each.getValue() * DRAWS;
      chiSquare += Math.pow(firsts.get(each.getKey()) - expected, 2) / expected;
    }
    assertThat(chiSquare)
        .as("seed %d: drawn %s, odds %s", SEED, firsts, odds)
        .isLessThan(CHI_SQUARE_2);
  }
}
