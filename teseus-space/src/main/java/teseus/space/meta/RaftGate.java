package teseus.space.meta;

import java.util.ArrayDeque;

/**
 * Holds what a voter says until all that it wrote before is safe. From outside that is a voter
 * whose disk forces at once and whose words travel slowly; inside, nothing ever blocks. Nothing is
 * said from within the library either, which would swallow what goes wrong at the listener.
 */
class RaftGate {
  private record Held(long position, Runnable what) {}

  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private long forced;

  /** Something is to be said once all up to a position is safe, in the order of these calls. */
  void say(long position, Runnable what) {
    held.add(new Held(position, what));
  }

  /** Whether all up to a position is safe. */
  boolean safe(long position) {
    return position <= forced;
  }

  /** All up to a position is safe. */
  void forced(long position) {
    forced = position;
  }

  /** Says what may be said; false if there was nothing. */
  boolean release() {
    boolean any = false;
    for (Held next = held.peek(); next != null && safe(next.position); next = held.peek()) {
      held.remove().what.run();
      any = true;
    }
    return any;
  }
}
