package teseus.space.host;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is due when. It reads no clock: whoever owns it says what time it is. Most timers are set
 * for the same few moments as others, and cancelled: those of one moment are a list, in the order
 * in which they were set, and a timer is put on it and taken off it in one step.
 */
final class Timers {
  private final TreeMap<Long, Moment> due = new TreeMap<>();
  private int size;
  private long now;

  /** The time that {@link #run} was last told; 0 before it was. */
  long now() {
    return now;
  }

  /** Runs a task, once, when {@link #run} is told that time or a later one. */
  @CanIgnoreReturnValue
  Timer at(long time, LongConsumer task) {
    Moment moment = due.get(time);
    if (moment == null) {
      moment = new Moment(time);
      due.put(time, moment);
    }
    Timer timer = new Timer(moment, task);
    moment.add(timer);
    size++;
    return timer;
  }

  /** When to call {@link #run} next; {@link Long#MAX_VALUE} if nothing is due, ever. */
  long next() {
    return due.isEmpty() ? Long.MAX_VALUE : due.firstKey();
  }

  /** Runs what is due, in order of time, and what that makes due. */
  void run(long time) {
    now = time;
    while (!due.isEmpty() && due.firstKey() <= time) {
      Timer timer = due.firstEntry().getValue().first();
      timer.cancel();
      timer.task.accept(time);
    }
  }

  /** How many are set. */
  int size() {
    return size;
  }

  /** The timers of one time, of which there is at least one while it is known. */
  private static final class Moment {
    private final long time;
    private @Nullable Timer first;
    private @Nullable Timer last;

    Moment(long time) {
      this.time = time;
    }

    Timer first() {
      return Objects.requireNonNull(first);
    }

    void add(Timer timer) {
      timer.before = last;
      if (last == null) {
        first = timer;
      } else {
        last.after = timer;
      }
      last = timer;
    }

    void remove(Timer timer) {
      if (timer.before == null) {
        first = timer.after;
      } else {
        timer.before.after = timer.after;
      }
      if (timer.after == null) {
        last = timer.before;
      } else {
        timer.after.before = timer.before;
      }
    }
  }

  /** One task at its time. */
  final class Timer {
    private final LongConsumer task;
    private @Nullable Moment moment; // null once it has run or was cancelled
    private @Nullable Timer before;
    private @Nullable Timer after;

    private Timer(Moment moment, LongConsumer task) {
      this.moment = moment;
      this.task = task;
    }

    /** Lets it be; nothing happens if it has run. */
    void cancel() {
      if (moment == null) {
        return;
      }
      moment.remove(this);
      if (moment.first == null) {
        due.remove(moment.time);
      }
      moment = null;
      before = null;
      after = null;
      size--;
    }
  }
}
