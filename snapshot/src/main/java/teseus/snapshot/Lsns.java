package teseus.snapshot;

import java.util.HashMap;
import java.util.Map;
import teseus.space.SegmentId;

/** The lsn that comes next in each segment. One thread. */
final class Lsns {
  private final Map<SegmentId, Long> next = new HashMap<>();

  long next(SegmentId segment) {
    return next.getOrDefault(segment, 0L);
  }

  /** An entry at {@code lsn} is the last one now, whether it extends the log or cuts it. */
  void appended(SegmentId segment, long lsn) {
    next.put(segment, lsn + 1);
  }

  /**
   * An image holds everything below {@code lsn}; returns whether the log did not reach that far.
   */
  boolean imaged(SegmentId segment, long lsn) {
    boolean ahead = lsn > next(segment);
    if (ahead) {
      next.put(segment, lsn);
    }
    return ahead;
  }
}
