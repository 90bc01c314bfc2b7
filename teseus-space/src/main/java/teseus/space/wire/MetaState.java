package teseus.space.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;

/**
 * What META says, as of a version.
 *
 * @param version commands applied so far
 * @param era the present era, 1 and up
 * @param strategy how bids become awards; null as long as {@code cluster.json} decides
 * @param weights the strategy's weights by name
 * @param hosts which store answers to a host's name, and how often it was started
 * @param segments the epochs known of each segment
 * @param round the highest snapshot begun, 0 if none
 * @param snapshot the snapshot under way, if any
 */
public record MetaState(
    long version,
    int era,
    @Nullable String strategy,
    Map<String, Double> weights,
    Map<HostId, Store> hosts,
    Map<SegmentId, Long> segments,
    long round,
    @Nullable Snapshot snapshot) {
  /** Before the first command. */
  public static final MetaState EMPTY =
      new MetaState(0, 1, null, Map.of(), Map.of(), Map.of(), 0, null);

  public MetaState {
    weights = Map.copyOf(weights);
    hosts = Map.copyOf(hosts);
    segments = Map.copyOf(segments);
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
