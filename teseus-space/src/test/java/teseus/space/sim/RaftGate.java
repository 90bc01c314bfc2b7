package teseus.space.sim;

import java.util.ArrayDeque;

/**
 * Holds what a voter says until all that it wrote before is safe. From outside that is a voter
 * whose disk forces at once and whose words travel slowly; inside, nothing ever blocks.
 */
class RaftGate {
  private record Held(int position, Runnable what) {}

  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private int forced;

  /** A voter that starts: what it found on its disk is safe. */
  RaftGate(int found) {
    forced = found;
  }

  /** Says something once all up to a position is safe, in the order in which it was said. */
  void say(int position, Runnable what) {
    if (position <= forced) { // what was said before had no higher a position
      what.run();
    } else {
      held.add(new Held(position, what));
    }
  }

  /** All up to a position is safe. */
  void forced(int position) {
    forced = position;
    for (Held next = held.peek(); next != null && next.position <= forced; next = held.peek()) {
      held.remove().what.run();
    }
  }
}
