package teseus.space.store;

import org.jspecify.annotations.Nullable;

/** A slot's place in one index; linked only while the slot is shown. */
abstract sealed class IndexEntry extends Place permits ValueEntry, RangeEntry {
  private final Slot slot;
  private final @Nullable IndexEntry next;

  IndexEntry(Slot slot, @Nullable IndexEntry next) {
    this.slot = slot;
    this.next = next;
  }

  @Override
  final Slot slot() {
    return slot;
  }

  /** The slot's entry in its shelf's next index. */
  final @Nullable IndexEntry next() {
    return next;
  }

  /** Its slot is shown: puts it into its index. */
  abstract void enter();

  /** Its slot is shown no more: takes it out of its index. */
  abstract void leave();
}
