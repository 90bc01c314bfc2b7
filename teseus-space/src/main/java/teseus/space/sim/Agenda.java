package teseus.space.sim;

import java.util.PriorityQueue;

/** Virtual time: what happens when, one thing after the other. */
final class Agenda {
  private record Event(long time, long order, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long sequence;
  private long now;
  private long steps;

  /**
   * Nothing is planned.
   *
   * @param start the time it begins at, in milliseconds since 1970
   */
  Agenda(long start) {
    now = start;
  }

  /** The time, in milliseconds since 1970. */
  long now() {
    return now;
  }

  /** How many things have happened: orders what happens within one millisecond. */
  long steps() {
    return steps;
  }

  /** Plans something, {@code delay} milliseconds from now. */
  void after(long delay, Runnable what) {
    at(now + delay, what);
  }

  /** Plans something; at once if the time is past. */
  void at(long time, Runnable what) {
    events.add(new Event(Math.max(now, time), sequence++, what));
  }

  /** Does the next thing, if it is due by {@code until}; if not, it is that time now. */
  boolean step(long until) {
    Event next = events.peek();
    if (next == null || next.time > until) {
      now = Math.max(now, until);
      return false;
    }
    events.remove();
    now = next.time;
    steps++;
    next.what.run();
    return true;
  }
}
