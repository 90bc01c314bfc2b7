package teseus.space.store;

import org.jspecify.annotations.Nullable;
import teseus.space.SessionId;
import teseus.space.TokenId;

/**
 * Slots by token. A hash table chained through the slots, because a map's entry would cost every
 * token a tenth of its heap. A token that left and came back may be in it twice: one slot gone, one
 * not.
 */
final class IdTable {
  private static final int SMALLEST = 16;
  private static final int LARGEST = 1 << 30;

  private @Nullable Slot[] heads = new @Nullable Slot[SMALLEST];
  private int size;

  /** The slot of this token that is not gone; else the youngest that is; null if there is none. */
  @Nullable Slot find(TokenId id) {
    Slot found = null;
    for (Slot slot = heads[bin(id.write().session(), id.write().number())];
        slot != null;
        slot = slot.nextById) {
      if (slot.is(id)) {
        if (!slot.gone()) {
          return slot;
        }
        if (found == null || found.lsn() < slot.lsn()) {
          found = slot;
        }
      }
    }
    return found;
  }

  void add(Slot slot) {
    if (size == heads.length && size < LARGEST) {
      grow();
    }
    push(slot);
    size++;
  }

  void remove(Slot slot) {
    int bin = bin(slot.session(), slot.number());
    Slot before = null;
    for (Slot at = heads[bin]; at != slot; at = at.nextById) {
      if (at == null) {
        throw new IllegalStateException(slot + " is not in this store");
      }
      before = at;
    }
    if (before == null) {
      heads[bin] = slot.nextById;
    } else {
      before.nextById = slot.nextById;
    }
    slot.nextById = null;
    size--;
  }

  private void grow() {
    @Nullable Slot[] old = heads;
    heads = new @Nullable Slot[old.length * 2];
    for (Slot head : old) {
      for (Slot slot = head; slot != null; ) {
        Slot next = slot.nextById;
        push(slot);
        slot = next;
      }
    }
  }

  private void push(Slot slot) {
    int bin = bin(slot.session(), slot.number());
    slot.nextById = heads[bin];
    heads[bin] = slot;
  }

  private int bin(SessionId session, long number) {
    int hash = (31 * session.hashCode() + Long.hashCode(number)) * 0x9e3779b9;
    return (hash ^ hash >>> 16) & heads.length - 1;
  }
}
