package teseus.space.store;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one type by the value of one field. Values that {@link
 * teseus.space.ValueOrder#equal} calls the same share a bucket; a bucket may hold others too, so
 * candidates are matched all the same.
 */
final class ValueIndex {
  /** Texts up to this length, in characters, are their own key; longer ones would be kept twice. */
  private static final int LONGEST_KEY = 64;

  /** The key of null and of a missing field. */
  private static final Object NONE = new Object();

  /** Stands for a value too big to keep as a key. */
  private record Digest(int hash) {}

  private final Map<Object, Bucket> buckets = new HashMap<>();

  /** The bucket of a value, or null if no slot has it. */
  @Nullable Bucket find(@Nullable Object value) {
    return buckets.get(key(value));
  }

  /** The bucket that a slot with this value goes into. */
  Bucket bucket(@Nullable Object value) {
    return buckets.computeIfAbsent(key(value), key -> new Bucket(this, key));
  }

  void remove(Object key) {
    buckets.remove(key);
  }

  private static Object key(@Nullable Object value) {
    if (value == null) {
      return NONE;
    }
    if (value instanceof Number number) {
      return key(number);
    }
    if (value instanceof Boolean || value instanceof String text && text.length() <= LONGEST_KEY) {
      return value;
    }
    return new Digest(value.hashCode());
  }

  /** Whole numbers within a long's range as longs, all else as the nearest double. */
  private static Object key(Number number) {
    if (number instanceof Long) {
      return number;
    }
    double nearest = number.doubleValue();
    if (!(number instanceof BigDecimal decimal)) {
      boolean whole = nearest == Math.rint(nearest) && nearest >= -0x1p63 && nearest < 0x1p63;
      return whole ? (Object) (long) nearest : (Object) nearest;
    }
    if (!(Math.abs(nearest) <= 0x1p64)) {
      return nearest; // too large to be asked for its digits
    }
    try {
      return decimal.longValueExact();
    } catch (ArithmeticException notALong) {
      return nearest;
    }
  }
}
