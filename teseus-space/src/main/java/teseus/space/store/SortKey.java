package teseus.space.store;

import org.jspecify.annotations.Nullable;

/**
 * Numbers and texts as longs that are in the same order, as far as a long can tell them apart:
 * numbers below zero, by 63 bits of the nearest double; texts above, by their first four
 * characters, of the last but one bit.
 */
final class SortKey {
  static final long LEAST_NUMBER = Long.MIN_VALUE;
  static final long MOST_NUMBER = -1;
  static final long LEAST_TEXT = 0;
  static final long MOST_TEXT = Long.MAX_VALUE;

  private static final long EXACT = 1L << 53; // up to here every long is a double
  private static final int CHARACTERS = 4;

  private SortKey() {}

  /** Whether a value has a key. */
  static boolean has(@Nullable Object value) {
    return value instanceof Number || value instanceof String;
  }

  /** The key of a number or a text: never above that of a greater one. */
  static long of(Object value) {
    return value instanceof String text
        ? text(text, '\0')
        : (ordered((Number) value) >> 1) - (1L << 62);
  }

  /** Whether no other value of its kind has the key of this one. */
  static boolean isExact(Object value) {
    if (value instanceof String text) {
      return text.length() < CHARACTERS && text.indexOf('\0') < 0;
    }
    boolean held =
        value instanceof Double || value instanceof Long whole && Math.abs(whole) <= EXACT;
    return held && (ordered((Number) value) & 1) == 0;
  }

  /** The greatest key of a text with this prefix. */
  static long last(String prefix) {
    return text(prefix, '\uFFFF');
  }

  private static long text(String text, char end) {
    long key = 0;
    for (int i = 0; i < CHARACTERS; i++) {
      key = key << Character.SIZE | (i < text.length() ? text.charAt(i) : end);
    }
    return key >>> 1;
  }

  private static long ordered(Number number) {
    long bits = Double.doubleToLongBits(number.doubleValue() + 0.0); // -0.0 is 0.0
    return bits ^ bits >> 63 & Long.MAX_VALUE;
  }
}
