package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;

/**
 * The waiters of one segment in order of age, found by the type they wait for, those who take apart
 * from those who read. A waiter is either ready to be called or busy with a token held for it.
 */
final class WaitQueue {
  private static final String ANY = "";

  private record Lane(String type, boolean take) {}

  private final Map<OpId, Waiter> byOp = new HashMap<>();
  private final Map<Lane, TreeSet<Waiter>> ready = new HashMap<>();

  @Nullable Waiter get(OpId op) {
    return byOp.get(op);
  }

  int size() {
    return byOp.size();
  }

  /** How many of them hold something. */
  int held() {
    return (int) byOp.values().stream().filter(waiter -> waiter.held() != null).count();
  }

  /** All of them, in no order; a copy. */
  List<Waiter> all() {
    return new ArrayList<>(byOp.values());
  }

  void add(Waiter waiter) {
    byOp.put(waiter.op(), waiter);
    ready(waiter);
  }

  void remove(Waiter waiter) {
    byOp.remove(waiter.op());
    busy(waiter);
  }

  /** It may be called. */
  void ready(Waiter waiter) {
    ready.computeIfAbsent(lane(waiter), any -> new TreeSet<>()).add(waiter);
  }

  /** It may not be called, as long as it holds something. */
  void busy(Waiter waiter) {
    Lane lane = lane(waiter);
    TreeSet<Waiter> queue = ready.get(lane);
    if (queue != null && queue.remove(waiter) && queue.isEmpty()) {
      ready.remove(lane);
    }
  }

  /**
   * The oldest ready waiter for a token that is wanted; null if there is none.
   *
   * @param types the token's type and supertypes
   * @param take whether it waits to take, or to read
   */
  @Nullable Waiter first(List<String> types, boolean take, Predicate<Waiter> wanted) {
    Waiter first = first(ready.get(new Lane(ANY, take)), wanted);
    for (String type : types) {
      Waiter named = first(ready.get(new Lane(type, take)), wanted);
      if (first == null || named != null && named.compareTo(first) < 0) {
        first = named;
      }
    }
    return first;
  }

  private static @Nullable Waiter first(@Nullable TreeSet<Waiter> queue, Predicate<Waiter> wanted) {
    if (queue != null) {
      for (Iterator<Waiter> oldest = queue.iterator(); oldest.hasNext(); ) {
        Waiter waiter = oldest.next();
        if (wanted.test(waiter)) {
          return waiter;
        }
      }
    }
    return null;
  }

  private static Lane lane(Waiter waiter) {
    String type = waiter.asked().template().type();
    return new Lane(type == null ? ANY : type, waiter.asked().take()); // no type is empty
  }
}
