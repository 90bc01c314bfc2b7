package teseus.space;

import java.math.BigDecimal;
import java.math.MathContext;

/** Which decimals a double holds. The answer must not depend on how a Java version prints one. */
final class Decimals {
  /** So many digits always survive the way to a double and back (IEEE 754-2019, 5.12.2). */
  private static final int SAFE_DIGITS = 15;

  /** So many tell any two doubles apart. */
  private static final int MOST_DIGITS = 17;

  private Decimals() {}

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
