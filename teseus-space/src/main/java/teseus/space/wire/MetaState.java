package teseus.space.wire;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import teseus.space.FieldIndex;
import teseus.space.HostId;
import teseus.space.SegmentId;

/**
 * What META says, as of a version.
 *
 * @param version commands applied so far
 * @param era the present era, 1 and up
 * @param strategy how bids become awards; null as long as {@code cluster.json} decides
 * @param weights the strategy's weights by name
 * @param indexes those declared
 * @param roster the list of hosts
 * @param voters who keeps META
 * @param hosts which store answers to a host's name, and how often it was started
 * @param segments who leads and keeps each segment that was founded
 * @param leaving the hosts that are to hold nothing, or hold nothing already
 * @param round the highest snapshot begun, 0 if none
 * @param snapshot the snapshot under way, if any
 */
public record MetaState(
    long version,
    int era,
    @Nullable String strategy,
    Map<String, Double> weights,
    SortedSet<FieldIndex> indexes,
    Roster roster,
    VoterGroup voters,
    Map<HostId, Store> hosts,
    Map<SegmentId, SegmentConfig> segments,
    Map<HostId, Leaving> leaving,
    long round,
    @Nullable Snapshot snapshot) {
  /** Before the first command. */
  public static final MetaState EMPTY =
      new MetaState(
          0,
          1,
          null,
          Map.of(),
          new TreeSet<>(),
          Roster.EMPTY,
          VoterGroup.NOBODY,
          Map.of(),
          Map.of(),
          Map.of(),
          0,
          null);

  public MetaState {
    weights = Map.copyOf(weights);
    indexes = Collections.unmodifiableSortedSet(new TreeSet<>(indexes));
    hosts = Collections.unmodifiableMap(new TreeMap<>(hosts)); // gone through in one order
    segments = Collections.unmodifiableMap(new TreeMap<>(segments));
    leaving = Collections.unmodifiableMap(new TreeMap<>(leaving));
  }

  /** After a command that set the strategy. */
  public MetaState withStrategy(String name, Map<String, Double> its) {
    return new MetaState(
        version + 1,
        era,
        name,
        its,
        indexes,
        roster,
        voters,
        hosts,
        segments,
        leaving,
        round,
        snapshot);
  }

  /** After a command that declared an index. */
  public MetaState withIndex(FieldIndex index) {
    SortedSet<FieldIndex> all = new TreeSet<>(indexes);
    all.add(index);
    return new MetaState(
        version + 1,
        era,
        strategy,
        weights,
        all,
        roster,
        voters,
        hosts,
        segments,
        leaving,
        round,
        snapshot);
  }

  /** After a command that began the next era. */
  public MetaState withNextEra() {
    return new MetaState(
        version + 1,
        era + 1,
        strategy,
        weights,
        indexes,
        roster,
        voters,
        hosts,
        segments,
        leaving,
        round,
        snapshot);
  }

  /** Before the first command, where these hosts keep META. */
  public static MetaState first(Collection<HostId> voters) {
    MetaState none = EMPTY.withVoters(VoterGroup.first(voters));
    return new MetaState(
        0,
        none.era,
        none.strategy,
        none.weights,
        none.indexes,
        none.roster,
        none.voters,
        none.hosts,
        none.segments,
        none.leaving,
        none.round,
        none.snapshot);
  }

  /** After a host said that it is there, where, and how many segments it founds. */
  public MetaState withHost(HostId host, Store store, Whereabouts at, int count) {
    Map<HostId, Store> all = new HashMap<>(hosts);
    Store before = all.put(host, store);
    boolean other = before != null && before.id() != store.id();
    Roster its = other ? roster.knowing(host, 0) : roster;
    return withRoster(its.seed(host, at, count), voters.heard(host, store.folder()), all);
  }

  /** After a command that named who keeps META from then on. */
  public MetaState withVoters(VoterGroup next) {
    return withRoster(roster, next, hosts);
  }

  /** After a command that changed who leads and keeps a segment. */
  public MetaState withSegment(SegmentId segment, SegmentConfig config) {
    Map<SegmentId, SegmentConfig> all = new HashMap<>(segments);
    all.put(segment, config);
    HostId founder = segment.founder();
    Member member = roster.members().get(founder);
    boolean whole =
        member != null && all.keySet().containsAll(Roster.of(founder, member.segments()));
    Roster its = whole ? roster.founded(founder) : roster;
    return new MetaState(
        version + 1,
        era,
        strategy,
        weights,
        indexes,
        its,
        voters,
        hosts,
        all,
        leaving,
        round,
        snapshot);
  }

  /** After a host was added, or has moved. */
  public MetaState withAdmitted(HostId host, Whereabouts at, int count) {
    return withRoster(roster.admitted(host, at, count), voters, hosts);
  }

  /** After a host has put a list on record. */
  public MetaState withKnowing(HostId host, long number) {
    Member member = roster.members().get(host);
    long highest = member == null ? number : Math.max(number, member.knows()); // one may be late
    return withRoster(roster.knowing(host, highest), voters, hosts);
  }

  /** After tokens may come to a host that was added. */
  public MetaState withOpened(HostId host) {
    return withRoster(roster.opened(host), voters, hosts);
  }

  /** After a host was removed. */
  public MetaState withRemoved(HostId host) {
    Map<HostId, Store> others = new HashMap<>(hosts);
    others.remove(host);
    return withRoster(roster.removed(host), voters, others);
  }

  private MetaState withRoster(Roster its, VoterGroup keepers, Map<HostId, Store> stores) {
    return new MetaState(
        version + 1,
        era,
        strategy,
        weights,
        indexes,
        its,
        keepers,
        stores,
        segments,
        leaving,
        round,
        snapshot);
  }

  /**
   * The hosts that keep tokens from coming to one that was added: they have not got on record that
   * its segments count, and might say that there is none. They cannot as long as others alone hold
   * a segment that {@code cluster.json} has named from the beginning, for these say so to whoever
   * asks them.
   */
  public List<HostId> unaware(HostId newcomer) {
    Member its = roster.members().get(newcomer);
    List<HostId> unaware =
        hosts.keySet().stream()
            .filter(host -> !host.equals(newcomer) && !knows(host, its))
            .toList();
    boolean told =
        segments.entrySet().stream()
            .filter(one -> old(one.getKey().founder()))
            .anyMatch(
                one ->
                    one.getValue().members().stream()
                        .noneMatch(store -> unaware.contains(store.host())));
    return told ? List.of() : unaware;
  }

  /** Whether a host runs on a store. */
  public boolean registered(HostId host, long store) {
    Store present = hosts.get(host);
    return present != null && present.id() == store;
  }

  /** Whether a host runs on a data folder. */
  public boolean runsOn(HostId host, long folder) {
    Store present = hosts.get(host);
    return present != null && present.folder() == folder;
  }

  private boolean knows(HostId host, @Nullable Member newcomer) {
    Member member = roster.members().get(host);
    return newcomer == null || member == null || member.knows() >= newcomer.since();
  }

  private boolean old(HostId founder) {
    Member member = roster.members().get(founder);
    return member != null && member.since() == 0;
  }

  /**
   * After a host began to leave, or left; or takes part again, if null. Whoever has left gathers no
   * snapshot any more.
   */
  public MetaState withLeaving(HostId host, @Nullable Leaving how) {
    boolean gathers = snapshot != null && snapshot.master().equals(host);
    Snapshot open = how == Leaving.DRAINED && gathers ? null : snapshot;
    Map<HostId, Leaving> all = new HashMap<>(leaving);
    if (how == null) {
      all.remove(host);
    } else {
      all.put(host, how);
    }
    return new MetaState(
        version + 1,
        era,
        strategy,
        weights,
        indexes,
        roster,
        voters,
        hosts,
        segments,
        all,
        round,
        open);
  }

  /** Whether a host takes part: it is not leaving and has not left. */
  public boolean stays(HostId host) {
    return !leaving.containsKey(host);
  }

  /** The segments that a host leads or keeps, in order. */
  public Map<SegmentId, SegmentConfig> heldBy(HostId host) {
    Map<SegmentId, SegmentConfig> held = new TreeMap<>(segments);
    held.values()
        .removeIf(one -> one.members().stream().noneMatch(store -> store.host().equals(host)));
    return held;
  }

  /** The epoch of a segment; 0 if it is not founded. */
  public long epoch(SegmentId segment) {
    SegmentConfig config = segments.get(segment);
    return config == null ? 0 : config.epoch();
  }

  /** The segments that nobody can lead any more, in order. */
  public SortedSet<SegmentId> lost() {
    SortedSet<SegmentId> lost = new TreeSet<>(segments.keySet());
    lost.removeIf(segment -> !lost(segment));
    return lost;
  }

  /** Whether every store that holds a segment is gone: its host runs on another by now. */
  public boolean lost(SegmentId segment) {
    SegmentConfig config = segments.get(segment);
    return config != null && config.members().stream().allMatch(this::replaced);
  }

  /** Whether a store's host runs on another by now. */
  public boolean replaced(StoreName store) {
    Store present = hosts.get(store.host());
    return present != null && present.id() != store.id();
  }

  /** After a snapshot began; or ended, if null. */
  public MetaState withSnapshot(@Nullable Snapshot open) {
    long highest = open == null ? round : open.round();
    return new MetaState(
        version + 1,
        era,
        strategy,
        weights,
        indexes,
        roster,
        voters,
        hosts,
        segments,
        leaving,
        highest,
        open);
  }

  /**
   * A store and its starts.
   *
   * @param id drawn when it was made
   * @param folder drawn when its data folder was made
   * @param incarnation starts so far
   */
  public record Store(long id, long folder, long incarnation) {}

  /**
   * A snapshot that has begun and neither committed nor aborted.
   *
   * @param round its number
   * @param master the host that gathers it
   * @param segments whose cuts it waits for
   */
  public record Snapshot(long round, HostId master, List<SegmentId> segments) {
    public Snapshot {
      segments = List.copyOf(segments);
    }
  }
}
