package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import teseus.roulette.Award;
import teseus.roulette.Demand;
import teseus.space.HostId;
import teseus.space.host.Explained.Fate;

class AuctionLogTest {
  private static final Demand DEMAND = new Demand("Job", 1_000);
  private static final HostId ARES = new HostId("ares");

  private final AuctionLog log = new AuctionLog();

  private static Award award() {
    return new Award(
        "weighted-roulette",
        DEMAND,
        List.of(
            new Award.Bid(SomeTokens.offer(SomeTokens.ZEUS, 9_000), 0.9, 0.6, null),
            new Award.Bid(SomeTokens.offer(SomeTokens.HERA, 6_000), 0.6, 0.4, null),
            new Award.Bid(SomeTokens.offer(SomeTokens.ATHENA, 10), 0, 0, "990 bytes short")),
        0.25);
  }

  private void open(long token, long now) {
    log.opened(
        SomeTokens.id(token),
        award(),
        Set.of(SomeTokens.HERA, SomeTokens.ZEUS, SomeTokens.ATHENA, ARES),
        Map.of(
            SomeTokens.ZEUS,
            new Auction.Standing(SomeTokens.offer(SomeTokens.ZEUS, 9_000), now - 40)),
        now);
  }

  @Test
  void saysWhoBidWhatWhoWonAndWhyTheOthersDidNot() {
    open(1, 1_000);
    log.refused(SomeTokens.id(1), SomeTokens.ZEUS, "FULL", SomeTokens.offer(SomeTokens.ZEUS, 5));
    log.placed(SomeTokens.id(1), SomeTokens.HERA, SomeTokens.HERA_1, 1_003);

    Explained all = log.find(SomeTokens.id(1)).orElseThrow();
    assertThat(all.strategy()).isEqualTo("weighted-roulette");
    assertThat(all.demand()).isEqualTo(DEMAND);
    assertThat(all.draw()).isEqualTo(0.25);
    assertThat(all.at()).isEqualTo(1_000);
    assertThat(all.settledAt()).isEqualTo(1_003);
    assertThat(all.segment()).isEqualTo(SomeTokens.HERA_1);
    assertThat(all.winner()).contains(SomeTokens.HERA);
    assertThat(all.failure()).isNull();
    assertThat(all.bidders())
        .containsExactly(
            new Explained.Bidder(
                SomeTokens.ZEUS,
                SomeTokens.offer(SomeTokens.ZEUS, 9_000),
                40,
                0.9,
                0.6,
                1,
                Fate.REFUSED,
                "FULL",
                SomeTokens.offer(SomeTokens.ZEUS, 5)),
            new Explained.Bidder(
                SomeTokens.HERA,
                SomeTokens.offer(SomeTokens.HERA, 6_000),
                0,
                0.6,
                0.4,
                2,
                Fate.WON,
                null,
                null),
            new Explained.Bidder(
                SomeTokens.ATHENA,
                SomeTokens.offer(SomeTokens.ATHENA, 10),
                0,
                0,
                0,
                0,
                Fate.RULED_OUT,
                "990 bytes short",
                null),
            new Explained.Bidder(ARES, null, -1, 0, 0, 0, Fate.SILENT, null, null));
    assertThat(log.last()).contains(all);
  }

  @Test
  void saysThatNobodyTookIt() {
    open(1, 1_000);
    log.failed(SomeTokens.id(1), "all refused", 1_005);
    Explained all = log.last().orElseThrow();
    assertThat(all.failure()).isEqualTo("all refused");
    assertThat(all.winner()).isEmpty();
    assertThat(all.segment()).isNull();
  }

  @Test
  void theLastIsTheLastOpenedWhateverSettlesAfter() {
    open(1, 1_000);
    open(2, 1_001);
    log.placed(SomeTokens.id(1), SomeTokens.HERA, SomeTokens.HERA_0, 1_002);
    assertThat(log.last().orElseThrow().token()).isEqualTo(SomeTokens.id(2));
  }

  @Test
  void keepsTheLastTenThousand() {
    for (int i = 1; i <= 10_001; i++) {
      open(i, i);
    }
    assertThat(log.size()).isEqualTo(10_000);
    assertThat(log.find(SomeTokens.id(1))).isEmpty();
    assertThat(log.find(SomeTokens.id(2))).isPresent();
    log.placed(SomeTokens.id(1), SomeTokens.HERA, SomeTokens.HERA_0, 1);
    assertThat(log.find(SomeTokens.id(1))).isEmpty();
  }

  @Test
  void keepsFewerWhereManyHostsBid() {
    List<Award.Bid> bids = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      bids.add(new Award.Bid(SomeTokens.offer(new HostId("h" + i), 1), 0, 0.001, null));
    }
    Award wide = new Award("uniform", DEMAND, bids, 0.5);
    for (int i = 1; i <= 300; i++) {
      log.opened(SomeTokens.id(i), wide, Set.of(), Map.of(), i);
    }
    assertThat(log.size()).isEqualTo(200);
    assertThat(log.last().orElseThrow().token()).isEqualTo(SomeTokens.id(300));
  }

  @Test
  void anAuctionHeldAgainReplacesTheOneBefore() {
    open(1, 1_000);
    log.failed(SomeTokens.id(1), "all refused", 1_005);
    open(1, 1_010);
    assertThat(log.size()).isEqualTo(1);
    assertThat(log.last().orElseThrow().failure()).isNull();
  }
}
