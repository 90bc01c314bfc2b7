package teseus.server.config;

import java.time.Duration;
import java.util.function.LongFunction;

/**
 * The bounds and the default of one figure.
 *
 * @param key dotted, from the top of the file: {@code beacon.fixed-ms}
 * @param unit what it counts
 * @param least the least allowed
 * @param most the greatest allowed
 * @param standard what holds where the key is missing
 */
record Range(String key, Unit unit, long least, long most, long standard) {
  /** What a figure counts, and so how the file writes it. */
  enum Unit {
    /** A plain number. */
    COUNT(Long::toString),
    /** Bytes, written as {@link ByteSize}. */
    BYTES(ByteSize::text),
    /** Milliseconds, written as {@link Durations}. */
    TIME(millis -> Durations.text(Duration.ofMillis(millis)));

    private final LongFunction<String> text;

    Unit(LongFunction<String> text) {
      this.text = text;
    }

    String text(long value) {
      return text.apply(value);
    }
  }

  boolean holds(long value) {
    return value >= least && value <= most;
  }

  /** As a person reads it: {@code 5..60000}. */
  String expected() {
    return unit.text(least) + ".." + unit.text(most);
  }

  /**
   * Refuses what is out of bounds.
   *
   * @throws Misfit if it is
   */
  void require(long value) {
    if (!holds(value)) {
      throw new Misfit(key, expected(), unit.text(value));
    }
  }

  void require(Duration value) {
    require(value.toMillis());
  }

  /** The key without the objects it is in. */
  String lastKey() {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
