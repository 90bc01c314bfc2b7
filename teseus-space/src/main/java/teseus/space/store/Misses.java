package teseus.space.store;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import teseus.space.Condition;

/** How many candidates were examined in vain for want of an index, index by index. */
final class Misses {
  /** The most indexes whose misses are counted: templates, and so paths, come from anywhere. */
  private static final int MOST_COUNTED = 64;

  private final Map<IndexName, Long> misses = new HashMap<>();

  /**
   * Counts some more.
   *
   * @return how many there are now; 0 if there is no room to count them
   */
  long add(IndexName name, long more) {
    boolean counted = misses.containsKey(name) || misses.size() < MOST_COUNTED;
    return counted ? misses.merge(name, more, Long::sum) : 0;
  }

  void forget(IndexName name) {
    misses.remove(name);
  }

  /** The indexes that could serve conditions, all of which must hold. */
  static Set<IndexName> helpful(List<Condition> all) {
    Set<IndexName> names = new LinkedHashSet<>();
    all.forEach(condition -> names.addAll(helpful(condition)));
    return names;
  }

  private static Set<IndexName> helpful(Condition condition) {
    if (condition instanceof Condition.Equal equal) {
      return Set.of(new IndexName(equal.path(), false));
    }
    if (condition instanceof Condition.In in) {
      return Set.of(new IndexName(in.path(), false));
    }
    if (condition instanceof Condition.Range range) {
      return Set.of(new IndexName(range.path(), true));
    }
    if (condition instanceof Condition.Prefix prefix) {
      return Set.of(new IndexName(prefix.path(), true));
    }
    if (condition instanceof Condition.All all) {
      return helpful(all.of());
    }
    // Of those of which any will do, each must be served, or none is.
    boolean served =
        condition instanceof Condition.AnyOf any
            && any.of().stream().noneMatch(one -> helpful(one).isEmpty());
    return served ? helpful(((Condition.AnyOf) condition).of()) : Set.of();
  }
}
