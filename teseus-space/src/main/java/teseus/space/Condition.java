package teseus.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a tuple must be, as data: it travels to whoever keeps the tuples. Values are
 * equal and in order as {@link ValueOrder} says; a value is in no order with one of another kind,
 * so a range or a prefix never matches it. A path is field names joined by dots, at most {@value
 * #MAX_PATH} characters and {@value #MAX_NAMES} names.
 *
 * <p>As text it is what a person reads, and nothing that can be read back. Every factory and
 * constructor throws {@link IllegalArgumentException}, saying which bound, if a path, a value, a
 * number of conditions or a depth is not allowed. Nothing else is ever thrown: whatever could be
 * made can be asked.
 */
public sealed interface Condition {
  /** The most conditions of one template, those within others counted. */
  int MAX_CONDITIONS = 64;

  /** How deep conditions may stand within each other. */
  int MAX_DEPTH = 8;

  /** The most values of one {@link In}. */
  int MAX_VALUES = 256;

  /** The longest path, in characters. */
  int MAX_PATH = 1024;

  /** The most names of one path. */
  int MAX_NAMES = 64;

  /**
   * Whether it holds for a tuple.
   *
   * @param fields the tuple's value at a path, as {@link Tuple#at} gives it
   */
  boolean holds(Function<String, @Nullable Object> fields);

  /**
   * A field that equals a value.
   *
   * @param path of the field
   * @param value in the form that {@link Tuple#value} gives; null is null or missing
   */
  record Equal(String path, @Nullable Object value) implements Condition {
    public Equal {
      Bounds.path(path);
      value = Tuple.value(value);
    }

    @Override
    public boolean holds(Function<String, @Nullable Object> fields) {
      return ValueOrder.equal(value, fields.apply(path));
    }

    @Override
    public String toString() {
      return path + "=" + value;
    }
  }

  /**
   * A field that equals one of some values.
   *
   * @param path of the field
   * @param values 1 to {@value Condition#MAX_VALUES}, in the form that {@link Tuple#value} gives;
   *     null among them is null or missing
   */
  record In(String path, List<@Nullable Object> values) implements Condition {
    public In {
      Bounds.path(path);
      Bounds.count("values to be one of", values.size(), MAX_VALUES);
      List<@Nullable Object> kept = new ArrayList<>(values.size());
      values.forEach(value -> kept.add(Tuple.value(value)));
      values = Collections.unmodifiableList(kept);
    }

    @Override
    public boolean holds(Function<String, @Nullable Object> fields) {
      Object found = fields.apply(path);
      for (Object value : values) {
        if (ValueOrder.equal(value, found)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return path + " in " + values;
    }
  }

  /**
   * A field that lies between two bounds, of which one may be missing. It is a number if they are,
   * a text if they are.
   *
   * @param path of the field
   * @param low the lower bound, null for none
   * @param high the upper bound, null for none; not below the lower
   */
  record Range(String path, @Nullable Bound low, @Nullable Bound high) implements Condition {
    public Range {
      Bounds.path(path);
      Bounds.range(path, low, high);
    }

    @Override
    public boolean holds(Function<String, @Nullable Object> fields) {
      return contains(fields.apply(path));
    }

    /** Whether a value lies between the bounds. */
    public boolean contains(@Nullable Object value) {
      Bound some = low != null ? low : high;
      if (some == null || !ValueOrder.comparable(some.value, value)) {
        return false;
      }
      return (low == null || low.below(value)) && (high == null || high.above(value));
    }

    @Override
    public String toString() {
      String from = low == null ? "" : low.value + (low.included ? "<=" : "<");
      return from + path + (high == null ? "" : (high.included ? "<=" : "<") + high.value);
    }
  }

  /**
   * One end of a {@link Range}.
   *
   * @param value a number or a text, in the form that {@link Tuple#value} gives
   * @param included whether the value itself is in the range
   */
  record Bound(Object value, boolean included) {
    public Bound {
      value = Bounds.ordered(value);
    }

    private boolean below(@Nullable Object other) {
      int sign = ValueOrder.compare(value, other);
      return sign < 0 || sign == 0 && included;
    }

    private boolean above(@Nullable Object other) {
      int sign = ValueOrder.compare(value, other);
      return sign > 0 || sign == 0 && included;
    }
  }

  /**
   * A field that is a text which starts with another.
   *
   * @param path of the field
   * @param prefix what it starts with; every text starts with the empty one
   */
  record Prefix(String path, String prefix) implements Condition {
    public Prefix {
      Bounds.path(path);
    }

    @Override
    public boolean holds(Function<String, @Nullable Object> fields) {
      return fields.apply(path) instanceof String text && text.startsWith(prefix);
    }

    @Override
    public String toString() {
      return path + "=" + prefix + "*";
    }
  }

  /**
   * A field that is there and not null.
   *
   * @param path of the field
   */
  record Exists(String path) implements Condition {
    public Exists {
      Bounds.path(path);
    }

    @Override
    public boolean holds(Function<String, @Nullable Object> fields) {
      return fields.apply(path) != null;
    }

    @Override
    public String toString() {
      return path + " exists";
    }
  }

  /**
   * All of some conditions.
   *
   * @param of one or more
   */
  record All(List<Condition> of) implements Condition {
    public All {
      of = Bounds.within(of);
    }

    @Override
    public boolean holds(Function<String, @Nullable Object> fields) {
      for (Condition each : of) {
        if (!each.holds(fields)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return "(" + Bounds.joined(of, " and ") + ")";
    }
  }

  /**
   * At least one of some conditions.
   *
   * @param of one or more
   */
  record AnyOf(List<Condition> of) implements Condition {
    public AnyOf {
      of = Bounds.within(of);
    }

    @Override
    public boolean holds(Function<String, @Nullable Object> fields) {
      for (Condition each : of) {
        if (each.holds(fields)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return "(" + Bounds.joined(of, " or ") + ")";
    }
  }

  /**
   * What does not meet a condition.
   *
   * @param of that condition
   */
  record Not(Condition of) implements Condition {
    public Not {
      of = Bounds.within(List.of(of)).get(0);
    }

    @Override
    public boolean holds(Function<String, @Nullable Object> fields) {
      return !of.holds(fields);
    }

    @Override
    public String toString() {
      return "not " + of;
    }
  }

  /** The field equals the value; null is null or missing. */
  static Condition eq(String path, @Nullable Object value) {
    return new Equal(path, value);
  }

  /** The field does not equal the value: one that is missing does not, unless the value is null. */
  static Condition ne(String path, @Nullable Object value) {
    return not(eq(path, value));
  }

  /** The field equals one of the values, 1 to {@value #MAX_VALUES}. */
  static Condition in(String path, @Nullable Object... values) {
    return new In(path, Arrays.asList(values));
  }

  /** The field equals one of the values, 1 to {@value #MAX_VALUES}. */
  static Condition in(String path, Collection<? extends @Nullable Object> values) {
    Bounds.count("values to be one of", values.size(), MAX_VALUES);
    return new In(path, new ArrayList<@Nullable Object>(values));
  }

  /** The field is less than the value, a number or a text. */
  static Condition lt(String path, Object value) {
    return new Range(path, null, new Bound(value, false));
  }

  /** The field is the value, a number or a text, or less. */
  static Condition le(String path, Object value) {
    return new Range(path, null, new Bound(value, true));
  }

  /** The field is greater than the value, a number or a text. */
  static Condition gt(String path, Object value) {
    return new Range(path, new Bound(value, false), null);
  }

  /** The field is the value, a number or a text, or greater. */
  static Condition ge(String path, Object value) {
    return new Range(path, new Bound(value, true), null);
  }

  /** The field is one of two values or lies between them, numbers or texts. */
  static Condition between(String path, Object low, Object high) {
    return new Range(path, new Bound(low, true), new Bound(high, true));
  }

  /** The field is a text that starts with another. */
  static Condition prefix(String path, String prefix) {
    return new Prefix(path, prefix);
  }

  /** The field is there and not null. */
  static Condition exists(String path) {
    return new Exists(path);
  }

  /** All of these hold, one or more. */
  static Condition and(Condition... conditions) {
    return new All(Arrays.asList(conditions));
  }

  /** At least one of these holds, of one or more. */
  static Condition or(Condition... conditions) {
    return new AnyOf(Arrays.asList(conditions));
  }

  /** The condition does not hold. */
  static Condition not(Condition condition) {
    return new Not(condition);
  }
}
