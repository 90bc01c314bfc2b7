package teseus.olimpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import teseus.roulette.Offer;
import teseus.space.HostId;

class BidTest {
  @Test
  void aBidCarriesWhatWasMeasured() {
    assertThat(
            StandingBid.offer(
                new HostId("hera"), new Ledger(1_000, 300), new Readings(0.5, 0.25), 0.9))
        .isEqualTo(new Offer("hera", 700, 1_000, 0.5, 0.25, 0.9));
  }

  @Test
  void aLedgerFitsWhatItHasFreeAndNoMore() {
    Ledger ledger = new Ledger(1_000, 300);
    assertThat(ledger.fits(700)).isTrue();
    assertThat(ledger.fits(701)).isFalse();
  }

  @Test
  void aBudgetLoweredBelowItsTokensLeavesNothingFree() {
    Ledger over = new Ledger(1_000, 4_000);
    assertThat(over.free()).isZero();
    assertThat(over.fits(0)).isTrue();
    assertThat(over.fits(1)).isFalse();
  }

  @Test
  void refusesFiguresThatCannotBe() {
    assertThatThrownBy(() -> new Ledger(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Ledger(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Readings(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cpuIdle");
    assertThatThrownBy(() -> new Readings(1, 1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("diskIdle");
  }
}
