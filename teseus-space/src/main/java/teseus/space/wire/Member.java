package teseus.space.wire;

/**
 * A host on the list of the cluster's hosts.
 *
 * @param at where it can be reached
 * @param segments how many segments it founds
 * @param since the number of the list from which on its segments count: 0 for a host that {@code
 *     cluster.json} has named from the beginning, {@link #NOT_YET} for one that has not founded all
 * @param open whether tokens may come to it: every host counts its segments
 * @param knows the highest number of the list that it has on record
 */
public record Member(Whereabouts at, int segments, long since, boolean open, long knows) {
  /** It has not founded its segments. */
  public static final long NOT_YET = Long.MAX_VALUE;

  private static final int MOST_SEGMENTS = 16;

  public Member {
    if (segments < 1 || segments > MOST_SEGMENTS) {
      throw new IllegalArgumentException(
          "a host founds 1 to " + MOST_SEGMENTS + " segments, was " + segments);
    }
  }

  /** One that {@code cluster.json} names. */
  static Member seed(Whereabouts at, int segments) {
    return new Member(at, segments, 0, true, 0);
  }

  /** One that is added. */
  static Member newcomer(Whereabouts at, int segments) {
    return new Member(at, segments, NOT_YET, false, 0);
  }

  /** Whether whoever says that there is none has to ask its segments. */
  public boolean counts() {
    return since != NOT_YET;
  }

  Member at(Whereabouts other) {
    return new Member(other, segments, since, open, knows);
  }

  Member founded(long number) {
    return new Member(at, segments, number, open, knows);
  }

  Member opened() {
    return new Member(at, segments, since, true, knows);
  }

  Member knowing(long number) {
    return new Member(at, segments, since, open, number);
  }
}
