package teseus.space.store;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shelves of a type and of its subtypes: all that a template of this type may find. */
final class Family {
  private final Set<TypeShelf> shelves = new LinkedHashSet<>();
  private final Set<IndexName> declared = new LinkedHashSet<>();
  private @Nullable TypeShelf only;
  private long arrivals;

  /**
   * An empty family.
   *
   * @param arrivals where its count of arrivals starts
   */
  Family(long arrivals) {
    this.arrivals = arrivals;
  }

  Collection<TypeShelf> shelves() {
    return shelves;
  }

  void add(TypeShelf shelf) {
    declared.forEach(shelf::makeIndex);
    shelves.add(shelf);
    only = shelves.size() == 1 ? shelf : null;
  }

  void remove(TypeShelf shelf) {
    shelves.remove(shelf);
    only = shelves.size() == 1 ? shelves.iterator().next() : null;
  }

  /** Its shelf, if it has exactly one. */
  @Nullable TypeShelf only() {
    return only;
  }

  /** Every shelf has this index from now on, those to come too. */
  void declareIndex(IndexName name) {
    declared.add(name);
    shelves.forEach(shelf -> shelf.makeIndex(name));
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
