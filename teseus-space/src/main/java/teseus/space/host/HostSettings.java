package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.SegmentId;
import teseus.space.meta.MetaSettings;
import teseus.space.wire.Roster;
import teseus.space.wire.Whereabouts;

/**
 * What a host is told at its start. The same on every host but {@code self} and {@code budget}.
 *
 * @param self this host
 * @param at where this host can be reached
 * @param hosts those known of from the start, this one among them; META keeps the list of all
 * @param meta who keeps META, and how; each voter one of the hosts
 * @param segmentsPerHost segments each host leads, 1 to 16
 * @param copies how many copies of each segment there are
 * @param budget bytes that tokens may take here, above 0
 * @param times how long to wait for other hosts
 * @param holdMs for how long a token is held for a waiter that was called, 10 to 60,000
 * @param sessionLeaseMs how long a session lives after it was last heard of, at least 1,000
 * @param eraMs how long an era lasts, at least twice the session lease
 * @param maxSkewMs how far its clock may be off those of the others, 10 to 60,000
 * @param sessions what one session may leave unacknowledged
 * @param subscriptions what subscriptions may cost
 * @param transactions how much transactions may have open
 * @param beacon when hosts speak
 * @param limits how much one tuple may hold
 * @param load how much it bears at a time
 * @param strategy how bids become awards until META says otherwise
 * @param digest of the configuration, so that hosts can tell that theirs differ
 */
public record HostSettings(
    HostId self,
    Whereabouts at,
    List<HostId> hosts,
    MetaSettings meta,
    int segmentsPerHost,
    CopySettings copies,
    long budget,
    AskTimes times,
    long holdMs,
    long sessionLeaseMs,
    long eraMs,
    long maxSkewMs,
    SessionLimits sessions,
    SubscriptionSettings subscriptions,
    TransactionLimits transactions,
    BeaconSettings beacon,
    Limits limits,
    LoadLimits load,
    StrategyChoice strategy,
    String digest) {
  private static final Whereabouts NOWHERE = new Whereabouts("localhost", 1, 0); // nobody asks

  /** How far a clock may be off where nothing is set. */
  public static final long MAX_SKEW_MS = 500;

  private static final long HOLD_MS = 250;
  private static final long SESSION_LEASE_MS = 60_000;
  private static final long ERA_MS = 3_600_000;

  public HostSettings {
    hosts = List.copyOf(hosts);
    if (!hosts.contains(self) || !hosts.containsAll(meta.voters())) {
      throw new IllegalArgumentException(
          "hosts " + hosts + " must name " + self + " and the voters " + meta.voters());
    }
    within("segments-per-host", segmentsPerHost, 1, 16);
    within("hold-ms", holdMs, 10, 60_000);
    within("session lease", sessionLeaseMs, 1_000, Long.MAX_VALUE);
    within("era", eraMs, 2 * sessionLeaseMs, Long.MAX_VALUE);
    within("max-skew-ms", maxSkewMs, 10, 60_000);
    within("memory", budget, 1, Long.MAX_VALUE);
  }

  /**
   * A host without others, with the usual settings and one segment.
   *
   * @param budget bytes that tokens may take here, above 0
   */
  public static HostSettings alone(HostId self, long budget, LoadLimits load) {
    List<HostId> hosts = List.of(self);
    return new HostSettings(
        self,
        NOWHERE,
        hosts,
        MetaSettings.of(hosts),
        1,
        CopySettings.ALONE,
        budget,
        AskTimes.DEFAULT,
        HOLD_MS,
        SESSION_LEASE_MS,
        ERA_MS,
        MAX_SKEW_MS,
        SessionLimits.DEFAULT,
        SubscriptionSettings.DEFAULT,
        TransactionLimits.DEFAULT,
        BeaconSettings.DEFAULT,
        Limits.DEFAULT,
        load,
        new StrategyChoice("weighted-roulette", Map.of()),
        "alone");
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + ".." + most + ", was " + value);
    }
  }

  /** All segments there are, this host's first, then in order. */
  List<SegmentId> segments() {
    List<SegmentId> all = new ArrayList<>(own());
    hosts.stream()
        .filter(host -> !host.equals(self))
        .sorted()
        .forEach(host -> all.addAll(of(host)));
    return all;
  }

  /** The segments this host founds. */
  List<SegmentId> own() {
    return of(self);
  }

  private List<SegmentId> of(HostId host) {
    return Roster.of(host, segmentsPerHost);
  }
}
