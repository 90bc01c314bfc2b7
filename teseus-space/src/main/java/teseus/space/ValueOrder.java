package teseus.space;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When values of tuples are the same, and which of two comes first: numbers by value, so that 5 is
 * 5.0, and texts by their UTF-16 code units. All else is equal by content and in no order.
 */
public final class ValueOrder {
  private static final long EXACT = 1L << 53; // up to here every long is a double

  private static final long NO_NUMBER = 0x5bd1e995L << 32;

  private ValueOrder() {}

  /** Whether two values are the same. */
  public static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (Objects.equals(a, b)) {
      return true;
    }
    return a instanceof Number x && b instanceof Number y && compare(x, y) == 0;
  }

  /** Whether two values are in an order: both numbers, or both texts. */
  public static boolean comparable(@Nullable Object a, @Nullable Object b) {
    return a instanceof Number && b instanceof Number || a instanceof String && b instanceof String;
  }

  /**
   * Which of two values comes first.
   *
   * @return below 0 if the first does, 0 if they are the same
   * @throws IllegalArgumentException if they are in no order
   */
  public static int compare(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return compare(x, y);
    }
    if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    }
    throw new IllegalArgumentException("these values are in no order");
  }

  /** A number that equal values share, and others rarely do. */
  public static int hash(@Nullable Object value) {
    if (value instanceof String text) {
      return (int) hash(text);
    }
    return (int)
        mix(value instanceof Number number ? bits(number) : NO_NUMBER ^ Objects.hashCode(value));
  }

  /**
   * The {@link #hash} of a text that is in bytes, each of them a character of ASCII.
   *
   * @param from where it begins
   * @param length its bytes
   */
  public static int hash(byte[] bytes, int from, int length) {
    long mixed = length;
    long four = 0;
    for (int i = 0; i < length; i++) {
      four = four << Character.SIZE | bytes[from + i];
      if ((i & 3) == 3) {
        mixed = mix(mixed ^ four);
      }
    }
    return (int) mix(mixed ^ four);
  }

  private static long hash(String text) {
    long mixed = text.length();
    long four = 0;
    for (int i = 0; i < text.length(); i++) {
      four = four << Character.SIZE | text.charAt(i);
      if ((i & 3) == 3) {
        mixed = mix(mixed ^ four);
      }
    }
    return mix(mixed ^ four);
  }

  /** Whole numbers within a long's range as longs, all else as the nearest double. */
  private static long bits(Number number) {
    if (number instanceof Long) {
      return number.longValue();
    }
    double nearest = number.doubleValue();
    if (number instanceof BigDecimal decimal && Math.abs(nearest) <= 0x1p64) {
      try {
        return decimal.longValueExact();
      } catch (ArithmeticException notALong) {
        return Double.doubleToLongBits(nearest);
      }
    }
    boolean whole = nearest == Math.rint(nearest) && nearest >= -0x1p63 && nearest < 0x1p63;
    return whole ? (long) nearest : Double.doubleToLongBits(nearest);
  }

  /** The finalizer of SplitMix64, so that nobody comes by equal hashes cheaply. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static int compare(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      return x.compareTo(y);
    }
    if (exact(a) && exact(b)) {
      double x = a.doubleValue();
      double y = b.doubleValue();
      return x < y ? -1 : x > y ? 1 : 0; // not Double.compare, which tells -0.0 from 0.0
    }
    return decimal(a).compareTo(decimal(b));
  }

  private static boolean exact(Number number) {
    return number instanceof Double
        || number instanceof Long whole && whole >= -EXACT && whole <= EXACT;
  }

  private static BigDecimal decimal(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue()); // exactly what it is, whatever it prints as
  }
}
