package teseus.pantheon;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;
import teseus.space.Template;
import teseus.space.Token;

/**
 * Which objects of a class a read or a take wants.
 *
 * <pre>{@code
 * match(Order.class).eq(Order::sku, "pen").gt(Order::qty, 2)
 *     .eq(path(Order::customer, Customer::city), "Rio")
 *     .anyOf(late -> late.eq(Order::state, "late"), dear -> dear.ge(Order::price, 1_000))
 *     .not(tagged -> tagged.in(Order::tag, List.of("x", "y")))
 * }</pre>
 *
 * <p>All conditions must hold. A field is named by a reference to its getter, or by a text: its
 * name, or a path of names joined by dots. Values are compared as {@link teseus.space.Condition}
 * says, in the form that fields have: a time, say, as its text. All of it travels as data: a
 * predicate in code does not, so filter what a read gave out; a take by one would have to take and
 * put back, and is not offered. Immutable.
 *
 * <p>A match of a class finds the objects of its subclasses too. What is found is given out as the
 * class that its type names, if that is {@code javaType}, a class that a sealed {@code javaType}
 * permits, or one of {@link #as}; else as {@code javaType}, or with a {@link MappingException} if
 * that is abstract. No class is loaded for a name that came with a tuple.
 *
 * <p>Methods throw {@link IllegalArgumentException} for a value that no tuple holds, a reference
 * that names no field, and what is beyond the bounds of {@link teseus.space.Condition}.
 *
 * @param javaType what a match is given out as
 * @param template what matches
 * @param subtypes further classes that a match may be of
 * @param <T> that class
 */
public record Match<T>(Class<T> javaType, Template template, List<Class<? extends T>> subtypes) {
  public Match {
    subtypes = List.copyOf(subtypes);
  }

  /** A match without further classes. */
  public Match(Class<T> javaType, Template template) {
    this(javaType, template, List.of());
  }

  /** Every object of a class: every tuple of the type that the class stands for. */
  public static <T> Match<T> type(Class<T> javaType) {
    return new Match<>(javaType, Template.ofType(Lineage.of(javaType).type()));
  }

  /** As {@link #type}, to begin a match with by a static import. */
  public static <T> Match<T> match(Class<T> javaType) {
    return type(javaType);
  }

  /**
   * What equals an example in each field that is not null, also within objects it holds. A
   * primitive is never null, and so is always matched: {@link #ignoring} leaves it out.
   */
  public static <T> Match<T> like(T example) {
    @SuppressWarnings("unchecked") // an object is of its class
    Class<T> javaType = (Class<T>) example.getClass();
    return new Match<>(javaType, Example.template(example));
  }

  /** A field within the object that another field holds. */
  public static <A, B, C extends @Nullable Object> Getter<A, C> path(
      Getter<A, B> first, Getter<? super B, C> second) {
    List<Getter<?, ?>> links = new ArrayList<>(Getters.links(first));
    links.addAll(Getters.links(second));
    return new Getters.Chain<>(List.copyOf(links));
  }

  /** This match without its equalities on a field, or on what is within it. */
  public Match<T> ignoring(Getter<? super T, ?> field) {
    return ignoring(name(field));
  }

  /** As {@link #ignoring(Getter)}. */
  public Match<T> ignoring(String path) {
    return with(Example.without(template, path));
  }

  /** This match, whose finds may be of these classes too, by the types that they stand for. */
  @SafeVarargs
  @SuppressWarnings("varargs") // copied
  public final Match<T> as(Class<? extends T>... further) {
    List<Class<? extends T>> all = new ArrayList<>(subtypes);
    all.addAll(List.of(further));
    return new Match<>(javaType, template, all);
  }

  /**
   * What a token that matches holds.
   *
   * @throws MappingException if that is no object of the class; it holds the token
   */
  public T object(Token token) {
    return Mapping.object(token, this);
  }

  /** The field equals the value; null is null or missing. */
  public Match<T> eq(Getter<? super T, ?> field, @Nullable Object value) {
    return eq(name(field), value);
  }

  /** As {@link #eq(Getter, Object)}. */
  public Match<T> eq(String path, @Nullable Object value) {
    return and(Condition.eq(path, Mapping.value(value)));
  }

  /** As {@link #eq(String, Object)}. */
  public Match<T> where(String path, @Nullable Object value) {
    return eq(path, value);
  }

  /** The field does not equal the value: one that is missing does not, unless the value is null. */
  public Match<T> ne(Getter<? super T, ?> field, @Nullable Object value) {
    return ne(name(field), value);
  }

  /** As {@link #ne(Getter, Object)}. */
  public Match<T> ne(String path, @Nullable Object value) {
    return and(Condition.ne(path, Mapping.value(value)));
  }

  /** The field equals one of the values, 1 to {@value Condition#MAX_VALUES}. */
  public Match<T> in(Getter<? super T, ?> field, Collection<? extends @Nullable Object> values) {
    return in(name(field), values);
  }

  /** As {@link #in(Getter, Collection)}. */
  public Match<T> in(String path, Collection<? extends @Nullable Object> values) {
    List<@Nullable Object> mapped = new ArrayList<>();
    values.forEach(value -> mapped.add(Mapping.value(value)));
    return and(Condition.in(path, mapped));
  }

  /** The field is less than the value, a number or a text. */
  public Match<T> lt(Getter<? super T, ?> field, Object value) {
    return lt(name(field), value);
  }

  /** As {@link #lt(Getter, Object)}. */
  public Match<T> lt(String path, Object value) {
    return and(Condition.lt(path, Mapping.bound(value)));
  }

  /** The field is the value, a number or a text, or less. */
  public Match<T> le(Getter<? super T, ?> field, Object value) {
    return le(name(field), value);
  }

  /** As {@link #le(Getter, Object)}. */
  public Match<T> le(String path, Object value) {
    return and(Condition.le(path, Mapping.bound(value)));
  }

  /** The field is greater than the value, a number or a text. */
  public Match<T> gt(Getter<? super T, ?> field, Object value) {
    return gt(name(field), value);
  }

  /** As {@link #gt(Getter, Object)}. */
  public Match<T> gt(String path, Object value) {
    return and(Condition.gt(path, Mapping.bound(value)));
  }

  /** The field is the value, a number or a text, or greater. */
  public Match<T> ge(Getter<? super T, ?> field, Object value) {
    return ge(name(field), value);
  }

  /** As {@link #ge(Getter, Object)}. */
  public Match<T> ge(String path, Object value) {
    return and(Condition.ge(path, Mapping.bound(value)));
  }

  /** The field is one of two values or lies between them, numbers or texts. */
  public Match<T> between(Getter<? super T, ?> field, Object low, Object high) {
    return between(name(field), low, high);
  }

  /** As {@link #between(Getter, Object, Object)}. */
  public Match<T> between(String path, Object low, Object high) {
    return and(Condition.between(path, Mapping.bound(low), Mapping.bound(high)));
  }

  /** The field is a text that starts with another. */
  public Match<T> prefix(Getter<? super T, ?> field, String prefix) {
    return prefix(name(field), prefix);
  }

  /** As {@link #prefix(Getter, String)}. */
  public Match<T> prefix(String path, String prefix) {
    return and(Condition.prefix(path, prefix));
  }

  /** The field is there and not null. */
  public Match<T> exists(Getter<? super T, ?> field) {
    return exists(name(field));
  }

  /** As {@link #exists(Getter)}. */
  public Match<T> exists(String path) {
    return and(Condition.exists(path));
  }

  /** The field is null or not there. */
  public Match<T> missing(Getter<? super T, ?> field) {
    return missing(name(field));
  }

  /** As {@link #missing(Getter)}. */
  public Match<T> missing(String path) {
    return and(Condition.not(Condition.exists(path)));
  }

  /** At least one of these holds, each being all the conditions that it adds. */
  @SafeVarargs
  public final Match<T> anyOf(UnaryOperator<Match<T>>... some) {
    List<Condition> conditions = new ArrayList<>();
    for (UnaryOperator<Match<T>> each : some) {
      conditions.add(added(each));
    }
    return and(new Condition.AnyOf(conditions));
  }

  /** What it adds does not hold, as a whole. */
  public Match<T> not(UnaryOperator<Match<T>> what) {
    return and(Condition.not(added(what)));
  }

  /** This match with one more condition. */
  public Match<T> and(Condition condition) {
    return with(template.and(condition));
  }

  private Condition added(UnaryOperator<Match<T>> what) {
    List<Condition> all =
        what.apply(with(new Template(template.type(), List.of()))).template().conditions();
    return all.size() == 1 ? all.get(0) : new Condition.All(all);
  }

  private Match<T> with(Template other) {
    return new Match<>(javaType, other, subtypes);
  }

  private String name(Getter<? super T, ?> field) {
    return Getters.path(javaType, field);
  }
}
