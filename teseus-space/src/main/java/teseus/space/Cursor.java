package teseus.space;

/**
 * Where a walk over the space's contents stands: good at any host, and for as long as one likes. It
 * goes through segments in the order of their names, and in each from old to young.
 *
 * @param segment whose tokens come next; all of segments before it were given
 * @param from the place in the segment's log at which it goes on
 * @param end the place at which the segment's log ended when the walk came to it; below 0 if it has
 *     not come to it
 */
public record Cursor(SegmentId segment, long from, long end) {
  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if the text is no cursor
   */
  public static Cursor parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a cursor reads SEGMENT:FROM:END");
    }
    return new Cursor(
        SegmentId.parse(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }

  @Override
  public String toString() {
    return segment + ":" + from + ":" + end;
  }
}
