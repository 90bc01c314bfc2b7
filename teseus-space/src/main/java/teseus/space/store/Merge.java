package teseus.space.store;

import java.util.Collection;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Several walks as one, from old to young over all of them; what several meet it meets once. */
final class Merge implements Walk {
  private final PriorityQueue<Head> heads;

  /** A walk and the slot it stands at: its rank in the queue, fixed while it is queued. */
  private record Head(Slot slot, Walk walk) implements Comparable<Head> {
    @Override
    public int compareTo(Head other) {
      return slot.isBefore(other.slot) ? -1 : other.slot.isBefore(slot) ? 1 : 0;
    }
  }

  Merge(Collection<? extends Walk> walks) {
    heads = new PriorityQueue<>(Math.max(1, walks.size()));
    walks.forEach(this::queue);
  }

  @Override
  public @Nullable Slot slot() {
    Head head = heads.peek();
    return head == null ? null : head.slot;
  }

  @Override
  public void step() {
    Slot passed = slot();
    while (passed != null && passed == slot()) {
      Walk walk = heads.remove().walk;
      walk.step();
      queue(walk);
    }
  }

  private void queue(Walk walk) {
    Slot slot = walk.slot();
    if (slot != null) {
      heads.add(new Head(slot, walk));
    }
  }
}
