package teseus.olimpo;

import teseus.roulette.Offer;
import teseus.space.HostId;

/** The bid that a host keeps on the blackboard. */
public final class StandingBid {
  private StandingBid() {}

  /**
   * The bid as of these figures.
   *
   * @param availability share of the time that peers have seen the host, 0 to 1
   * @throws IllegalArgumentException if the availability is no share
   */
  public static Offer offer(HostId bidder, Ledger ledger, Readings readings, double availability) {
    return new Offer(
        bidder.name(),
        ledger.free(),
        ledger.budgetBytes(),
        readings.cpuIdle(),
        readings.diskIdle(),
        availability);
  }
}
