package teseus.space.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.Template;

/** Finds what templates match: through an index where there is one, from old to young. */
final class Lookup {
  private static final int MOST_EXPLAINED = 16;

  private final Shelves shelves;
  private final FieldReader reader;
  private long examined;

  Lookup(Shelves shelves, FieldReader reader) {
    this.shelves = shelves;
    this.reader = reader;
  }

  /** The oldest shown slot that matches and is wanted. */
  @Nullable Slot oldest(Template template, Predicate<Slot> wanted) {
    List<Walk> walks = walks(template);
    Slot found = walks.size() == 1 ? inOne(walks.get(0), template, wanted) : null;
    if (walks.size() > 1) {
      found = inAll(walks, template, wanted);
    }
    learn(walks, template);
    return found;
  }

  private @Nullable Slot inOne(Walk walk, Template template, Predicate<Slot> wanted) {
    for (Slot slot = walk.slot(); slot != null; slot = walk.slot()) {
      if (meets(walk, template, slot) && wanted.test(slot)) {
        return slot;
      }
      walk.step();
    }
    return null;
  }

  private @Nullable Slot inAll(List<Walk> walks, Template template, Predicate<Slot> wanted) {
    Merge merge = new Merge(walks);
    for (Walk walk = merge.oldest(); walk != null; walk = merge.oldest()) {
      Slot slot = walk.slot();
      if (slot != null && meets(walk, template, slot) && wanted.test(slot)) {
        return slot;
      }
      merge.step();
    }
    return null;
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
    List<Walk> walks = walks(template);
    for (Walk walk : walks) {
      for (Slot slot = walk.slot(); slot != null; slot = walk.slot()) {
        if (meets(walk, template, slot)) {
          count++;
        }
        walk.step();
      }
    }
    learn(walks, template);
    return count;
  }

  /** Whether a match is held or aside. */
  boolean busy(Template template) {
    for (TypeShelf shelf : shelves(template)) {
      for (Slot slot : shelf.held()) {
        if (matches(template, slot)) {
          return true;
        }
      }
      for (Place at = shelf.aside().first(); at != null; at = AgeTree.next(at)) {
        if (matches(template, at.slot())) {
          return true;
        }
      }
    }
    return false;
  }

  /** See {@link TokenStore#explain}. */
  String explain(Template template) {
    StringBuilder text = new StringBuilder();
    List<TypeShelf> asked = shelves(template);
    for (TypeShelf shelf : asked.subList(0, Math.min(asked.size(), MOST_EXPLAINED))) {
      TypeShelf.Source source = shelf.source(template);
      text.append(shelf.type())
          .append(": ")
          .append(source.path() == null ? "no index" : "index on " + source.path())
          .append(", ")
          .append(source.slots().size())
          .append(" of ")
          .append(shelf.shown().size())
          .append(" tokens are candidates; ");
    }
    if (asked.size() > MOST_EXPLAINED) {
      text.append(asked.size() - MOST_EXPLAINED).append(" more types; ");
    }
    return text.append(examined).append(" candidates examined by all look-ups so far").toString();
  }

  /** Candidates looked at since the store was made, matching or not. */
  long examined() {
    return examined;
  }

  private List<TypeShelf> shelves(Template template) {
    String type = template.type();
    return type == null ? List.copyOf(shelves.all()) : shelves.of(type);
  }

  private List<Walk> walks(Template template) {
    List<Walk> walks = new ArrayList<>();
    for (TypeShelf shelf : shelves(template)) {
      Place first = shelf.source(template).slots().first();
      if (first != null) {
        walks.add(new Walk(shelf, first));
      }
    }
    return walks;
  }

  private boolean meets(Walk walk, Template template, Slot slot) {
    examined++;
    if (matches(template, slot)) {
      return true;
    }
    walk.miss();
    return false;
  }

  private boolean matches(Template template, Slot slot) {
    return template.conditions().isEmpty()
        || reader.matches(template, slot.token().type(), slot.token().fields());
  }

  private static void learn(List<Walk> walks, Template template) {
    for (Walk walk : walks) {
      walk.shelf().learn(template, walk.vain());
    }
  }
}
