package teseus.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of lines, from 1, as {@code 17,19-24,281-}. For one thread. */
final class LineRanges {
  private static final Pattern RANGE = Pattern.compile("([1-9][0-9]{0,17})(-([1-9][0-9]{0,17})?)?");

  /** The last line of each range by its first; no two touch. */
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is none
   */
  static LineRanges parse(String text) {
    LineRanges lines = new LineRanges();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw new IllegalArgumentException("lines read like 17,19-24,281-, was " + text);
      }
      long first = Long.parseLong(range.group(1));
      String last = range.group(3);
      if (range.group(2) == null) {
        lines.add(first, first);
      } else {
        lines.add(first, last == null ? Long.MAX_VALUE : Long.parseLong(last));
      }
    }
    return lines;
  }

  void add(long line) {
    add(line, line);
  }

  /**
   * Adds these lines.
   *
   * @param last {@link Long#MAX_VALUE} for all that follow
   * @throws IllegalArgumentException if the last is before the first
   */
  void add(long first, long last) {
    if (last < first) {
      throw new IllegalArgumentException("lines " + first + "-" + last + " end before they begin");
    }
    long from = first;
    long to = last;
    Map.Entry<Long, Long> before = ranges.floorEntry(from);
    if (before != null && before.getValue() >= from - 1) {
      from = before.getKey();
      to = Math.max(to, before.getValue());
    }
    long end = to == Long.MAX_VALUE ? to : to + 1;
    Map<Long, Long> touched = ranges.subMap(from, true, end, true);
    for (long each : touched.values()) {
      to = Math.max(to, each);
    }
    touched.clear();
    ranges.put(from, to);
  }

  void addAll(LineRanges others) {
    others.ranges.forEach(this::add);
  }

  boolean contains(long line) {
    Map.Entry<Long, Long> range = ranges.floorEntry(line);
    return range != null && range.getValue() >= line;
  }

  /** Whether a line after this one may be among them. */
  boolean goesBeyond(long line) {
    return !ranges.isEmpty() && ranges.lastEntry().getValue() > line;
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    ranges.forEach((first, last) -> parts.add(range(first, last)));
    return String.join(",", parts);
  }

  private static String range(long first, long last) {
    if (first == last) {
      return String.valueOf(first);
    }
    return last == Long.MAX_VALUE ? first + "-" : first + "-" + last;
  }
}
