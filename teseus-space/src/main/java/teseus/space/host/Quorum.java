package teseus.space.host;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;

/** When a record is committed, and when a write may be answered (PROTOCOL.md, rule 4). */
class Quorum {
  private final int min;

  /**
   * A rule.
   *
   * @param min {@code copies.min}
   */
  Quorum(int min) {
    this.min = min;
  }

  /**
   * The first lsn that is not committed: the least that any member holds, now or after the change
   * that is under way.
   *
   * @param pending the members after it; null if none is
   * @param forced how far each store holds the log, forced
   */
  long committed(
      SegmentConfig config, @Nullable List<StoreName> pending, ToLongFunction<StoreName> forced) {
    long least = least(config.members(), forced);
    return pending == null ? least : Math.min(least, least(pending, forced));
  }

  /** What the member holds that holds least. A loop: it is asked with each commit. */
  static long least(List<StoreName> members, ToLongFunction<StoreName> forced) {
    long least = forced.applyAsLong(members.get(0));
    for (int i = 1; i < members.size(); i++) {
      least = Math.min(least, forced.applyAsLong(members.get(i)));
    }
    return least;
  }

  /** Whether so many stores as asked for hold what is committed. */
  boolean enough(SegmentConfig config) {
    return config.members().size() >= min;
  }
}
