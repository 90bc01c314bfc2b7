package teseus.space.store;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;

/**
 * Who has laid a hand on a token; most have none, so that this is no part of the slot.
 *
 * @param heldBy the waiter it is kept for, if any
 * @param lockedBy the transaction that has taken it and is not decided, if any
 * @param readers the transactions that have read it and are not decided
 */
record Claims(@Nullable OpId heldBy, @Nullable OpId lockedBy, Set<OpId> readers) {
  boolean none() {
    return heldBy == null && lockedBy == null && readers.isEmpty();
  }
}
