package teseus.server.cli;

import java.time.Duration;
import java.util.Locale;

/**
 * How far a stream has come, in words.
 *
 * @param bytes how many there are in all; -1 if nobody knows
 * @param start when it began, in ms
 */
record Progress(long bytes, long start) {
  private static final int BAR = 24;
  private static final long SECOND = 1_000;

  /**
   * The state in one line.
   *
   * @param tuples written so far
   * @param read bytes of the source read so far
   * @param now in ms, by the same clock as the start
   */
  String line(long tuples, long read, long now) {
    long took = Math.max(1, now - start);
    String state =
        String.format(
            Locale.ROOT, "%,d written, %,d/s", tuples, Math.round(tuples * 1_000.0 / took));
    if (bytes <= 0) {
      return state;
    }
    double share = Math.min(1, (double) read / bytes);
    String bar = bar(share) + String.format(Locale.ROOT, " %3.0f %%  ", share * 100) + state;
    if (took < SECOND || share <= 0) {
      return bar;
    }
    long left = Math.round(took * (1 - share) / share);
    return bar + ", " + Figures.time(Duration.ofMillis(left)) + " left";
  }

  private static String bar(double share) {
    int done = (int) (share * BAR);
    return "[" + "#".repeat(done) + ".".repeat(BAR - done) + "]";
  }
}
