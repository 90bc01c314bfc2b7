package teseus.space.store;

import org.jspecify.annotations.Nullable;

/** A slot's place in a {@link ValueIndex}: a cell of its own while no other has its value. */
final class ValueEntry extends IndexEntry implements ValueIndex.Cell {
  private final ValueIndex index;
  private final int hash;

  ValueEntry(Slot slot, ValueIndex index, int hash, @Nullable IndexEntry next) {
    super(slot, next);
    this.index = index;
    this.hash = hash;
  }

  @Override
  void enter() {
    index.add(this);
  }

  @Override
  void leave() {
    index.remove(this);
  }

  @Override
  public int hash() {
    return hash;
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public Place first() {
    return this;
  }
}
