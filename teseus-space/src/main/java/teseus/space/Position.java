package teseus.space;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How much a subscriber has been told: hand it to any host to go on after that. Opaque to users,
 * who keep it as text.
 *
 * @param number of the last event
 * @param marks how far it has been told of each segment; one that is missing was not reached yet
 */
public record Position(long number, Map<SegmentId, Mark> marks) {
  /** The longest text that is read. */
  public static final int MAX_TEXT = 128 << 10;

  private static final int HEX = 16;

  /**
   * A place in the log of a segment.
   *
   * @param store whose log it is
   * @param lsn the first that has not been told of
   */
  public record Mark(long store, long lsn) {}

  public Position {
    if (number < 0) {
      throw new IllegalArgumentException("a position's number is at least 0, was " + number);
    }
    marks = Map.copyOf(marks);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if the text is not that of a position
   */
  public static Position parse(String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException("a position is at most " + MAX_TEXT + " characters long");
    }
    String[] parts = text.split("~", -1);
    SortedMap<SegmentId, Mark> marks = new TreeMap<>();
    try {
      for (int i = 1; i < parts.length; i++) {
        String[] mark = parts[i].split("\\.", -1);
        if (mark.length != 4) {
          throw new IllegalArgumentException("a mark has four parts");
        }
        SegmentId segment = new SegmentId(new HostId(mark[0]), Integer.parseInt(mark[1]));
        long lsn = Long.parseLong(mark[3]);
        if (lsn < 0
            || segment.index() < SegmentId.META
            || marks.put(segment, new Mark(Long.parseUnsignedLong(mark[2], HEX), lsn)) != null) {
          throw new IllegalArgumentException("a mark is below 0, or there twice");
        }
      }
      return new Position(Long.parseLong(parts[0]), marks);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "this is no position that an event came with: "
              + text.substring(0, Math.min(80, text.length())),
          e);
    }
  }

  @Override
  public String toString() {
    return new TreeMap<>(marks)
        .entrySet().stream()
            .map(
                entry ->
                    "~"
                        + entry.getKey().founder()
                        + "."
                        + entry.getKey().index()
                        + "."
                        + Long.toUnsignedString(entry.getValue().store(), HEX)
                        + "."
                        + entry.getValue().lsn())
            .collect(Collectors.joining("", Long.toString(number), ""));
  }
}
