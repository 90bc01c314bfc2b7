package teseus.roulette;

import org.jspecify.annotations.Nullable;

/** Whether an offer has room for a demand, and if not, why, with figures. */
final class Room {
  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

  private Room() {}

  /** Why the offer cannot take the demand, or null if it can. */
  static @Nullable String lacking(Demand demand, Offer offer) {
    if (demand.bytes() <= offer.freeBytes()) {
      return null;
    }
    return "needs %d bytes, has %d free of %s"
        .formatted(demand.bytes(), offer.freeBytes(), text(offer.budgetBytes()));
  }

  /** In the largest unit that keeps the figure exact: {@code 64 MiB}, {@code 1500 bytes}. */
  private static String text(long bytes) {
    long figure = bytes;
    int unit = 0;
    while (unit < UNITS.length - 1 && figure % 1024 == 0) {
      figure /= 1024;
      unit++;
    }
    return figure + " " + UNITS[unit];
  }
}
