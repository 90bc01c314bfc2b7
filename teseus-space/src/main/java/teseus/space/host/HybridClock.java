package teseus.space.host;

/**
 * Hybrid logical time: milliseconds shifted left by 16, plus a counter, so that what one host
 * writes later is born later (Kulkarni et al., "Logical Physical Clocks", 2014).
 */
final class HybridClock {
  private static final int COUNTER_BITS = 16;

  private long last;

  /** The first time of a millisecond. */
  static long at(long ms) {
    return ms << COUNTER_BITS;
  }

  /** The millisecond of a time. */
  static long ms(long time) {
    return time >>> COUNTER_BITS;
  }

  /** The time of something that happens now; above all before. */
  long next(long now) {
    last = Math.max(last + 1, at(now));
    return last;
  }

  /** A time heard from elsewhere; what happens here from now on is later. */
  void heard(long time) {
    last = Math.max(last, time);
  }
}
