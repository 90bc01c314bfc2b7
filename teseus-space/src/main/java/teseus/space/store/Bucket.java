package teseus.space.store;

/**
 * The shown slots of one type that have one value in one field. It also counts the entries of slots
 * that are not shown at the moment, so that it is there when they come back.
 */
final class Bucket extends AgeTree {
  private final ValueIndex index;
  private final Object key;
  private int entries;

  Bucket(ValueIndex index, Object key) {
    this.index = index;
    this.key = key;
  }

  void enter() {
    entries++;
  }

  /** One entry less; the last one takes the bucket out of its index. */
  void leave() {
    entries--;
    if (entries == 0) {
      index.remove(key);
    }
  }
}
