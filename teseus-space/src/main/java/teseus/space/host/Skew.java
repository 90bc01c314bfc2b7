package teseus.space.host;

/**
 * How a host's clock stands to those of its peers.
 *
 * @param ahead by how many milliseconds it is ahead of the median at least, behind if below 0
 * @param off whether that is more than it may be; until it is known to be within half of that
 * @param split by how many milliseconds at least the two in the middle differ, so that nobody can
 *     tell who is off; 0 if by no more than they may
 */
public record Skew(long ahead, boolean off, long split) {
  /** As far as a host knows that has heard nobody. */
  static final Skew NONE = new Skew(0, false, 0);
}
