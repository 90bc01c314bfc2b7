package teseus.server.cli;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
final class Figures {
  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  private static final int FULL_UNIT = 1024;

  private Figures() {}

  /** {@code 12,345}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 1.5 MiB}, rounded. */
  static String bytes(long bytes) {
    double figure = bytes;
    int unit = 0;
    while (unit < UNITS.length - 1 && Math.abs(figure) >= FULL_UNIT) {
      figure /= FULL_UNIT;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", figure, UNITS[unit]);
  }

  /** {@code 42.5 %} of a share of 0 to 1. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  /** {@code 0.413}. */
  static String decimal(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }

  /** {@code 45 s}, {@code 2 min 5 s}, {@code 3 h 20 min}: the two largest units. */
  static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
  }
}
