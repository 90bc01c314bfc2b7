package teseus.space;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a read or a take matches on: a type, if named, and values that fields must equal. Fields not
 * named are wildcards; a field named with null must be null or missing. Numbers are equal by value:
 * 5 matches 5.0.
 *
 * @param type the exact type, or null for any
 * @param conditions all of which must hold, at most {@value #MAX_CONDITIONS}
 */
public record Template(@Nullable String type, List<Equal> conditions) {
  /** The most conditions of one template. */
  public static final int MAX_CONDITIONS = 64;

  /**
   * A field that must equal a value.
   *
   * @param path field names joined by dots
   * @param value in the form that {@link Tuple#value} gives
   */
  public record Equal(String path, @Nullable Object value) {
    public Equal {
      value = Tuple.value(value);
    }
  }

  public Template {
    if (conditions.size() > MAX_CONDITIONS) {
      throw new IllegalArgumentException(
          "a template has at most " + MAX_CONDITIONS + " conditions, was " + conditions.size());
    }
    conditions = List.copyOf(conditions);
  }

  /** Matches every tuple. */
  public static Template any() {
    return new Template(null, List.of());
  }

  /** Matches every tuple of a type. */
  public static Template ofType(String type) {
    return new Template(type, List.of());
  }

  /**
   * This template with one more condition.
   *
   * @param path field names joined by dots
   * @param value what the field must equal
   */
  public Template where(String path, @Nullable Object value) {
    List<Equal> more = new ArrayList<>(conditions);
    more.add(new Equal(path, value));
    return new Template(type, more);
  }

  /** Whether the tuple is of the type and meets every condition. */
  public boolean matches(Tuple tuple) {
    if (type != null && !type.equals(tuple.type())) {
      return false;
    }
    for (Equal condition : conditions) {
      if (!equal(condition.value, tuple.at(condition.path))) {
        return false;
      }
    }
    return true;
  }

  /** Whether two values of tuples are the same; numbers by value, all else by content. */
  public static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (Objects.equals(a, b)) {
      return true;
    }
    if (a instanceof Number x && b instanceof Number y) {
      return decimal(x).compareTo(decimal(y)) == 0;
    }
    return false;
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
