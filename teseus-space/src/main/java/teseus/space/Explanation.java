package teseus.space;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a template is looked up, segment by segment.
 *
 * @param segments what each segment did, in the order of their names: one look-up for each type
 *     that the template may match, the first {@value #MOST_TYPES} of them; none if it has no token
 *     of such a type
 */
public record Explanation(SortedMap<SegmentId, List<LookUp>> segments) {
  /** The most look-ups that a segment tells of. */
  public static final int MOST_TYPES = 64;

  public Explanation {
    SortedMap<SegmentId, List<LookUp>> copy = new TreeMap<>();
    segments.forEach((segment, lookUps) -> copy.put(segment, List.copyOf(lookUps)));
    segments = Collections.unmodifiableSortedMap(copy);
  }

  /** What the segments did. */
  public Explanation(Map<SegmentId, List<LookUp>> segments) {
    this(new TreeMap<>(segments));
  }
}
