package teseus.space.store;

import org.jspecify.annotations.Nullable;

/** The shown slots of one shelf by the value of one field. */
sealed interface Index permits ValueIndex, OrderIndex {
  /**
   * A slot's entry, which is not in the index before {@link IndexEntry#enter}.
   *
   * @param next the slot's entry in another index
   * @return null if nothing that asks this index can match the slot
   */
  @Nullable IndexEntry entry(Slot slot, @Nullable IndexEntry next);
}
