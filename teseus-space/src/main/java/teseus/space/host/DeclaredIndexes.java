package teseus.space.host;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import teseus.space.FieldIndex;
import teseus.space.store.TokenStore;

/** Makes the indexes that META says were declared, in every segment led here. */
final class DeclaredIndexes {
  private final Collection<Led> led;
  private final Set<FieldIndex> made = new HashSet<>();

  /**
   * None is made yet.
   *
   * @param led what is led here, always
   */
  DeclaredIndexes(Collection<Led> led) {
    this.led = led;
  }

  /** Makes those that are not made. */
  void declared(SortedSet<FieldIndex> indexes) {
    for (FieldIndex index : indexes) {
      if (made.add(index)) {
        led.forEach(one -> make(index, one.segment().store()));
      }
    }
  }

  /** A segment is led here from now on: makes in it what was made in the others. */
  void promoted(Segment segment) {
    made.forEach(index -> make(index, segment.store()));
  }

  private static void make(FieldIndex index, TokenStore store) {
    if (index.ordered()) {
      store.declareOrderedIndex(index.type(), index.path());
    } else {
      store.declareIndex(index.type(), index.path());
    }
  }

  /** Why one more cannot be declared, or null if it can, or is. */
  static @Nullable String refusal(SortedSet<FieldIndex> declared, FieldIndex index) {
    if (declared.contains(index)) {
      return null;
    }
    if (declared.size() >= FieldIndex.MOST) {
      return "the cluster has " + declared.size() + " indexes declared, which is the most";
    }
    long ofType = declared.stream().filter(one -> one.type().equals(index.type())).count();
    return ofType < FieldIndex.MOST_OF_A_TYPE
        ? null
        : "type " + index.type() + " has " + ofType + " indexes declared, which is the most";
  }
}
