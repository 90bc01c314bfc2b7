package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import teseus.space.wire.Replication.Logged;

/** The last records of a log, in memory, for copies that do not have them yet. */
final class LogWindow {
  private static final int LEAST = 16;

  private @Nullable Logged[] ring = new Logged[LEAST];
  private long[] before = new long[LEAST]; // the bytes of all that ever came before each
  private long first;
  private long next;
  private long total;

  /** The lsn of the first record in it; {@link #next} if it is empty. */
  long first() {
    return first;
  }

  long next() {
    return next;
  }

  /** What the records in it take. */
  long bytes() {
    return bytes(first, next);
  }

  /** Is empty, and goes on at an lsn. */
  void begin(long lsn) {
    ring = new Logged[LEAST];
    before = new long[LEAST];
    first = lsn;
    next = lsn;
  }

  void add(Logged record) {
    if (next - first == ring.length) {
      grow();
    }
    before[at(next)] = total;
    ring[at(next++)] = record;
    total += record.body().length;
  }

  private void grow() {
    int length = ring.length * 2;
    Logged[] larger = new Logged[length];
    long[] sums = new long[length];
    for (long lsn = first; lsn < next; lsn++) {
      larger[(int) (lsn % length)] = ring[at(lsn)];
      sums[(int) (lsn % length)] = before[at(lsn)];
    }
    ring = larger;
    before = sums;
  }

  Logged get(long lsn) {
    Logged record = lsn < first || lsn >= next ? null : ring[at(lsn)];
    if (record == null) {
      throw new IllegalArgumentException(lsn + " is not in the window " + first + ".." + next);
    }
    return record;
  }

  /** What the records from an lsn up to another take, as far as they are in it. */
  long bytes(long from, long to) {
    return before(to) - before(Math.max(first, from));
  }

  private long before(long lsn) {
    return lsn >= next ? total : before[at(lsn)];
  }

  /** Records from an lsn in it on, so many bytes of them, one at least if there is one. */
  List<Logged> from(long lsn, long most) {
    List<Logged> records = new ArrayList<>();
    long room = most;
    for (long at = lsn; at < next; at++) {
      Logged record = get(at);
      room -= record.body().length;
      if (room < 0 && !records.isEmpty()) {
        break;
      }
      records.add(record);
    }
    return records;
  }

  /** Lets go of the records below an lsn. */
  void trim(long lsn) {
    for (; first < lsn && first < next; first++) {
      ring[at(first)] = null;
    }
  }

  /** The records from an lsn on are gone. */
  void cut(long lsn) {
    while (next > lsn && next > first) {
      next--;
      total = before[at(next)];
      ring[at(next)] = null;
    }
    if (next > lsn) { // not even what is before it is here
      begin(lsn);
    }
  }

  private int at(long lsn) {
    return (int) (lsn % ring.length);
  }
}
