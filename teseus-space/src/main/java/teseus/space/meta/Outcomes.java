package teseus.space.meta;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of the latest commands, so that one that is asked again is not done again. */
class Outcomes {
  /** So many are remembered. */
  static final int MOST = 1_024;

  private final Map<Long, Optional<String>> outcomes = new LinkedHashMap<>();

  /** What became of a command: why it was refused, or empty if it is done; null if not known. */
  @Nullable Optional<String> of(long number) {
    return outcomes.get(number);
  }

  void remember(long number, @Nullable String refused) {
    outcomes.put(number, Optional.ofNullable(refused));
    if (outcomes.size() > MOST) {
      Iterator<Long> oldest = outcomes.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** All of them, the oldest first. */
  Map<Long, Optional<String>> all() {
    return new LinkedHashMap<>(outcomes);
  }

  void restore(Map<Long, Optional<String>> image) {
    outcomes.clear();
    outcomes.putAll(image);
  }
}
