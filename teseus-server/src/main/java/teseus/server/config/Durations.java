package teseus.server.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250 ms}. */
public final class Durations {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12}) ?(ms|s|min|h|d)");

  /** The longest first. */
  private static final List<Unit> UNITS =
      List.of(
          new Unit("d", 86_400_000),
          new Unit("h", 3_600_000),
          new Unit("min", 60_000),
          new Unit("s", 1_000),
          new Unit("ms", 1));

  private Durations() {}

  /**
   * Reads a duration: a whole number and {@code ms}, {@code s}, {@code min}, {@code h} or {@code d}
   * (24 h).
   *
   * @throws IllegalArgumentException if it is none, or 2^63 ms and more
   */
  public static Duration parse(String text) {
    Matcher duration = DURATION.matcher(text);
    if (!duration.matches()) {
      throw new IllegalArgumentException(
          "a duration reads like 250 ms, 5 s, 10 min, 24 h or 7 d, was " + text);
    }
    try {
      return Duration.ofMillis(
          Math.multiplyExact(Long.parseLong(duration.group(1)), millisOf(duration.group(2))));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a duration is below 2^63 ms, was " + text, e);
    }
  }

  /**
   * Writes a duration in the longest unit that keeps it exact, as {@link #parse} reads it; what is
   * below a millisecond is left out.
   */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    for (Unit unit : UNITS) {
      if (millis != 0 && millis % unit.millis == 0) {
        return millis / unit.millis + " " + unit.name;
      }
    }
    return millis + " ms";
  }

  private static long millisOf(String name) {
    return UNITS.stream().filter(unit -> unit.name.equals(name)).findAny().orElseThrow().millis;
  }

  private record Unit(String name, long millis) {}
}
