package teseus.pantheon;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;
import teseus.space.Template;
import teseus.space.Tuple;

/**
 * A tuple as Linda has it: fields that have places, and no names.
 *
 * <pre>{@code
 * pantheon.write(tuple("task", 7, "compile"));
 * Optional<PlainTuple> task = pantheon.take(tuple("task", 7, any(String.class)), timeout);
 * }</pre>
 *
 * <p>In the space it is a tuple of type {@code tuple/3}, 3 being how many fields it has, whose
 * fields are called {@code 0}, {@code 1} and {@code 2}: so others find it too, and one of another
 * length is never found. Immutable.
 */
public final class PlainTuple {
  private static final String TYPE = "tuple/";
  private final List<@Nullable Object> fields;

  private PlainTuple(List<@Nullable Object> fields) {
    this.fields = Collections.unmodifiableList(fields);
  }

  /** What stands for any value, or any of a class, in what is looked for. */
  private record Formal(Class<?> of) {}

  /**
   * A tuple to write, or if some fields are {@link #any} what to look for.
   *
   * @param fields 1 or more texts, numbers, booleans, records, beans, lists or nulls; null, looked
   *     for, is null
   * @throws IllegalArgumentException if there is none, or one that no tuple can hold
   */
  public static PlainTuple tuple(@Nullable Object... fields) {
    if (fields.length == 0) {
      throw new IllegalArgumentException("a plain tuple has a field, at least");
    }
    List<@Nullable Object> kept = new ArrayList<>();
    for (Object field : fields) {
      kept.add(field instanceof Formal ? field : Tuple.value(Mapping.value(field)));
    }
    return new PlainTuple(kept);
  }

  /** Stands for any value, null among them. */
  public static Object any() {
    return new Formal(Object.class);
  }

  /**
   * Stands for any text, boolean or number. The space keeps of a number its value and no class: any
   * of {@link Integer}, or of another class of whole numbers, is a number that lies in its range,
   * be it whole or not; of any other class of numbers, a number.
   *
   * @throws IllegalArgumentException if the class is none of these
   */
  public static Object any(Class<?> of) {
    Formal formal = new Formal(of);
    var checked = condition("0", formal);
    return formal;
  }

  /** How many fields it has. */
  public int size() {
    return fields.size();
  }

  /**
   * A field of a tuple that was found.
   *
   * @param place from 0
   * @param javaType what it is given out as
   * @throws IllegalArgumentException if it is no such value
   */
  public <T> @Nullable T get(int place, Class<T> javaType) {
    return Mapping.value(fields.get(place), javaType);
  }

  /** What matches it: as many fields, those that are values equal, the others of their class. */
  public Match<PlainTuple> match() {
    Template template = Template.ofType(TYPE + fields.size());
    for (int i = 0; i < fields.size(); i++) {
      Object field = fields.get(i);
      String name = Integer.toString(i);
      if (!(field instanceof Formal formal)) {
        template = template.and(Condition.eq(name, field));
      } else if (formal.of() != Object.class) {
        template = template.and(condition(name, formal));
      }
    }
    return new Match<>(PlainTuple.class, template);
  }

  private static Condition condition(String name, Formal formal) {
    Class<?> of = formal.of();
    if (of == String.class) {
      return Condition.prefix(name, "");
    }
    if (of == Boolean.class) {
      return Condition.in(name, true, false);
    }
    if (of == Long.class) {
      return Condition.between(name, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (of == Integer.class) {
      return Condition.between(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (of == Short.class) {
      return Condition.between(name, Short.MIN_VALUE, Short.MAX_VALUE);
    }
    if (of == Byte.class) {
      return Condition.between(name, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
    if (Number.class.isAssignableFrom(of)) {
      return Condition.or(Condition.lt(name, 0), Condition.ge(name, 0));
    }
    throw new IllegalArgumentException(
        "any is of a text, a boolean or a number, not of a " + of.getName() + "; or any()");
  }

  /**
   * The tuple that stands for it in the space.
   *
   * @throws IllegalArgumentException if a field is {@link #any}
   */
  Tuple written() {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (Object field : fields) {
      if (field instanceof Formal) {
        throw new IllegalArgumentException("a tuple that is written has values alone, no any");
      }
      named.put(Integer.toString(named.size()), field);
    }
    return Tuple.of(TYPE + fields.size(), List.of(), named, Mapping.WIDEST);
  }

  /**
   * What a tuple of the space stands for.
   *
   * @throws IllegalArgumentException if it is no plain one
   */
  static PlainTuple found(Tuple tuple) {
    List<@Nullable Object> fields = new ArrayList<>();
    while (tuple.fields().containsKey(Integer.toString(fields.size()))) {
      fields.add(tuple.fields().get(Integer.toString(fields.size())));
    }
    if (!tuple.type().equals(TYPE + fields.size()) || tuple.fields().size() != fields.size()) {
      throw new IllegalArgumentException("its fields are not those of a plain tuple");
    }
    return new PlainTuple(fields);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlainTuple tuple && fields.equals(tuple.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return "tuple" + fields;
  }
}
