package teseus.space.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import teseus.space.HostId;
import teseus.space.SegmentId;

/**
 * The list of the cluster's hosts, as META keeps it: those that {@code cluster.json} named, those
 * that were added, and those that were removed, whose names and segments are not used again.
 *
 * @param number how often a host was added, came to count, moved or was removed
 * @param members the hosts
 * @param removed those that are hosts no more, with the number of their segments, which others hold
 */
public record Roster(long number, Map<HostId, Member> members, Map<HostId, Integer> removed) {
  /** Nobody has joined. */
  public static final Roster EMPTY = new Roster(0, Map.of(), Map.of());

  public Roster {
    members = Collections.unmodifiableMap(new TreeMap<>(members)); // gone through in one order
    removed = Collections.unmodifiableMap(new TreeMap<>(removed));
  }

  /** The segments of those that count, and of those that are gone. */
  public List<SegmentId> segments() {
    List<SegmentId> all = new ArrayList<>();
    members.forEach(
        (host, member) -> all.addAll(of(host, member.counts() ? member.segments() : 0)));
    removed.forEach((host, segments) -> all.addAll(of(host, segments)));
    return all;
  }

  /** The segments that a host founds, or has founded. */
  public static List<SegmentId> of(HostId host, int segments) {
    List<SegmentId> all = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      all.add(new SegmentId(host, i));
    }
    return all;
  }

  /** Whether tokens may come to a host: not to one that is new, until every other knows it. */
  public boolean open(HostId host) {
    Member member = members.get(host);
    return member == null || member.open();
  }

  /** The hosts that are new, so that no tokens may come to them yet. */
  public List<HostId> newcomers() {
    return members.keySet().stream().filter(host -> !open(host)).toList();
  }

  /** A host that {@code cluster.json} names has started. */
  Roster seed(HostId host, Whereabouts at, int segments) {
    return members.containsKey(host) ? this : with(number, host, Member.seed(at, segments));
  }

  /** A host is added, or has moved. */
  Roster admitted(HostId host, Whereabouts at, int segments) {
    Member before = members.get(host);
    if (before != null && before.at().equals(at)) {
      return this;
    }
    return with(number + 1, host, before == null ? Member.newcomer(at, segments) : before.at(at));
  }

  /** All segments of a host are founded. */
  Roster founded(HostId host) {
    Member before = members.get(host);
    return before == null || before.counts()
        ? this
        : with(number + 1, host, before.founded(number + 1));
  }

  /** Tokens may come to a host. */
  Roster opened(HostId host) {
    Member before = members.get(host);
    return before == null ? this : with(number, host, before.opened());
  }

  /** A host has a list on record; or none any more, if 0: it runs on another store. */
  Roster knowing(HostId host, long its) {
    Member before = members.get(host);
    return before == null ? this : with(number, host, before.knowing(its));
  }

  /** A host is one no more. */
  Roster removed(HostId host) {
    Member before = members.get(host);
    Map<HostId, Member> others = new HashMap<>(members);
    others.remove(host);
    Map<HostId, Integer> gone = new HashMap<>(removed);
    gone.put(host, before == null || !before.counts() ? 0 : before.segments());
    return new Roster(number + 1, others, gone);
  }

  private Roster with(long raised, HostId host, Member member) {
    Map<HostId, Member> all = new HashMap<>(members);
    all.put(host, member);
    return new Roster(raised, all, removed);
  }
}
