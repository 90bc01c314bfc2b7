package teseus.space.store;

import java.util.Collection;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Several walks as one, from old to young over all of them. */
final class Merge {
  private final PriorityQueue<Head> heads;

  /** A walk and the slot it stands at: its rank in the queue, fixed while it is queued. */
  private record Head(Slot slot, Walk walk) implements Comparable<Head> {
    @Override
    public int compareTo(Head other) {
      return slot.isBefore(other.slot) ? -1 : other.slot.isBefore(slot) ? 1 : 0;
    }
  }

  Merge(Collection<Walk> walks) {
    heads = new PriorityQueue<>(Math.max(1, walks.size()));
    walks.forEach(this::queue);
  }

  /** The walk that stands at the oldest slot, or null when all have ended. */
  @Nullable Walk oldest() {
    Head head = heads.peek();
    return head == null ? null : head.walk;
  }

  /** Steps the walk that {@link #oldest} gave. */
  void step() {
    Head head = heads.poll();
    if (head != null) {
      head.walk.step();
      queue(head.walk);
    }
  }

  private void queue(Walk walk) {
    Slot slot = walk.slot();
    if (slot != null) {
      heads.add(new Head(slot, walk));
    }
  }
}
