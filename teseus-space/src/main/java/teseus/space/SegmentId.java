package teseus.space;

/**
 * One ordered log of the blackboard, named for the host that led it first: {@code hera/0}.
 *
 * @param founder the host it was made for; another may lead it later
 * @param index 0 and up among that host's segments; {@value #META} is the log of META, {@value
 *     #NOTES} that of a store's notes and {@value #ROSTER} that of the list of hosts, which hold no
 *     tokens
 */
public record SegmentId(HostId founder, int index) implements Comparable<SegmentId> {
  /** The index of META's own log on a voter. */
  public static final int META = -1;

  /** The index of a store's own notes of the copies that it keeps. */
  public static final int NOTES = -2;

  /** The index of the log of the lists of hosts that a host has gone by. */
  public static final int ROSTER = -3;

  public SegmentId {
    if (index < ROSTER) {
      throw new IllegalArgumentException("a segment's index is at least 0, was " + index);
    }
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if the text is not {@code host/index} or {@code host/meta}
   */
  public static SegmentId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("a segment reads host/index, was " + text);
    }
    String index = text.substring(slash + 1);
    return new SegmentId(
        new HostId(text.substring(0, slash)),
        switch (index) {
          case "meta" -> META;
          case "notes" -> NOTES;
          case "roster" -> ROSTER;
          default -> Integer.parseInt(index);
        });
  }

  @Override
  public int compareTo(SegmentId other) {
    int byHost = founder.compareTo(other.founder);
    return byHost != 0 ? byHost : Integer.compare(index, other.index);
  }

  @Override
  public String toString() {
    return founder
        + "/"
        + switch (index) {
          case META -> "meta";
          case NOTES -> "notes";
          case ROSTER -> "roster";
          default -> Integer.toString(index);
        };
  }
}
