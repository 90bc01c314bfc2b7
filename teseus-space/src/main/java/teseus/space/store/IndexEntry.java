package teseus.space.store;

import org.jspecify.annotations.Nullable;

/** A slot's place under one value of one index; linked only while the slot is shown. */
final class IndexEntry extends Place {
  private final Slot slot;

  /** The slots with the same value. */
  final Bucket bucket;

  /** The slot's entry in its type's next index. */
  final @Nullable IndexEntry next;

  IndexEntry(Slot slot, Bucket bucket, @Nullable IndexEntry next) {
    this.slot = slot;
    this.bucket = bucket;
    this.next = next;
  }

  @Override
  Slot slot() {
    return slot;
  }
}
