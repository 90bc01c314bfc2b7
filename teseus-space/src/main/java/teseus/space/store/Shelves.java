package teseus.space.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of a store, and which are subtypes of which. Type names come from anywhere, so a shelf
 * that stays empty is dropped when there are many, and the counts of arrivals stay right
 * nevertheless.
 */
final class Shelves {
  /** Shelves beyond twice the used ones before the unused are dropped. */
  static final int SPARE = 1024;

  private record Kind(String type, List<String> supertypes) {
    /** As {@link #equals}, which takes longer where, as for most tokens, it is so. */
    boolean is(String its, List<String> above) {
      return type.equals(its) && supertypes.equals(above);
    }
  }

  private final Map<Kind, TypeShelf> shelves = new HashMap<>();
  private final Map<String, Family> families = new HashMap<>();
  private final FieldReader reader;
  private int sweepAt = SPARE;
  private long droppedArrivals;
  private @Nullable Kind recent;
  private @Nullable TypeShelf recentShelf;

  Shelves(FieldReader reader) {
    this.reader = reader;
  }

  Collection<TypeShelf> all() {
    return shelves.values();
  }

  /** The shelves of a type and of its subtypes. */
  Collection<TypeShelf> of(String type) {
    Family family = families.get(type);
    return family == null ? List.of() : family.shelves();
  }

  /** The shelf of a type, if it has no subtypes and one shelf; else null. */
  @Nullable TypeShelf only(String type) {
    Family family = families.get(type);
    return family == null ? null : family.only();
  }

  /**
   * The shelf of a token, made if need be.
   *
   * @param fields the token's
   * @param arrivals of all types so far
   */
  TypeShelf make(String type, byte[] fields, long arrivals) {
    List<String> supertypes = reader.supertypes(fields);
    if (recent != null && recentShelf != null && recent.is(type, supertypes)) {
      return recentShelf;
    }
    Kind kind = new Kind(type, supertypes);
    TypeShelf shelf = shelves.get(kind);
    if (shelf == null) {
      shelf = add(kind, arrivals);
    }
    recent = kind;
    recentShelf = shelf;
    return shelf;
  }

  private TypeShelf add(Kind kind, long arrivals) {
    if (shelves.size() >= sweepAt) {
      sweep(arrivals);
    }
    List<Family> named = new ArrayList<>();
    named.add(family(kind.type()));
    kind.supertypes().forEach(supertype -> named.add(family(supertype)));
    TypeShelf made = new TypeShelf(kind.type(), reader, named);
    named.forEach(family -> family.add(made));
    shelves.put(kind, made);
    return made;
  }

  /** Every shelf of a type and of its subtypes has this index from now on. */
  void declareIndex(String type, IndexName name) {
    family(type).declareIndex(name);
  }

  private Family family(String type) {
    return families.computeIfAbsent(type, any -> new Family(droppedArrivals));
  }

  private void sweep(long arrivals) {
    List<TypeShelf> unused = shelves.values().stream().filter(TypeShelf::empty).toList();
    unused.forEach(shelf -> shelf.families().forEach(family -> family.remove(shelf)));
    shelves.values().removeAll(unused);
    recent = null;
    recentShelf = null;
    if (families.values().removeIf(Family::unused)) {
      droppedArrivals = arrivals;
    }
    sweepAt = shelves.size() * 2 + SPARE;
  }

  /**
   * A number that rises by one with each arrival of a token of this type or a subtype, and never
   * falls. A dropped family's count is at most the count of all types at that time, so going on
   * from there never goes back.
   */
  long arrivals(String type) {
    Family family = families.get(type);
    return family == null ? droppedArrivals : family.arrivals();
  }
}
