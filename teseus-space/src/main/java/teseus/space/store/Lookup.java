package teseus.space.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.Explanation;
import teseus.space.LookUp;
import teseus.space.Template;

/** Finds what templates match: through an index where there is one, from old to young. */
final class Lookup {
  private final Shelves shelves;
  private final FieldReader reader;
  private long examined;
  private boolean missed;

  Lookup(Shelves shelves, FieldReader reader) {
    this.shelves = shelves;
    this.reader = reader;
  }

  /** The oldest shown slot that matches and is wanted. */
  @Nullable Slot oldest(Template template, Predicate<Slot> wanted) {
    Walk walk = walk(template);
    Slot slot = walk.slot();
    while (slot != null && !(meets(template, slot) && wanted.test(slot))) {
      walk.step();
      slot = walk.slot();
    }
    learn(template);
    return slot;
  }

  /** How many shown slots match. */
  long count(Template template) {
    long count = 0;
    if (template.conditions().isEmpty()) {
      for (TypeShelf shelf : shelves(template)) {
        count += shelf.shown().size();
      }
      return count;
    }
    Walk walk = walk(template);
    for (Slot slot = walk.slot(); slot != null; slot = walk.slot()) {
      count += meets(template, slot) ? 1 : 0;
      walk.step();
    }
    learn(template);
    return count;
  }

  /** See {@link TokenStore#walk}. */
  long walk(Template template, long from, long end, int most, Predicate<Slot> wantsMore) {
    List<Walk> walks = new ArrayList<>();
    shelves(template).forEach(shelf -> walks.add(shelf.walk(template, from)));
    Walk walk = new Merge(walks);
    int tried = 0;
    boolean enough = false;
    long last = -1;
    Slot slot = walk.slot();
    while (slot != null && slot.lsn() < end) {
      if (slot.lsn() != last && (enough || tried >= most)) {
        break; // between two records, for the tokens of one share their place
      }
      last = slot.lsn();
      tried++;
      enough |= meets(template, slot) && !wantsMore.test(slot);
      walk.step();
      slot = walk.slot();
    }
    learn(template);
    return slot == null ? end : Math.min(end, slot.lsn());
  }

  /** Whether a match that counts is held, shared or aside. */
  boolean busy(Template template, Predicate<Slot> counts) {
    for (TypeShelf shelf : shelves(template)) {
      for (Slot slot : shelf.held()) {
        if (matches(template, slot) && counts.test(slot)) {
          return true;
        }
      }
      for (Place at = shelf.aside().first(); at != null; at = AsideList.next(at)) {
        if (matches(template, at.slot()) && counts.test(at.slot())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a slot matches, shown or not, and of whatever type. */
  boolean suits(Template template, Slot slot) {
    return reader.matches(template, slot.shelf().type(), slot.fields());
  }

  /** See {@link TokenStore#explain}. */
  List<LookUp> explain(Template template) {
    return shelves(template).stream()
        .filter(shelf -> !shelf.empty())
        .limit(Explanation.MOST_TYPES)
        .map(shelf -> explain(template, shelf))
        .toList();
  }

  /** A look-up of its own, which teaches the shelf nothing: asking how is not asking for. */
  private LookUp explain(Template template, TypeShelf shelf) {
    Source source = shelf.source(template);
    Walk walk = source.walks().get();
    long tried = 0;
    boolean found = false;
    while (!found && walk.slot() != null) {
      tried++;
      found = matches(template, walk.slot());
      walk.step();
    }
    return new LookUp(
        shelf.type(), source.served(), shelf.shown().size(), source.size(), tried, found);
  }

  /** Candidates looked at since the store was made, matching or not. */
  long examined() {
    return examined;
  }

  private Collection<TypeShelf> shelves(Template template) {
    String type = template.type();
    return type == null ? shelves.all() : shelves.of(type);
  }

  private Walk walk(Template template) {
    String type = template.type();
    TypeShelf only = type == null ? null : shelves.only(type);
    if (only != null) {
      return only.source(template).walks().get();
    }
    Collection<TypeShelf> asked = shelves(template);
    if (asked.isEmpty()) {
      return new TreeWalk(null); // most of what others hold is asked for here too
    }
    List<Walk> walks = new ArrayList<>(asked.size());
    asked.forEach(shelf -> walks.add(shelf.source(template).walks().get()));
    return new Merge(walks);
  }

  private boolean meets(Template template, Slot slot) {
    examined++;
    boolean meets = matches(template, slot);
    if (!meets) {
      slot.shelf().miss();
      missed = true;
    }
    return meets;
  }

  private boolean matches(Template template, Slot slot) {
    return template.conditions().isEmpty()
        || reader.matches(template, slot.shelf().type(), slot.fields());
  }

  private void learn(Template template) {
    if (missed) {
      missed = false;
      shelves(template).forEach(shelf -> shelf.learn(template));
    }
  }
}
