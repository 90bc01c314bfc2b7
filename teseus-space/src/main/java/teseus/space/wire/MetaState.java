package teseus.space.wire;

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
    Map<HostId, Store> hosts,
    Map<SegmentId, SegmentConfig> segments,
    Map<HostId, Leaving> leaving,
    long round,
    @Nullable Snapshot snapshot) {
  /** Before the first command. */
  public static final MetaState EMPTY =
      new MetaState(0, 1, null, Map.of(), new TreeSet<>(), Map.of(), Map.of(), Map.of(), 0, null);

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
        version + 1, era, name, its, indexes, hosts, segments, leaving, round, snapshot);
  }

  /** After a command that declared an index. */
  public MetaState withIndex(FieldIndex index) {
    SortedSet<FieldIndex> all = new TreeSet<>(indexes);
    all.add(index);
    return new MetaState(
        version + 1, era, strategy, weights, all, hosts, segments, leaving, round, snapshot);
  }

  /** After a command that began the next era. */
  public MetaState withNextEra() {
    return new MetaState(
        version + 1,
        era + 1,
        strategy,
        weights,
        indexes,
        hosts,
        segments,
        leaving,
        round,
        snapshot);
  }

  /** After a host said that it is there. */
  public MetaState withHost(HostId host, Store store) {
    Map<HostId, Store> all = new HashMap<>(hosts);
    all.put(host, store);
    return new MetaState(
        version + 1, era, strategy, weights, indexes, all, segments, leaving, round, snapshot);
  }

  /** After a command that changed who leads and keeps a segment. */
  public MetaState withSegment(SegmentId segment, SegmentConfig config) {
    Map<SegmentId, SegmentConfig> all = new HashMap<>(segments);
    all.put(segment, config);
    return new MetaState(
        version + 1, era, strategy, weights, indexes, hosts, all, leaving, round, snapshot);
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
        version + 1, era, strategy, weights, indexes, hosts, segments, all, round, open);
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
        version + 1, era, strategy, weights, indexes, hosts, segments, leaving, highest, open);
  }

  /**
   * A data folder and its starts.
   *
   * @param id drawn when the folder was made
   * @param incarnation starts so far
   */
  public record Store(long id, long incarnation) {}

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
