package teseus.space.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.Condition;
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

  /** The most fields whose misses are counted: templates, and so paths, come from anywhere. */
  private static final int MOST_COUNTED = 64;

  private final String type;
  private final FieldReader reader;
  private final AgeTree shown = new AgeTree();
  private final AgeTree aside = new AgeTree();
  private final Set<Slot> held = new HashSet<>();
  private final Map<String, ValueIndex> indexes = new HashMap<>();
  private final Map<String, Long> misses = new HashMap<>();
  private final List<Family> families;

  /**
   * An empty shelf, in no family yet.
   *
   * @param families that of its type and those of its supertypes
   */
  TypeShelf(String type, FieldReader reader, List<Family> families) {
    this.type = type;
    this.reader = reader;
    this.families = families;
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
    @Nullable Object[] values = new @Nullable Object[indexes.size()];
    int read = 0;
    for (String path : indexes.keySet()) {
      values[read++] = reader.field(slot.token().fields(), path);
    }
    int added = 0;
    for (ValueIndex index : indexes.values()) {
      addEntry(slot, index, values[added++]);
    }
    aside.add(slot);
  }

  /** Drops a slot that is aside. */
  void drop(Slot slot) {
    aside.remove(slot);
    for (IndexEntry entry = slot.entries; entry != null; entry = entry.next) {
      entry.bucket.leave();
    }
    slot.entries = null;
  }

  /** A slot that was aside is shown from now on. */
  void show(Slot slot) {
    aside.remove(slot);
    shown.add(slot);
    for (IndexEntry entry = slot.entries; entry != null; entry = entry.next) {
      entry.bucket.add(entry);
    }
    families.forEach(Family::arrived);
  }

  /** A slot that was shown is aside from now on. */
  void hide(Slot slot) {
    for (IndexEntry entry = slot.entries; entry != null; entry = entry.next) {
      entry.bucket.remove(entry);
    }
    shown.remove(slot);
    aside.add(slot);
  }

  /**
   * The smallest known set that holds every match of a template.
   *
   * @return the set and the field whose index gave it, null if none did
   */
  Source source(Template template) {
    Source best = new Source(null, shown);
    if (indexes.isEmpty()) {
      return best;
    }
    for (Condition condition : template.conditions()) {
      if (condition instanceof Condition.Equal equal && indexes.containsKey(equal.path())) {
        Bucket bucket = indexes.get(equal.path()).find(equal.value());
        AgeTree slots = bucket == null ? new AgeTree() : bucket;
        if (best.path() == null || slots.size() < best.slots().size()) {
          best = new Source(equal.path(), slots);
        }
      }
    }
    return best;
  }

  /**
   * Where to look.
   *
   * @param path the indexed field, or null for the whole shelf
   * @param slots the candidates
   */
  record Source(@Nullable String path, AgeTree slots) {}

  /** Counts candidates that a template examined in vain, and makes the indexes that would help. */
  void learn(Template template, long vain) {
    if (vain == 0) {
      return;
    }
    for (Condition condition : template.conditions()) {
      if (condition instanceof Condition.Equal equal) {
        learn(equal.path(), vain);
      }
    }
  }

  private void learn(String path, long vain) {
    boolean counted = misses.containsKey(path) || misses.size() < MOST_COUNTED;
    if (!indexes.containsKey(path) && indexes.size() < MOST_INDEXES && counted) {
      // By then a pass over the shelf, which is what an index costs, has been paid in vain.
      if (misses.merge(path, vain, Long::sum) >= Math.max(LEAST_MISSES, shown.size())) {
        makeIndex(path);
      }
    }
  }

  /**
   * Makes an index on a field; nothing happens if there is one. Reads every slot before it changes
   * anything, in case the reader fails.
   */
  void makeIndex(String path) {
    if (indexes.containsKey(path)) {
      return;
    }
    List<Slot> slots = new ArrayList<>(shown.size() + aside.size());
    for (AgeTree tree : List.of(shown, aside)) {
      for (Place at = tree.first(); at != null; at = AgeTree.next(at)) {
        slots.add(at.slot());
      }
    }
    List<@Nullable Object> values = new ArrayList<>(slots.size());
    slots.forEach(slot -> values.add(reader.field(slot.token().fields(), path)));
    ValueIndex index = new ValueIndex();
    for (int i = 0; i < slots.size(); i++) {
      addEntry(slots.get(i), index, values.get(i));
    }
    indexes.put(path, index);
    misses.remove(path);
  }

  private static void addEntry(Slot slot, ValueIndex index, @Nullable Object value) {
    Bucket bucket = index.bucket(value);
    bucket.enter();
    IndexEntry entry = new IndexEntry(slot, bucket, slot.entries);
    slot.entries = entry;
    if (slot.shown()) {
      bucket.add(entry);
    }
  }
}
