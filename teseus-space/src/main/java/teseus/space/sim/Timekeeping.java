package teseus.space.sim;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import teseus.space.HostId;
import teseus.space.host.Host;
import teseus.space.host.HostSettings;
import teseus.space.host.HostStatus;
import teseus.space.wire.MetaState;

/**
 * What becomes of a host that was started with a wall clock far off (PROTOCOL.md, rule 15): when
 * all is quiet it knows, and leads nothing that another member could lead.
 */
final class Timekeeping {
  /** Clocks run at rates of their own while they are compared, and beacons take their time. */
  private static final long SLACK_MS = 240;

  private final List<SimulatedHost> machines;
  private final int copies;
  private final Map<HostId, HostStatus> statuses = new HashMap<>();
  private final Set<HostId> offBefore = new HashSet<>();
  private int off;

  /**
   * Nothing is known yet.
   *
   * @param copies how many members a segment is to have
   */
  Timekeeping(List<SimulatedHost> machines, int copies) {
    this.machines = machines;
    this.copies = copies;
  }

  /** All is quiet, and will be for a while before it is checked. */
  void look() {
    machines.forEach(one -> one.now(host -> knowing(one, host)));
  }

  private void knowing(SimulatedHost one, Host host) {
    if (host.status(0, 0, one.clock()).skew() != 0) {
      offBefore.add(one.id());
    }
  }

  /** It has been quiet for a while: a host whose clock has just come to be off is no concern. */
  void check() {
    List<SimulatedHost> up = machines.stream().filter(SimulatedHost::running).toList();
    long[] clocks = up.stream().mapToLong(SimulatedHost::clock).sorted().toArray();
    long lower = clocks[(clocks.length - 1) / 2];
    long upper = clocks[clocks.length / 2];
    up.forEach(one -> one.run(host -> statuses.put(one.id(), host.status(0, 0, one.clock()))));
    for (SimulatedHost one : up) {
      boolean is = off(one.id());
      off += is ? 1 : 0;
      long its = Math.max(lower - one.clock(), one.clock() - upper);
      Broken.unless(
          is || its <= HostSettings.MAX_SKEW_MS + SLACK_MS,
          "the clock of %s is off by %d ms, and it does not know",
          one.id(),
          its);
      Broken.unless(
          !is || its > 0 || lower < upper,
          "%s has the median of all clocks %s, and takes it to be off",
          one.id(),
          Arrays.toString(clocks));
      if (is && offBefore.contains(one.id())) {
        one.run(host -> leadsNothing(one.id(), host.meta()));
      }
    }
  }

  /** Functions that only a host has whose clock is off: what it is to compute waits for it. */
  Set<String> stranded() {
    return offBefore.contains(machines.get(0).id()) ? Set.of(SimulatedComputer.RARE) : Set.of();
  }

  /** How many hosts were off at the end. */
  int off() {
    return off;
  }

  private boolean off(HostId host) {
    HostStatus status = statuses.get(host);
    return status == null || status.skew() != 0;
  }

  private void leadsNothing(HostId host, MetaState meta) {
    HostStatus status = statuses.get(host);
    for (HostStatus.Led led : status == null ? List.<HostStatus.Led>of() : status.segments()) {
      List<HostId> staying =
          led.copies().stream()
              .filter(HostStatus.Copy::member)
              .map(HostStatus.Copy::host)
              .filter(meta::stays)
              .toList();
      Broken.unless(
          staying.size() < copies || staying.stream().allMatch(this::off),
          "%s, whose clock is off, leads %s, which of %s another could lead",
          host,
          led.id(),
          staying);
    }
  }
}
