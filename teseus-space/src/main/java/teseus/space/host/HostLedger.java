package teseus.space.host;

import java.util.Collection;
import java.util.Set;
import teseus.roulette.Offer;
import teseus.space.HostId;
import teseus.space.SegmentId;

/** What this host has promised of its memory, and what it bids with the rest. */
final class HostLedger {
  private final HostId self;
  private final long budget;
  private final int most;
  private final Collection<SegmentCopy> kept;
  private final Set<String> functions;
  private Readings readings = Readings.IDLE;
  private long reserved;
  private boolean leaving;

  /**
   * A ledger over what is kept here.
   *
   * @param budget bytes that tokens may take on this host
   * @param most tokens that it may keep
   * @param functions names of those that it computes
   */
  HostLedger(
      HostId self, long budget, int most, Collection<SegmentCopy> kept, Set<String> functions) {
    this.self = self;
    this.budget = budget;
    this.most = most;
    this.kept = kept;
    this.functions = Set.copyOf(functions);
  }

  void measured(Readings now) {
    readings = now;
  }

  /** This host is to hold nothing any more, or takes part again. */
  void leaving(boolean is) {
    leaving = is;
  }

  /** Whether nothing new may come to it. */
  boolean leaving() {
    return leaving;
  }

  /** Names of the functions that it computes. */
  Set<String> functions() {
    return functions;
  }

  /** Bytes are kept for what an open transaction has written here; below 0, no longer. */
  void reserve(long bytes) {
    reserved += bytes;
  }

  /**
   * Whether it computes a function in a segment: in those alone that it founded, for a segment that
   * it leads in place of another host goes back there.
   */
  boolean computes(String function, SegmentId segment) {
    return functions.contains(function) && segment.founder().equals(self);
  }

  /** Bytes that tokens take here, seen or not, active ones too. */
  long used() {
    long used = reserved;
    for (SegmentCopy one : kept) {
      used += one.bytes();
    }
    return used;
  }

  long budget() {
    return budget;
  }

  /** Bytes left of the budget; none while the disk takes no writes, or it keeps the most tokens. */
  long free() {
    return readings.diskFull() || tokens() >= most ? 0 : Math.max(0, budget - used());
  }

  private long tokens() {
    long tokens = 0;
    for (SegmentCopy one : kept) {
      tokens += one.tokens();
    }
    return tokens;
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
