package teseus.space.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The shelves of a type and of its subtypes: all that a template of this type may find. */
final class Family {
  private final Set<TypeShelf> shelves = new LinkedHashSet<>();
  private final Set<String> declared = new LinkedHashSet<>();
  private long arrivals;

  /**
   * An empty family.
   *
   * @param arrivals where its count of arrivals starts
   */
  Family(long arrivals) {
    this.arrivals = arrivals;
  }

  List<TypeShelf> shelves() {
    return new ArrayList<>(shelves);
  }

  void add(TypeShelf shelf) {
    declared.forEach(shelf::makeIndex);
    shelves.add(shelf);
  }

  void remove(TypeShelf shelf) {
    shelves.remove(shelf);
  }

  /** Every shelf has an index on this field from now on, those to come too. */
  void declareIndex(String path) {
    declared.add(path);
    shelves.forEach(shelf -> shelf.makeIndex(path));
  }

  /** A token of it was shown. */
  void arrived() {
    arrivals++;
  }

  long arrivals() {
    return arrivals;
  }

  /** Whether it has nothing to keep but the count of arrivals. */
  boolean unused() {
    return shelves.isEmpty() && declared.isEmpty();
  }
}
