package teseus.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import teseus.space.Space;

/** Lengths of time as people write them: {@code 250 ms}, {@code 10 s}, {@code 5 min}. */
final class Spans {
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,13}) ?(ms|s|min|h|d)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  private Spans() {}

  /**
   * Reads a length of time.
   *
   * @param name of the key it comes from, for the error
   * @return 0 to {@link Space#LONGEST}
   */
  static Duration parse(String name, String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      throw ProblemException.of(
          ProblemType.INVALID,
          "\"" + name + "\" is a whole number and one of ms, s, min, h, d, like \"10 s\"");
    }
    long most = Space.LONGEST.toMillis();
    long unit = MILLIS.getOrDefault(span.group(2), 1L);
    long count = Long.parseLong(span.group(1));
    if (count > most / unit) {
      throw ProblemException.of(
          ProblemType.INVALID, "\"" + name + "\" is at most " + Space.LONGEST.toDays() + " d");
    }
    return Duration.ofMillis(count * unit);
  }
}
