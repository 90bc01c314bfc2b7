package teseus.space.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import teseus.space.Template;

/**
 * The slots of one type with the same supertypes. Each is in one of two trees: shown, or aside
 * while its PUT or the end of it is not committed. The slots held for waiters, few, are listed once
 * more.
 */
final class TypeShelf {
  /** Candidates examined in vain before a field gets an index, in a small shelf; else its size. */
  static final int LEAST_MISSES = 1024;

  /** The most indexes that a type gets by itself: each costs every token of the type an entry. */
  static final int MOST_INDEXES = 8;

  private final String type;
  private final List<Family> families;
  private final AgeTree shown = new AgeTree();
  private final AgeTree aside = new AgeTree();
  private final Set<Slot> held = new HashSet<>();
  private final Indexes indexes;
  private final Misses misses = new Misses();
  private long vain;

  /**
   * An empty shelf, in no family yet.
   *
   * @param families that of its type and those of its supertypes
   */
  TypeShelf(String type, FieldReader reader, List<Family> families) {
    this.type = type;
    this.families = families;
    this.indexes = new Indexes(reader);
  }

  String type() {
    return type;
  }

  AgeTree shown() {
    return shown;
  }

  AgeTree aside() {
    return aside;
  }

  Set<Slot> held() {
    return held;
  }

  List<Family> families() {
    return families;
  }

  boolean empty() {
    return shown.size() + aside.size() == 0;
  }

  /** Takes a slot in, aside. Reads its fields first: if that fails, nothing has changed. */
  void admit(Slot slot) {
    slot.entries = indexes.entries(slot);
    aside.add(slot);
  }

  /** Adds its slots that are not gone, in two runs from old to young. */
  void addLive(List<Slot> live) {
    for (AgeTree tree : List.of(shown, aside)) {
      for (Place at = tree.first(); at != null; at = AgeTree.next(at)) {
        if (!at.slot().gone()) {
          live.add(at.slot());
        }
      }
    }
  }

  /** Drops a slot that is aside. */
  void drop(Slot slot) {
    aside.remove(slot);
    slot.entries = null;
  }

  /** A slot that was aside is shown from now on. */
  void show(Slot slot) {
    aside.remove(slot);
    shown.add(slot);
    for (IndexEntry entry = slot.entries; entry != null; entry = entry.next()) {
      entry.enter();
    }
  }

  /** A token of its type came in, or became what it is. */
  void arrived() {
    families.forEach(Family::arrived);
  }

  /** A slot that was shown is aside from now on. */
  void hide(Slot slot) {
    for (IndexEntry entry = slot.entries; entry != null; entry = entry.next()) {
      entry.leave();
    }
    shown.remove(slot);
    aside.add(slot);
  }

  /** The fewest slots known to hold every match of a template. */
  Source source(Template template) {
    Source served = indexes.source(template);
    return served != null && served.size() <= shown.size()
        ? served
        : new Source(Optional.empty(), shown.size(), () -> new TreeWalk(shown.first()));
  }

  /** A candidate was examined in vain. */
  void miss() {
    vain++;
  }

  /**
   * A look-up has ended: counts what it examined in vain, and makes the indexes that would help.
   */
  void learn(Template template) {
    long more = vain;
    vain = 0;
    if (more == 0) {
      return;
    }
    for (IndexName name : Misses.helpful(template.conditions())) {
      // By then a pass over the shelf, which is what an index costs, has been paid in vain.
      if (indexes.size() < MOST_INDEXES
          && !indexes.has(name)
          && misses.add(name, more) >= Math.max(LEAST_MISSES, shown.size())) {
        makeIndex(name);
      }
    }
  }

  /** Makes an index; nothing happens if there is one. */
  void makeIndex(IndexName name) {
    if (indexes.has(name)) {
      return;
    }
    List<Slot> slots = new ArrayList<>(shown.size() + aside.size());
    for (AgeTree tree : List.of(shown, aside)) {
      for (Place at = tree.first(); at != null; at = Treap.next(at)) {
        slots.add(at.slot());
      }
    }
    indexes.make(name, slots);
    misses.forget(name);
  }
}
