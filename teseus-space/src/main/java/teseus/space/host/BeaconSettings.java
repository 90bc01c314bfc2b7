package teseus.space.host;

/**
 * When hosts speak: the {@code beacon} object of {@code cluster.json}. Milliseconds.
 *
 * @param fixedMs least silence after a beacon, 5 to 60,000; key {@code fixed-ms}, default 200
 * @param randomMs longest extra draw of a lone host, 1 to 60,000; key {@code random-ms}, default
 *     100
 * @param roundMs how often each host speaks at least, if there are no more than 200 hosts for each
 *     second of it, 100 to 600,000; key {@code round-ms}, default 1,000
 */
public record BeaconSettings(int fixedMs, int randomMs, int roundMs) {
  /** What holds where nothing is set. */
  public static final BeaconSettings DEFAULT = new BeaconSettings(200, 100, 1_000);

  public BeaconSettings {
    within("fixed-ms", fixedMs, 5, 60_000);
    within("random-ms", randomMs, 1, 60_000);
    within("round-ms", roundMs, 100, 600_000);
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "beacon." + name + " must be " + least + ".." + most + ", was " + value);
    }
  }
}
