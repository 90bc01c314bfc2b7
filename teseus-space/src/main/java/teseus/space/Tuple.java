package teseus.space;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user writes: a type and named fields. Immutable, with equality by content; the order of
 * fields is kept and does not count.
 *
 * <p>A value is null, a {@link Boolean}, a {@link Long}, a {@link Double}, a {@link BigDecimal}
 * (only where neither of the two holds the number), a {@link String}, or a {@link List} or a {@link
 * Map} of values. Other numbers are turned into these when a tuple is made.
 */
public final class Tuple {
  /** The longest name of a type or a field, in characters. */
  public static final int MAX_NAME = 255;

  /** The most supertypes of one tuple. */
  public static final int MAX_SUPERTYPES = 16;

  private final String type;
  private final List<String> supertypes;
  private final Map<String, @Nullable Object> fields;

  /** Keeps what was checked, all of it unmodifiable. */
  Tuple(String type, List<String> supertypes, Map<String, @Nullable Object> fields) {
    this.type = type;
    this.supertypes = supertypes;
    this.fields = fields;
  }

  /** A tuple within {@link Limits#DEFAULT}; see {@link #of(String, Map, Limits)}. */
  public static Tuple of(String type, Map<String, ? extends @Nullable Object> fields) {
    return of(type, fields, Limits.DEFAULT);
  }

  /**
   * A tuple with a copy of these fields.
   *
   * @param type 1 to {@value #MAX_NAME} characters, by custom a simple class name
   * @param fields by name, names as long as the type's
   * @param limits on depth and on the fields of one object; the size is checked when it is encoded
   * @throws IllegalArgumentException naming the field, if a name, a value or a depth is not allowed
   */
  public static Tuple of(
      String type, Map<String, ? extends @Nullable Object> fields, Limits limits) {
    return of(type, List.of(), fields, limits);
  }

  /**
   * A tuple that is also found by the names of its supertypes, as in {@link Template#ofType}.
   *
   * @param supertypes names as long as the type's, in any order, at most {@value #MAX_SUPERTYPES};
   *     each once, and not the type itself
   * @throws IllegalArgumentException as {@link #of(String, Map, Limits)}, or if the supertypes are
   *     not allowed
   */
  public static Tuple of(
      String type,
      List<String> supertypes,
      Map<String, ? extends @Nullable Object> fields,
      Limits limits) {
    name("type", type);
    return new Tuple(type, lineage(type, supertypes), object("", fields, limits, 1));
  }

  static List<String> lineage(String type, List<String> supertypes) {
    if (supertypes.isEmpty()) {
      return List.of();
    }
    if (supertypes.size() > MAX_SUPERTYPES) {
      throw new IllegalArgumentException(
          "a tuple has at most " + MAX_SUPERTYPES + " supertypes, was " + supertypes.size());
    }
    Set<String> seen = new HashSet<>(Set.of(type));
    for (String supertype : supertypes) {
      name("a supertype", supertype);
      if (!seen.add(supertype)) {
        throw new IllegalArgumentException("\"" + supertype + "\" is named twice among the types");
      }
    }
    return List.copyOf(supertypes);
  }

  /** What kind of tuple it is. */
  public String type() {
    return type;
  }

  /** The further types that it is one of; unmodifiable. */
  public List<String> supertypes() {
    return supertypes;
  }

  /** Whether this is its type or one of its supertypes. */
  public boolean is(String name) {
    return type.equals(name) || supertypes.contains(name);
  }

  /** The fields, in the order they were given; unmodifiable all the way down. */
  public Map<String, @Nullable Object> fields() {
    return fields;
  }

  /** The value at a path of field names joined by dots, or null if there is none or it is null. */
  public @Nullable Object at(String path) {
    Object value = fields;
    for (String name : path.split("\\.", -1)) {
      if (!(value instanceof Map<?, ?> object)) {
        return null;
      }
      value = object.get(name);
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tuple tuple
        && type.equals(tuple.type)
        && supertypes.equals(tuple.supertypes)
        && fields.equals(tuple.fields);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + fields.hashCode();
  }

  @Override
  public String toString() {
    return supertypes.isEmpty() ? type + fields : type + supertypes + fields;
  }

  /**
   * The one form of a value that the space keeps.
   *
   * @throws IllegalArgumentException if the value is of no kind that a tuple holds
   */
  public static @Nullable Object value(@Nullable Object value) {
    return value("", value, Limits.DEFAULT, 1);
  }

  /** The value of a field of an object which itself has this path and stands at this depth. */
  static @Nullable Object value(
      String path, String name, @Nullable Object value, Limits limits, int depth) {
    return value == null || isKept(value)
        ? value
        : value(path.isEmpty() ? name : path + "." + name, value, limits, depth);
  }

  /** Whether a value has its one form already, as far as a look tells. */
  private static boolean isKept(Object value) {
    return value instanceof String || value instanceof Long || value instanceof Boolean;
  }

  private static @Nullable Object value(
      String path, @Nullable Object value, Limits limits, int depth) {
    if (value == null || isKept(value)) {
      return value;
    }
    if (value instanceof Number number) {
      return number(path, number);
    }
    if (value instanceof Map<?, ?> object) {
      return object(path, object, limits, depth + 1);
    }
    if (value instanceof List<?> list) {
      return list(path, list, limits, depth + 1);
    }
    if (value instanceof Character || value instanceof Enum<?>) {
      return value.toString();
    }
    throw new IllegalArgumentException(
        where(path) + "holds a " + value.getClass().getName() + ", which no tuple can");
  }

  private static Number number(String path, Number number) {
    if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
      return number.longValue();
    }
    if (number instanceof Double real && Double.isFinite(real)) {
      return real;
    }
    if (number instanceof Double || number instanceof Float) {
      double value =
          number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue();
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            where(path) + "holds " + value + ", which JSON cannot say");
      }
      return value;
    }
    if (number instanceof BigInteger whole) {
      return whole.bitLength() < Long.SIZE
          ? (Number) whole.longValue()
          : number(path, new BigDecimal(whole));
    }
    if (number instanceof BigDecimal decimal) {
      return Decimals.isDouble(decimal) ? (Number) decimal.doubleValue() : decimal;
    }
    throw new IllegalArgumentException(
        where(path) + "holds a " + number.getClass().getName() + ", which no tuple can");
  }

  private static Map<String, @Nullable Object> object(
      String path, Map<?, ?> object, Limits limits, int depth) {
    shallow(path, limits, depth);
    if (object.size() > limits.fields()) {
      throw new IllegalArgumentException(
          where(path)
              + "has "
              + object.size()
              + " fields, at most "
              + limits.fields()
              + " allowed");
    }
    FieldsBuilder copy = new FieldsBuilder(path, object.size(), limits, depth);
    object.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw new IllegalArgumentException(where(path) + "has a field whose name is no text");
          }
          copy.add(name, value);
        });
    return copy.fields();
  }

  private static List<@Nullable Object> list(String path, List<?> list, Limits limits, int depth) {
    shallow(path, limits, depth);
    List<@Nullable Object> copy = new ArrayList<>(list.size());
    for (Object element : list) {
      copy.add(value(path, element, limits, depth));
    }
    return Collections.unmodifiableList(copy);
  }

  private static void shallow(String path, Limits limits, int depth) {
    if (depth > limits.depth()) {
      throw new IllegalArgumentException(
          where(path) + "is nested deeper than " + limits.depth() + " levels");
    }
  }

  static void name(String what, String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          what + " is 1 to " + MAX_NAME + " characters, was " + name.length());
    }
  }

  private static String where(String path) {
    return path.isEmpty() ? "the tuple " : "field \"" + path + "\" ";
  }
}
