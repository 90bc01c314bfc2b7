package teseus.space.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The shown slots with a lease that ends, the next to end on top: a binary heap whose slots know
 * their position. Adding and removing take O(log n).
 */
final class LeaseHeap {
  private @Nullable Slot[] slots = new @Nullable Slot[16];
  private int size;

  @Nullable Slot first() {
    return slots[0];
  }

  /** Adds a slot that is not in it; one whose lease never ends stays out. */
  void add(Slot slot) {
    if (slot.until() == Long.MAX_VALUE) {
      return;
    }
    if (size == slots.length) {
      slots = Arrays.copyOf(slots, size * 2);
    }
    size++;
    up(slot, size - 1);
  }

  /** Removes a slot that was added. */
  void remove(Slot slot) {
    if (slot.until() == Long.MAX_VALUE) {
      return;
    }
    size--;
    Slot moved = slots[size];
    slots[size] = null;
    if (moved != null && moved != slot) {
      up(moved, slot.leasePosition);
      down(moved, moved.leasePosition);
    }
  }

  private void up(Slot slot, int from) {
    int at = from;
    while (at > 0) {
      int above = (at - 1) / 2;
      Slot other = slots[above];
      if (other == null || !sooner(slot, other)) {
        break;
      }
      set(at, other);
      at = above;
    }
    set(at, slot);
  }

  private void down(Slot slot, int from) {
    int at = from;
    while (true) {
      int below = 2 * at + 1;
      Slot other = at(below);
      Slot right = at(below + 1);
      if (other != null && right != null && sooner(right, other)) {
        below++;
        other = right;
      }
      if (other == null || !sooner(other, slot)) {
        break;
      }
      set(at, other);
      at = below;
    }
    set(at, slot);
  }

  private @Nullable Slot at(int position) {
    return position < size ? slots[position] : null;
  }

  private void set(int position, Slot slot) {
    slots[position] = slot;
    slot.leasePosition = position;
  }

  private static boolean sooner(Slot one, Slot other) {
    long mine = one.until();
    long its = other.until();
    return mine < its || mine == its && one.isBefore(other);
  }
}
