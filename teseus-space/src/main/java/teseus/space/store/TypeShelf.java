package teseus.space.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import teseus.space.Template;

/**
 * The slots of one type with the same supertypes. Each is shown, in a tree, or aside, in a list,
 * while its PUT or the end of it is not committed. The slots held for waiters, few, are listed once
 * more.
 */
final class TypeShelf {
  /** Candidates examined in vain before a field gets an index, in a small shelf; else its size. */
  static final int LEAST_MISSES = 1024;

  /** The most indexes that a type gets by itself: each costs every token of the type an entry. */
  static final int MOST_INDEXES = 8;

  /** How many times as many slots as an index leaves a shelf has, if going through that pays. */
  private static final int WORTH_PASSING = 16;

  private final String type;
  private final List<Family> families;
  private final AgeTree shown = new AgeTree();
  private final AsideList aside = new AsideList();
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

  AsideList aside() {
    return aside;
  }

  Set<Slot> held() {
    return held;
  }

  List<Family> families() {
    return families;
  }

  boolean empty() {
    return shown.size() == 0 && aside.first() == null;
  }

  /** Takes a slot in, aside. Reads its fields first: if that fails, nothing has changed. */
  void admit(Slot slot) {
    slot.entries = indexes.entries(slot);
    aside.add(slot);
  }

  /** Adds its slots that are not gone: those shown from old to young, then those aside. */
  void addLive(List<Slot> live) {
    forEach(
        slot -> {
          if (!slot.gone()) {
            live.add(slot);
          }
        });
  }

  private void forEach(Consumer<Slot> action) {
    for (Place at = shown.first(); at != null; at = Treap.next(at)) {
      action.accept(at.slot());
    }
    for (Place at = aside.first(); at != null; at = AsideList.next(at)) {
      action.accept(at.slot());
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
        : new Source(List.of(), shown.size(), () -> new TreeWalk(shown.first()));
  }

  /**
   * Slots that hold every match of a template from an lsn on, from old to young: by an index only
   * if passing what is older in that costs less than passing what does not match in the shelf.
   */
  Walk walk(Template template, long lsn) {
    Source served = indexes.source(template);
    if (served == null || served.size() > shown.size() / WORTH_PASSING) {
      return new TreeWalk(shown.from(lsn));
    }
    Walk walk = served.walks().get();
    for (Slot slot = walk.slot(); slot != null && slot.lsn() < lsn; slot = walk.slot()) {
      walk.step();
    }
    return walk;
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
    List<Slot> slots = new ArrayList<>(shown.size());
    forEach(slots::add);
    indexes.make(name, slots);
    misses.forget(name);
  }
}
