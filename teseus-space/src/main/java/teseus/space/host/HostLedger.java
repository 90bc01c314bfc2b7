package teseus.space.host;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import teseus.roulette.Offer;
import teseus.space.HostId;
import teseus.space.SegmentId;

/**
 * What this host has promised of its memory, and what it bids with the rest: no more than what the
 * stores that keep copies of its segments have room for.
 */
final class HostLedger {
  private final HostId self;
  private final long budget;
  private final int most;
  private final Collection<SegmentCopy> kept;
  private final Map<SegmentId, Copies> copies;
  private final Set<String> functions;
  private Readings readings = Readings.IDLE;
  private long reserved;
  private boolean leaving;
  private Set<HostId> newcomers = Set.of();

  /**
   * A ledger over what is kept here.
   *
   * @param budget bytes that tokens may take on this host
   * @param most tokens that it may keep
   * @param kept what it keeps, led here or elsewhere
   * @param copies of what it leads
   * @param functions names of those that it computes
   */
  HostLedger(
      HostId self,
      long budget,
      int most,
      Collection<SegmentCopy> kept,
      Map<SegmentId, Copies> copies,
      Set<String> functions) {
    this.self = self;
    this.budget = budget;
    this.most = most;
    this.kept = kept;
    this.copies = copies;
    this.functions = Set.copyOf(functions);
  }

  void measured(Readings now) {
    readings = now;
  }

  /** This host is to hold nothing any more, or takes part again. */
  void leaving(boolean is) {
    leaving = is;
  }

  /** These hosts are new: no tokens may come to their segments yet, wherever those are led. */
  void newcomers(Set<HostId> hosts) {
    newcomers = Set.copyOf(hosts);
  }

  /** Whether something new may come to a segment here. */
  boolean takes(SegmentId segment) {
    return !leaving && !newcomers.contains(segment.founder());
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

  /** Whether something more can be in a segment led here: at this host, and wherever it is kept. */
  boolean fits(SegmentId segment, long cost) {
    Copies its = copies.get(segment);
    return fits(cost) && (its == null || cost <= its.room());
  }

  /** As that, of several tokens that come together. */
  boolean fits(SegmentId segment, long cost, int count) {
    return (count == 0 || tokens() + count <= most) && fits(segment, cost);
  }

  /** What each segment that new tokens come to can still take in, at the least. */
  private long room() {
    long all = Long.MAX_VALUE;
    long founded = Long.MAX_VALUE;
    for (Copies its : copies.values()) {
      all = Math.min(all, its.room());
      if (its.segment().id().founder().equals(self)) {
        founded = Math.min(founded, its.room());
      }
    }
    return founded == Long.MAX_VALUE ? all : founded;
  }

  /** The standing bid of now. */
  Offer offer() {
    return new Offer(
        self.name(),
        Math.min(free(), room()),
        budget,
        readings.cpuIdle(),
        readings.diskIdle(),
        readings.availability());
  }
}
