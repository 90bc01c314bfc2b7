package teseus.space.store;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one span of an {@link OrderIndex} from old to young. The span is cut into subtrees;
 * of these the one with the oldest slot is on top, and is cut up further when that slot is passed.
 */
final class RangeWalk implements Walk {
  private final PriorityQueue<Part> parts = new PriorityQueue<>();

  /**
   * Some of the slots to come.
   *
   * @param oldest of them
   * @param tree the top of the subtree that they are, or null if there is but the one
   */
  private record Part(RangeEntry oldest, @Nullable RangeEntry tree) implements Comparable<Part> {
    @Override
    public int compareTo(Part other) {
      return oldest.isBefore(other.oldest) ? -1 : other.oldest.isBefore(oldest) ? 1 : 0;
    }
  }

  RangeWalk(OrderIndex index, Span span) {
    RangeEntry top = index.top();
    while (top != null && index.place(top, span) != 0) {
      top = index.place(top, span) < 0 ? top.right() : top.left();
    }
    if (top == null) {
      return;
    }
    one(top);
    for (RangeEntry at = top.left(); at != null; ) {
      boolean in = index.place(at, span) == 0;
      if (in) {
        one(at);
        all(at.right());
      }
      at = in ? at.left() : at.right();
    }
    for (RangeEntry at = top.right(); at != null; ) {
      boolean in = index.place(at, span) == 0;
      if (in) {
        one(at);
        all(at.left());
      }
      at = in ? at.right() : at.left();
    }
  }

  @Override
  public @Nullable Slot slot() {
    Part part = parts.peek();
    return part == null ? null : part.oldest.slot();
  }

  @Override
  public void step() {
    Part part = parts.poll();
    if (part == null || part.tree == null) {
      return;
    }
    RangeEntry at = part.oldest;
    all(at.left());
    all(at.right());
    while (at != part.tree) {
      RangeEntry above = at.parent();
      if (above == null) {
        throw new IllegalStateException("a part's oldest is not in its tree");
      }
      one(above);
      all(above.left() == at ? above.right() : above.left());
      at = above;
    }
  }

  private void one(RangeEntry entry) {
    parts.add(new Part(entry, null));
  }

  private void all(@Nullable RangeEntry tree) {
    if (tree != null) {
      parts.add(new Part(tree.oldest, tree));
    }
  }
}
