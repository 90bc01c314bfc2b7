package teseus.olimpo;

import java.time.Duration;

/**
 * The share of time in which a host has been seen by its peers, the recent past counting most: what
 * is one half life ago weighs half. Immutable.
 */
public final class Availability {
  private final double share;
  private final double seen;
  private final long at;
  private final long halfLife;

  private Availability(double share, double seen, long at, long halfLife) {
    this.share = share;
    this.seen = seen;
    this.at = at;
    this.halfLife = halfLife;
  }

  /**
   * A host just started: seen by all until it turns out otherwise, since a newcomer that bid with
   * nothing would be given nothing.
   *
   * @param halfLife 1 ms or more
   * @param now milliseconds since 1970
   * @throws IllegalArgumentException if the half life is below 1 ms
   */
  public static Availability from(Duration halfLife, long now) {
    if (halfLife.toMillis() < 1) {
      throw new IllegalArgumentException("a half life is at least 1 ms, was " + halfLife);
    }
    return new Availability(1, 1, now, halfLife.toMillis());
  }

  /**
   * From now on so many of its peers see it.
   *
   * @param seeing 0 to {@code peers}
   * @param peers all others of the cluster; where there are none the host counts as seen
   * @param now milliseconds since 1970; before the last change counts as at it
   * @throws IllegalArgumentException if more see it than there are
   */
  public Availability seenBy(int seeing, int peers, long now) {
    if (seeing < 0 || seeing > peers) {
      throw new IllegalArgumentException("seen by " + seeing + " of " + peers + " peers");
    }
    double nowSeen = peers == 0 ? 1 : (double) seeing / peers;
    return new Availability(share(now), nowSeen, Math.max(at, now), halfLife);
  }

  /**
   * The share, 0 to 1.
   *
   * @param now milliseconds since 1970; before the last change counts as at it
   */
  public double share(long now) {
    return Decay.toward(share, seen, now - at, halfLife);
  }
}
