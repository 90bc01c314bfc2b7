package teseus.space;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws templates of every kind over a few types, paths and values, so that many match. */
public final class RandomTemplates {
  private final RandomGenerator random;
  private final List<String> types;
  private final List<String> paths;
  private final List<@Nullable Object> values;

  /**
   * Draws from these.
   *
   * @param values with numbers and texts among them
   */
  public RandomTemplates(
      RandomGenerator random,
      List<String> types,
      List<String> paths,
      List<@Nullable Object> values) {
    this.random = random;
    this.types = types;
    this.paths = paths;
    this.values = values;
  }

  /** One with up to three conditions, often without a type. */
  public Template next() {
    Template template =
        random.nextInt(4) == 0 ? Template.any() : Template.ofType(types.get(below(types.size())));
    for (int left = random.nextInt(4); left > 0; left--) {
      template = template.and(condition(3));
    }
    return template;
  }

  /** A condition, with others within it down to so many levels. */
  Condition condition(int levels) {
    String path = paths.get(below(paths.size()));
    return switch (random.nextInt(levels > 1 ? 11 : 7)) {
      case 0, 1 -> Condition.eq(path, value());
      case 2 -> Condition.in(path, Stream.generate(this::value).limit(1 + below(4)).toList());
      case 3, 4 -> range(path);
      case 5 -> Condition.prefix(path, text(value()));
      case 6 -> Condition.exists(path);
      case 7 -> Condition.ne(path, value());
      case 8 -> Condition.not(condition(levels - 1));
      case 9 -> new Condition.All(some(levels - 1));
      default -> new Condition.AnyOf(some(levels - 1));
    };
  }

  private Condition range(String path) {
    List<Object> ordered = new ArrayList<>();
    for (Object value : values) {
      if (ValueOrder.comparable(value, value)) {
        ordered.add(Tuple.value(value));
      }
    }
    Object one = ordered.get(below(ordered.size()));
    List<Object> others =
        ordered.stream()
            .filter(
                other -> ValueOrder.comparable(one, other) && ValueOrder.compare(one, other) <= 0)
            .toList();
    Object other = others.get(below(others.size()));
    return switch (random.nextInt(6)) {
      case 0 -> Condition.lt(path, one);
      case 1 -> Condition.le(path, one);
      case 2 -> Condition.gt(path, one);
      case 3 -> Condition.ge(path, one);
      case 4 -> Condition.between(path, one, other);
      default ->
          new Condition.Range(
              path,
              new Condition.Bound(one, random.nextBoolean()),
              new Condition.Bound(other, random.nextBoolean()));
    };
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text && !text.isEmpty() ? text.substring(0, 1) : "";
  }

  private List<Condition> some(int levels) {
    return Stream.generate(() -> condition(levels)).limit(1 + below(3)).toList();
  }

  private @Nullable Object value() {
    return values.get(below(values.size()));
  }

  private int below(int bound) {
    return random.nextInt(bound);
  }
}
