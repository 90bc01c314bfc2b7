package teseus.space.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of a store. Type names come from anywhere, so a shelf that stays empty is dropped when
 * there are many, and the counts of arrivals stay right nevertheless.
 */
final class Shelves {
  /** Shelves beyond twice the used ones before the unused are dropped. */
  static final int SPARE = 1024;

  private final Map<String, TypeShelf> shelves = new HashMap<>();
  private final FieldReader reader;
  private int sweepAt = SPARE;
  private long droppedArrivals;

  Shelves(FieldReader reader) {
    this.reader = reader;
  }

  Collection<TypeShelf> all() {
    return shelves.values();
  }

  @Nullable TypeShelf find(String type) {
    return shelves.get(type);
  }

  /**
   * The shelf of a type, made if need be.
   *
   * @param arrivals of all types so far
   */
  TypeShelf make(String type, long arrivals) {
    TypeShelf known = shelves.get(type);
    if (known != null) {
      return known;
    }
    if (shelves.size() >= sweepAt) {
      if (shelves.values().removeIf(TypeShelf::unused)) {
        droppedArrivals = arrivals;
      }
      sweepAt = shelves.size() * 2 + SPARE;
    }
    TypeShelf made = new TypeShelf(type, reader, droppedArrivals);
    shelves.put(type, made);
    return made;
  }

  /**
   * A number that rises by one with each arrival of a type, and never falls. A dropped shelf's
   * count is at most the count of all types at that time, so going on from there never goes back.
   */
  long arrivals(String type) {
    TypeShelf shelf = shelves.get(type);
    return shelf == null ? droppedArrivals : shelf.arrivals();
  }
}
