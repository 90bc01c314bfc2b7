package teseus.space.store;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What was appended to change tokens and is not committed: for each slot, those that will take its
 * place one after the other. They are in no shelf until then.
 */
final class Amendments {
  private final Map<Slot, ArrayDeque<Slot>> next = new IdentityHashMap<>();

  boolean isEmpty() {
    return next.isEmpty();
  }

  /** The slots that others will take the place of. */
  Set<Slot> slots() {
    return Collections.unmodifiableSet(next.keySet());
  }

  /** A slot as it will be once all is committed. */
  Slot latest(Slot slot) {
    return slot.amended() ? of(slot).getLast() : slot;
  }

  /** Another will take a slot's place, after those that are to take it before. */
  void add(Slot slot, Slot after) {
    next.computeIfAbsent(slot, any -> new ArrayDeque<>(1)).add(after);
    slot.setAmended(true);
  }

  /** The first of those takes the place of a slot, and the others will take its. */
  Slot settle(Slot slot) {
    ArrayDeque<Slot> others = of(slot);
    Slot first = others.remove();
    next.remove(slot);
    slot.setAmended(false);
    if (!others.isEmpty()) {
      next.put(first, others);
      first.setAmended(true);
    }
    return first;
  }

  private ArrayDeque<Slot> of(Slot slot) {
    ArrayDeque<Slot> others = next.get(slot);
    if (others == null) {
      throw new IllegalStateException(slot + " was not amended");
    }
    return others;
  }
}
