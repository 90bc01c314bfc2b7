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
import teseus.space.Template;

/**
 * The waiters of one segment in order of age, found by the type they wait for. A waiter is either
 * ready to be called or busy with a token held for it.
 */
final class WaitQueue {
  private static final String ANY = "";

  private final Map<OpId, Waiter> byOp = new HashMap<>();
  private final Map<String, TreeSet<Waiter>> ready = new HashMap<>();

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
    ready.computeIfAbsent(type(waiter.asked().template()), any -> new TreeSet<>()).add(waiter);
  }

  /** It may not be called, as long as it holds something. */
  void busy(Waiter waiter) {
    String type = type(waiter.asked().template());
    TreeSet<Waiter> queue = ready.get(type);
    if (queue != null && queue.remove(waiter) && queue.isEmpty()) {
      ready.remove(type);
    }
  }

  /** The oldest ready waiter for a type, or for any, that is wanted; null if there is none. */
  @Nullable Waiter first(String type, Predicate<Waiter> wanted) {
    Waiter named = first(ready.get(type), wanted);
    Waiter any = first(ready.get(ANY), wanted);
    if (named == null || any == null) {
      return named == null ? any : named;
    }
    return named.compareTo(any) < 0 ? named : any;
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

  private static String type(Template template) {
    return template.type() == null ? ANY : template.type(); // no type is empty
  }
}
