package teseus.snapshot;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import teseus.space.HostId;
import teseus.space.SegmentId;

/**
 * What a global snapshot is taken of, known before its first token is.
 *
 * @param cluster the cluster's name: 1 to 63 of {@code a-z 0-9 -}, the first no hyphen
 * @param round the snapshot's number, given out by META; at least 1
 * @param begun when the master asked META to begin it, by the master's clock
 * @param committed when META had committed the cut, by the master's clock
 * @param version the version of Teseus that writes it, 1 to 64 characters
 * @param hosts the hosts of the cluster
 * @param cuts each segment with the lsn of its cut, in the segments' order; at least one, none of
 *     META's
 */
public record SnapshotOrigin(
    String cluster,
    long round,
    Instant begun,
    Instant committed,
    String version,
    List<HostId> hosts,
    Map<SegmentId, Long> cuts) {

  public SnapshotOrigin {
    check(SnapshotFile.isCluster(cluster), "a cluster's name is 1 to 63 of a-z, 0-9 and '-'");
    check(round >= 1, "a snapshot's round is at least 1, was " + round);
    check(!version.isEmpty() && version.length() <= 64, "a version is 1 to 64 characters");
    check(!cuts.isEmpty(), "a snapshot is of at least one segment");
    cuts.forEach(
        (segment, lsn) -> {
          check(segment.index() != SegmentId.META, "META holds no tokens: " + segment);
          check(lsn >= 0, "the lsn of a cut is at least 0, was " + lsn + " for " + segment);
        });
    hosts = List.copyOf(hosts);
    cuts = Collections.unmodifiableMap(new TreeMap<>(cuts));
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
