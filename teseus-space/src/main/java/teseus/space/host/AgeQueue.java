package teseus.space.host;

import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waiters in order of age. Most wait for a value that no other waits for: one needs no tree. */
final class AgeQueue {
  private @Nullable Waiter only;
  private @Nullable TreeSet<Waiter> several;

  boolean isEmpty() {
    return only == null && (several == null || several.isEmpty());
  }

  /** Adds a waiter, if it is not here. */
  void add(Waiter waiter) {
    if (isEmpty()) {
      only = waiter;
      several = null;
      return;
    }
    if (several == null) {
      several = new TreeSet<>();
    }
    if (only != null) {
      several.add(only);
      only = null;
    }
    several.add(waiter);
  }

  /** Removes a waiter, if it is here. */
  void remove(Waiter waiter) {
    if (only != null) {
      only = only.compareTo(waiter) == 0 ? null : only;
    } else if (several != null) {
      several.remove(waiter);
    }
  }

  /** The oldest that is wanted, and older than another; that other, which may be null, if none. */
  @Nullable Waiter first(@Nullable Waiter other, Predicate<Waiter> wanted) {
    if (only != null) {
      return isOlder(only, other) && wanted.test(only) ? only : other;
    }
    if (several != null) {
      for (Waiter waiter : several) {
        if (!isOlder(waiter, other)) {
          break;
        }
        if (wanted.test(waiter)) {
          return waiter;
        }
      }
    }
    return other;
  }

  private static boolean isOlder(Waiter waiter, @Nullable Waiter other) {
    return other == null || waiter.compareTo(other) < 0;
  }
}
