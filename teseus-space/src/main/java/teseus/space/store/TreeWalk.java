package teseus.space.store;

import org.jspecify.annotations.Nullable;

/** A walk over what is in an {@link AgeTree}, or over a single place. */
final class TreeWalk implements Walk {
  private @Nullable Place at;

  TreeWalk(@Nullable Place from) {
    this.at = from;
  }

  @Override
  public @Nullable Slot slot() {
    return at == null ? null : at.slot();
  }

  @Override
  public void step() {
    at = at == null ? null : Treap.next(at);
  }
}
