package teseus.space.store;

import org.jspecify.annotations.Nullable;

/** A walk over some slots of one type, from old to young, that counts what it met in vain. */
final class Walk {
  private final TypeShelf shelf;
  private @Nullable Place at;
  private long vain;

  Walk(TypeShelf shelf, @Nullable Place from) {
    this.shelf = shelf;
    this.at = from;
  }

  TypeShelf shelf() {
    return shelf;
  }

  /** The slot it stands at, or null at the end. */
  @Nullable Slot slot() {
    return at == null ? null : at.slot();
  }

  void step() {
    at = at == null ? null : AgeTree.next(at);
  }

  /** The slot it stands at was no match. */
  void miss() {
    vain++;
  }

  long vain() {
    return vain;
  }
}
