package teseus.space.store;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;
import teseus.space.ValueOrder;

/**
 * Values that are next to each other in order: what a range, a prefix or one value asks for.
 *
 * @param first the least {@link SortKey} of a value in it
 * @param last the greatest
 * @param exactly below 0 for a value of its kind before it, 0 for one in it, above 0 after it
 */
record Span(long first, long last, ToIntFunction<Object> exactly) {
  static Span of(Condition.Range range) {
    Condition.Bound low = range.low();
    Condition.Bound high = range.high();
    boolean texts = isText(low) || isText(high);
    return new Span(
        low != null ? SortKey.of(low.value()) : texts ? SortKey.LEAST_TEXT : SortKey.LEAST_NUMBER,
        high != null ? SortKey.of(high.value()) : texts ? SortKey.MOST_TEXT : SortKey.MOST_NUMBER,
        value -> {
          if (range.contains(value)) {
            return 0;
          }
          return low != null && ValueOrder.compare(value, low.value()) <= 0 ? -1 : 1;
        });
  }

  private static boolean isText(Condition.@Nullable Bound bound) {
    return bound != null && bound.value() instanceof String;
  }

  static Span of(Condition.Prefix prefix) {
    String start = prefix.prefix();
    return new Span(
        SortKey.of(start),
        SortKey.last(start),
        value -> ((String) value).startsWith(start) ? 0 : ((String) value).compareTo(start));
  }

  /** One number or text. */
  static Span of(Object value) {
    long key = SortKey.of(value);
    return new Span(key, key, other -> ValueOrder.compare(other, value));
  }
}
