package teseus.space.host;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens of each type a segment has that the view has no room for. An estimate: a removal
 * does not say its type, and is counted off the type with the most.
 */
final class CountedTypes {
  private static final int MOST_TYPES = 256;
  private static final String OTHERS = ""; // no type is empty

  private final Map<String, Long> counts = new HashMap<>();
  private long total;

  void add(String type) {
    boolean room = counts.size() < MOST_TYPES || counts.containsKey(type);
    counts.merge(room ? type : OTHERS, 1L, Long::sum);
    total++;
  }

  /** One that is not known by name went out. */
  void removeOne() {
    String most = null;
    long count = 0;
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      if (entry.getValue() > count) {
        most = entry.getKey();
        count = entry.getValue();
      }
    }
    if (most != null) {
      counts.put(most, count - 1);
      counts.remove(most, 0L);
      total--;
    }
  }

  /** How many of a type, or of all if null. */
  long count(@Nullable String type) {
    return type == null ? total : counts.getOrDefault(type, 0L);
  }
}
