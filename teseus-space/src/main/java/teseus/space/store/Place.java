package teseus.space.store;

import org.jspecify.annotations.Nullable;

/**
 * A slot's place in one {@link Treap} or {@link AsideList}. The links are part of the place, so
 * that it costs no object of its own per token; a place is in one of them at most.
 */
abstract sealed class Place permits Slot, IndexEntry {
  @Nullable Place left;
  @Nullable Place right;
  @Nullable Place parent;

  /** The slot whose place it is. */
  abstract Slot slot();

  /** Whether it is older: by lsn, and among the tokens of one record by birth. */
  final boolean isBefore(Place other) {
    Slot mine = slot();
    Slot its = other.slot();
    if (mine.lsn() != its.lsn()) {
      return mine.lsn() < its.lsn();
    }
    return mine.born() < its.born();
  }

  /** Whether it belongs nearer to the root: as good as a coin, but the same in every run. */
  final boolean isHeavier(Place other) {
    Slot mine = slot();
    Slot its = other.slot();
    if (mine.lsn() != its.lsn()) {
      return mix(mine.lsn()) > mix(its.lsn());
    }
    return mix(mine.born()) > mix(its.born());
  }

  /** The finalizer of SplitMix64: one to one, and neighbours land far apart. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
