package teseus.space;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Which decimals a double holds. The answer must not depend on how a Java version prints one. */
final class Decimals {
  /** So many digits always survive the way to a double and back (IEEE 754-2019, 5.12.2). */
  private static final int SAFE_DIGITS = 15;

  /** So many tell any two doubles apart. */
  private static final int MOST_DIGITS = 17;

  /** The most digits, and the most zeros before or after them, that a sum is reckoned with. */
  private static final int MOST_SUMMED = 2_048;

  private Decimals() {}

  /** The sum of two numbers of a tuple; null if it had more digits than are worth reckoning. */
  static @Nullable Number sum(Number a, Number b) {
    if (a instanceof Double || b instanceof Double) {
      double sum = a.doubleValue() + b.doubleValue();
      return Double.isFinite(sum) ? sum : null;
    }
    if (a instanceof Long x && b instanceof Long y) {
      long sum = x + y;
      boolean overflow = ((x ^ sum) & (y ^ sum)) < 0;
      return overflow ? BigDecimal.valueOf(x).add(BigDecimal.valueOf(y)) : (Number) sum;
    }
    BigDecimal x = decimal(a);
    BigDecimal y = decimal(b);
    return isShort(x) && isShort(y) ? whole(x.add(y)) : null;
  }

  /** A whole number is a long again as soon as one holds it. */
  private static Number whole(BigDecimal sum) {
    boolean isLong = sum.scale() == 0 && sum.unscaledValue().bitLength() < Long.SIZE;
    return isLong ? (Number) sum.longValue() : sum;
  }

  private static BigDecimal decimal(Number number) {
    return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(number.longValue());
  }

  private static boolean isShort(BigDecimal number) {
    return number.precision() <= MOST_SUMMED && Math.abs((long) number.scale()) <= MOST_SUMMED;
  }

  /** Whether a decimal is the shortest that rounds to its nearest double. */
  static boolean isDouble(BigDecimal decimal) {
    double nearest = decimal.doubleValue();
    if (!Double.isFinite(nearest) || (nearest == 0 && decimal.signum() != 0)) {
      return false;
    }
    boolean normal = Math.abs(nearest) >= Double.MIN_NORMAL || nearest == 0;
    if (normal && decimal.precision() <= SAFE_DIGITS) {
      return true;
    }
    BigDecimal exact = new BigDecimal(nearest);
    for (int digits = 1; digits <= MOST_DIGITS; digits++) {
      BigDecimal shorter = exact.round(new MathContext(digits));
      if (shorter.doubleValue() == nearest) {
        return shorter.compareTo(decimal) == 0;
      }
    }
    return false;
  }
}
