package teseus.space.host;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** What is due when. It reads no clock: whoever owns it says what time it is. */
final class Timers {
  private final TreeSet<Timer> due = new TreeSet<>();
  private long sequence;

  /** Runs a task, once, when {@link #run} is told that time or a later one. */
  @CanIgnoreReturnValue
  Timer at(long time, LongConsumer task) {
    Timer timer = new Timer(time, sequence++, task);
    due.add(timer);
    return timer;
  }

  /** When to call {@link #run} next; {@link Long#MAX_VALUE} if nothing is due, ever. */
  long next() {
    return due.isEmpty() ? Long.MAX_VALUE : due.first().time;
  }

  /** Runs what is due, in order of time, and what that makes due. */
  void run(long now) {
    while (!due.isEmpty() && due.first().time <= now) {
      due.pollFirst().task.accept(now);
    }
  }

  /** How many are set. */
  int size() {
    return due.size();
  }

  /** One task at its time. */
  final class Timer implements Comparable<Timer> {
    private final long time;
    private final long order;
    private final LongConsumer task;

    private Timer(long time, long order, LongConsumer task) {
      this.time = time;
      this.order = order;
      this.task = task;
    }

    /** Lets it be; nothing happens if it has run. */
    void cancel() {
      due.remove(this);
    }

    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }
}
