package teseus.space.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.wire.SegmentConfig;

/** Who leads what, as far as this host has been told, and whom it has a link with. */
final class Directory {
  /**
   * Who leads a segment.
   *
   * @param host its primary
   * @param epoch under which
   */
  record Lead(HostId host, long epoch) {}

  private final HostId self;
  private final List<SegmentId> named;
  private List<SegmentId> segments;
  private final Map<SegmentId, Lead> leads = new HashMap<>();
  private final Set<HostId> linked = new HashSet<>();
  private final Map<HostId, List<SegmentId>> ledBy = new HashMap<>();
  private final Map<HostId, List<SegmentId>> writtenTo = new HashMap<>();
  private @Nullable SortedSet<HostId> bidders; // these three are reckoned anew after a change
  private Set<HostId> leaving = Set.of();
  private Set<HostId> newcomers = Set.of();
  private final Set<HostId> skewed = new HashSet<>();
  private Set<SegmentId> lost = Set.of();
  private Map<SegmentId, SegmentConfig> configs = Map.of();
  private boolean complete = true;

  /**
   * Nobody leads anything yet.
   *
   * @param segments those that are known of from the start, own ones first
   */
  Directory(HostId self, Collection<SegmentId> segments) {
    this.self = self;
    this.named = List.copyOf(segments);
    this.segments = named;
    linked.add(self);
  }

  /** All segments, own ones first. */
  List<SegmentId> segments() {
    return segments;
  }

  /**
   * The list of hosts has changed.
   *
   * @param listed the segments on it, those that were known of from the start or not
   * @param fresh the hosts that no tokens may come to yet
   */
  void list(List<SegmentId> listed, List<HostId> fresh) {
    SortedSet<SegmentId> others = new TreeSet<>(named);
    others.addAll(listed);
    List<SegmentId> all = new ArrayList<>();
    for (SegmentId segment : named) {
      if (segment.founder().equals(self)) {
        all.add(segment);
      }
    }
    others.removeAll(all);
    all.addAll(others);
    segments = List.copyOf(all);
    newcomers = Set.copyOf(fresh);
    changed();
  }

  /** META has said which log each segment is. */
  void logs(Map<SegmentId, SegmentConfig> segments) {
    configs = segments;
  }

  /** How far nothing has happened in a segment: its log's begin; null if META has not told. */
  Position.@Nullable Mark begin(SegmentId segment) {
    SegmentConfig config = configs.get(segment);
    return config == null ? null : new Position.Mark(config.log(), 0);
  }

  /** Whether {@link #segments} are all there are, as far as anybody has said. */
  void complete(boolean is) {
    complete = is;
  }

  /** Whether they are; until then nobody can say that something is in none of them. */
  boolean complete() {
    return complete;
  }

  void linkUp(HostId host) {
    linked.add(host);
    changed();
  }

  void linkDown(HostId host) {
    linked.remove(host);
    changed();
    leads.values().removeIf(lead -> lead.host.equals(host));
  }

  boolean linked(HostId host) {
    return linked.contains(host);
  }

  /** Whom it has links with, itself among them, in order; a copy. */
  SortedSet<HostId> linked() {
    return new TreeSet<>(linked);
  }

  /** A host is said to lead a segment; an older epoch than the one known says nothing. */
  void told(SegmentId segment, HostId host, long epoch) {
    Lead known = leads.get(segment);
    Lead lead = new Lead(host, epoch);
    if (known == null || (known.epoch <= epoch && !known.equals(lead))) {
      leads.put(segment, lead);
      changed();
    }
  }

  /** This host leads a segment no more; whoever does says so. */
  void left(SegmentId segment) {
    if (own(segment)) {
      leads.remove(segment);
      changed();
    }
  }

  /** Who leads a segment and can be reached, or null. */
  @Nullable Lead lead(SegmentId segment) {
    Lead lead = leads.get(segment);
    return lead != null && linked.contains(lead.host) ? lead : null;
  }

  /** The segments a host leads, in their order. */
  List<SegmentId> ledBy(HostId host) {
    return ledBy.computeIfAbsent(
        host,
        any ->
            segments.stream()
                .filter(
                    segment -> leads.containsKey(segment) && leads.get(segment).host.equals(host))
                .toList());
  }

  /** Those of them that the host founded; if there are none, all. */
  List<SegmentId> toWriteTo(HostId host) {
    return writtenTo.computeIfAbsent(
        host,
        any -> {
          List<SegmentId> led = ledBy(host);
          List<SegmentId> own = led.stream().filter(one -> one.founder().equals(host)).toList();
          return own.isEmpty() ? led : own;
        });
  }

  /**
   * Whoever leads something, can be reached and is not to let go of what it has, in order; those
   * whose clock is off only where all these are such.
   */
  SortedSet<HostId> bidders() {
    SortedSet<HostId> known = bidders;
    if (known == null) {
      SortedSet<HostId> all = linked();
      all.removeIf(host -> !stays(host) || newcomers.contains(host) || ledBy(host).isEmpty());
      if (!skewed.containsAll(all)) {
        all.removeAll(skewed);
      }
      known = Collections.unmodifiableSortedSet(all);
      bidders = known;
    }
    return known;
  }

  /** A host has said whether its clock is off. */
  void skewed(HostId host, boolean is) {
    if (is ? skewed.add(host) : skewed.remove(host)) {
      changed();
    }
  }

  /** Whether a host's clock is not off, as far as it has said. */
  boolean keepsTime(HostId host) {
    return !skewed.contains(host);
  }

  /** These hosts are to hold nothing, or hold nothing already; no others are. */
  void leaving(Set<HostId> hosts) {
    leaving = Set.copyOf(hosts);
    changed();
  }

  /** Whether a host takes part: it is not one of those. */
  boolean stays(HostId host) {
    return !leaving.contains(host);
  }

  private void changed() {
    ledBy.clear();
    writtenTo.clear();
    bidders = null;
  }

  /** Nobody can lead these any more: all stores that held them are gone. */
  void lost(Set<SegmentId> its) {
    lost = Set.copyOf(its);
  }

  /** Says why segments have not answered, and what would end it. */
  String unavailable(List<SegmentId> which) {
    List<String> why = new ArrayList<>();
    List<SegmentId> unled = which.stream().filter(segment -> lead(segment) == null).toList();
    List<SegmentId> gone = unled.stream().filter(lost::contains).toList();
    List<SegmentId> silent = which.stream().filter(segment -> lead(segment) != null).toList();
    if (!unled.isEmpty()) {
      why.add("nobody within reach leads " + listed(unled));
    }
    if (!gone.isEmpty()) {
      why.add("all stores that held " + listed(gone) + " are gone: see teseus host list");
    } else if (!unled.isEmpty()) {
      why.add("start the hosts they belong to, or mend their links, and try again");
    }
    if (!silent.isEmpty()) {
      why.add(
          "no answer came in time from "
              + listed(silent)
              + ", led within reach: teseus host list says what is waited for; try again");
    }
    return String.join("; ", why);
  }

  private static String listed(List<SegmentId> segments) {
    return segments.stream().map(SegmentId::toString).collect(Collectors.joining(", "));
  }

  /** The segments that nobody within reach leads, in their order. */
  List<SegmentId> unled() {
    return segments.stream().filter(segment -> lead(segment) == null).toList();
  }

  /** Whether a segment is led here. */
  boolean own(SegmentId segment) {
    Lead lead = leads.get(segment);
    return lead != null && lead.host.equals(self);
  }
}
