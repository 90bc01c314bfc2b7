package teseus.server.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 64 MiB}. */
public final class ByteSize {
  private static final List<String> UNITS = List.of("bytes", "KiB", "MiB", "GiB", "TiB");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,16}) ?(bytes|KiB|MiB|GiB|TiB)");

  private ByteSize() {}

  /**
   * Reads a size: a whole number and {@code bytes}, {@code KiB}, {@code MiB}, {@code GiB} or {@code
   * TiB}, each 1,024 of the one before.
   *
   * @return bytes, at least 0
   * @throws IllegalArgumentException if it is no size, or 8,192 PiB and more
   */
  public static long parse(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "a size reads like 64 MiB (bytes, KiB, MiB, GiB, TiB), was " + text);
    }
    try {
      return Math.multiplyExact(
          Long.parseLong(size.group(1)), 1L << (10 * UNITS.indexOf(size.group(2))));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a size is below 8192 PiB, was " + text, e);
    }
  }

  /**
   * Writes a size in the largest unit that keeps it exact, as {@link #parse} reads it.
   *
   * @param bytes at least 0
   */
  public static String text(long bytes) {
    long figure = bytes;
    int unit = 0;
    while (figure != 0 && figure % 1024 == 0 && unit < UNITS.size() - 1) {
      figure /= 1024;
      unit++;
    }
    return figure + " " + UNITS.get(unit);
  }
}
