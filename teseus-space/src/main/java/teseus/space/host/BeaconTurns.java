package teseus.space.host;

import java.util.random.RandomGenerator;

/**
 * When it is this host's turn to speak: PROTOCOL.md, "Beacons".
 *
 * <p>After each beacon all are silent for a fixed time; then everybody's draw runs on from where
 * the beacon stopped it, and whose draw ends first speaks and draws anew. Keeping the rest of a
 * draw is what makes turns fair. A draw spans the random time once per host, so that the first of
 * all draws to end stays about half a random time away from the next.
 *
 * <p>With more hosts than fit into a round both times shrink: the fixed one first, because two
 * hosts speak at once when draws lie close, not when silences are short.
 *
 * <p>One thread owns it. Times are milliseconds.
 */
final class BeaconTurns {
  /** The least mean time between two beacons; with more hosts the round grows instead. */
  static final long LEAST_MS = 5;

  /** A host whose turn is put off this many rounds speaks all the same, whoever babbles. */
  static final int MOST_ROUNDS = 3;

  private static final int LISTEN = 3;

  private final BeaconSettings settings;
  private final RandomGenerator random;

  private int hosts = 1;
  private boolean listening;
  private long runsFrom; // when the rest of the draw begins to run
  private long rest;
  private long spoke;

  BeaconTurns(BeaconSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /** This host is new: it listens until a beacon, at most 3 x (fixed + random). */
  void start(long now) {
    listening = true;
    spoke = now;
    runsFrom = now + (long) LISTEN * settings.fixedMs();
    // Drawn, because hosts are started together more often than not.
    rest = random.nextLong((long) LISTEN * settings.randomMs() + 1);
  }

  /** Another host spoke. */
  void heard(long now) {
    if (listening) {
      listening = false;
      rest = draw();
    } else {
      rest -= Math.min(rest, Math.max(0, now - runsFrom));
    }
    runsFrom = now + silence();
  }

  /** This host spoke. */
  void spoke(long now) {
    listening = false;
    spoke = now;
    rest = draw();
    runsFrom = now + silence();
  }

  /**
   * How many hosts take turns, this one included.
   *
   * @param count taken as 1 if less
   */
  void hosts(int count) {
    hosts = Math.max(1, count);
    if (!listening) {
      rest = Math.min(rest, span());
    }
  }

  /** When this host speaks if it hears nobody before; it may change with every other call. */
  long due() {
    long latest = spoke + MOST_ROUNDS * Math.max(settings.roundMs(), hosts * interval());
    return listening ? runsFrom + rest : Math.min(runsFrom + rest, latest);
  }

  private long draw() {
    return random.nextLong(span());
  }

  private long span() {
    return hosts * spread();
  }

  private long silence() {
    return interval() - spread() / 2;
  }

  /** Mean time from one beacon to the next, whoever speaks. */
  private long interval() {
    long unshrunk = settings.fixedMs() + settings.randomMs() / 2;
    return Math.max(LEAST_MS, Math.min(unshrunk, settings.roundMs() / hosts));
  }

  /**
   * Twice the mean time between the ends of two draws: at most 8/5 of the interval, so 4/5 of it.
   */
  private long spread() {
    return Math.min(settings.randomMs(), interval() * 8 / 5);
  }
}
