package teseus.space.sim;

import java.util.ArrayList;
import java.util.List;

/** What happened, in order: the last of it in words, all of it as a hash. */
final class Trace {
  private static final int KEPT = 256; // a power of two

  private record Event(long time, String where, String what, Object detail) {
    @Override
    public String toString() {
      return "%8d  %-8s %-10s %s".formatted(time, where, what, detail);
    }
  }

  private final Agenda agenda;
  private final long start;
  private final Event[] last = new Event[KEPT];
  private long count;
  private long hash;

  Trace(Agenda agenda) {
    this.agenda = agenda;
    this.start = agenda.now();
  }

  /**
   * Notes an event.
   *
   * @param detail made into words only if somebody asks
   * @param digest the same on every run of the same seed
   */
  void add(String where, String what, Object detail, int digest) {
    long time = agenda.now() - start;
    last[(int) (count++ & (KEPT - 1))] = new Event(time, where, what, detail);
    hash = (hash ^ (time * 31 + where.hashCode()) * 31 + what.hashCode()) * 0x100000001b3L + digest;
  }

  /** Of all events so far; equal for equal runs. */
  long hash() {
    return hash;
  }

  /** The last events, the oldest first. */
  List<String> last(int most) {
    List<String> words = new ArrayList<>();
    for (long i = Math.max(0, count - Math.min(most, KEPT)); i < count; i++) {
      words.add(String.valueOf(last[(int) (i & (KEPT - 1))]));
    }
    return words;
  }
}
