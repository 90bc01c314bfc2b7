package teseus.space.store;

import org.jspecify.annotations.Nullable;

/** A slot's place in an {@link OrderIndex}, with what is known of those below it in the tree. */
final class RangeEntry extends IndexEntry {
  private final OrderIndex index;
  private final long key;
  private final boolean exact;

  /** The oldest of its subtree. */
  RangeEntry oldest;

  /** How many are in its subtree. */
  int size;

  /**
   * An entry.
   *
   * @param key {@link SortKey#of} its value
   * @param exact whether only this value has the key
   */
  RangeEntry(Slot slot, OrderIndex index, long key, boolean exact, @Nullable IndexEntry next) {
    super(slot, next);
    this.index = index;
    this.key = key;
    this.exact = exact;
    this.oldest = this;
    this.size = 1;
  }

  long key() {
    return key;
  }

  boolean exact() {
    return exact;
  }

  @Nullable RangeEntry left() {
    return (RangeEntry) left;
  }

  @Nullable RangeEntry right() {
    return (RangeEntry) right;
  }

  @Nullable RangeEntry parent() {
    return (RangeEntry) parent;
  }

  @Override
  void enter() {
    index.add(this);
  }

  @Override
  void leave() {
    index.remove(this);
  }
}
