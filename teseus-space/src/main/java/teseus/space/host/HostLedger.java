package teseus.space.host;

import java.util.Collection;
import teseus.roulette.Offer;
import teseus.space.HostId;

/** What this host has promised of its memory, and what it bids with the rest. */
final class HostLedger {
  private final HostId self;
  private final long budget;
  private final Collection<Led> led;
  private Readings readings = Readings.IDLE;

  /**
   * A ledger over what is led here.
   *
   * @param budget bytes that tokens may take on this host
   */
  HostLedger(HostId self, long budget, Collection<Led> led) {
    this.self = self;
    this.budget = budget;
    this.led = led;
  }

  void measured(Readings now) {
    readings = now;
  }

  /** Bytes that tokens take here. */
  long used() {
    long used = 0;
    for (Led one : led) {
      used += one.segment().store().bytes();
    }
    return used;
  }

  long budget() {
    return budget;
  }

  /** Bytes left of the budget; none while the disk takes no writes. */
  long free() {
    return readings.diskFull() ? 0 : Math.max(0, budget - used());
  }

  boolean fits(long cost) {
    return cost <= free();
  }

  /** The standing bid of now. */
  Offer offer() {
    return new Offer(
        self.name(),
        free(),
        budget,
        readings.cpuIdle(),
        readings.diskIdle(),
        readings.availability());
  }
}
