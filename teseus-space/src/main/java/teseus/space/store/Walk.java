package teseus.space.store;

import org.jspecify.annotations.Nullable;

/** Some slots from old to young, found one at a time; the store does not change meanwhile. */
interface Walk {
  /** The slot it stands at, or null at the end. */
  @Nullable Slot slot();

  /** Goes on to the next younger; nothing happens at the end. */
  void step();
}
