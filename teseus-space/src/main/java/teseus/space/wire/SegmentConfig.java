package teseus.space.wire;

import java.util.List;

/**
 * Who leads a segment and who keeps it, as META says.
 *
 * @param epoch one more with each change, 1 and up
 * @param log tells one log of the segment from another: drawn when the segment was founded, and
 *     anew if it ever has to begin again with nothing
 * @param members R: the stores that hold every acknowledged record, in the order in which they may
 *     come to lead; the primary is the first
 */
public record SegmentConfig(long epoch, long log, List<StoreName> members) {
  /** The most members. */
  public static final int MOST_MEMBERS = 15;

  public SegmentConfig {
    members = List.copyOf(members);
    if (epoch < 1
        || members.isEmpty()
        || members.size() > MOST_MEMBERS
        || members.stream().distinct().count() < members.size()) {
      throw new IllegalArgumentException(
          "an epoch above 0 and 1.."
              + MOST_MEMBERS
              + " different members, were "
              + epoch
              + " and "
              + members);
    }
  }

  /** Who orders everything in it. */
  public StoreName primary() {
    return members.get(0);
  }

  /** The same log in the next epoch. */
  public SegmentConfig next(List<StoreName> its) {
    return new SegmentConfig(epoch + 1, log, its);
  }
}
