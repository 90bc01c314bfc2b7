package teseus.space.host;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;
import teseus.space.ValueOrder;

/**
 * Those who are ready to be called for tokens of one type, in order of age. Who waits for a field
 * to equal a value is met only by tokens that may have it; the others are met by every token of the
 * type.
 */
final class Lane {
  private final AgeQueue others = new AgeQueue();
  private final Map<String, Map<Integer, AgeQueue>> byValue = new HashMap<>();

  void add(Waiter waiter) {
    Condition.Equal equal = equality(waiter);
    if (equal == null) {
      others.add(waiter);
    } else {
      byValue
          .computeIfAbsent(equal.path(), path -> new HashMap<>())
          .computeIfAbsent(ValueOrder.hash(equal.value()), hash -> new AgeQueue())
          .add(waiter);
    }
  }

  /** Removes a waiter, if it is here. */
  void remove(Waiter waiter) {
    Condition.Equal equal = equality(waiter);
    if (equal == null) {
      others.remove(waiter);
      return;
    }
    Map<Integer, AgeQueue> values = byValue.getOrDefault(equal.path(), Map.of());
    int hash = ValueOrder.hash(equal.value());
    AgeQueue same = values.get(hash);
    if (same == null) {
      return;
    }
    same.remove(waiter);
    if (same.isEmpty()) {
      values.remove(hash);
      if (values.isEmpty()) {
        byValue.remove(equal.path());
      }
    }
  }

  boolean isEmpty() {
    return others.isEmpty() && byValue.isEmpty();
  }

  /**
   * The oldest that may match a token, is wanted, and is older than another.
   *
   * @param hashes of the token's values, by path
   * @return that other, which may be null, if there is none
   */
  @Nullable Waiter first(
      ToIntFunction<String> hashes, @Nullable Waiter other, Predicate<Waiter> wanted) {
    Waiter first = others.first(other, wanted);
    for (Map.Entry<String, Map<Integer, AgeQueue>> each : byValue.entrySet()) {
      AgeQueue same = each.getValue().get(hashes.applyAsInt(each.getKey()));
      if (same != null) {
        first = same.first(first, wanted);
      }
    }
    return first;
  }

  /** The condition that it is found by: the first of its template that a field equals a value. */
  private static Condition.@Nullable Equal equality(Waiter waiter) {
    for (Condition condition : waiter.asked().template().conditions()) {
      if (condition instanceof Condition.Equal equal) {
        return equal;
      }
    }
    return null;
  }
}
