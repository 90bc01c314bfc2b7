package teseus.space.host;

/**
 * What was measured of the host a host runs on.
 *
 * @param cpuIdle idle share of its processors, 0 to 1
 * @param diskIdle idle share of its disk, 0 to 1
 * @param availability share of the time that its peers have seen it, 0 to 1
 * @param diskFull whether the disk has no room for more writes
 */
public record Readings(double cpuIdle, double diskIdle, double availability, boolean diskFull) {
  /** Before the first measurement. */
  public static final Readings IDLE = new Readings(1, 1, 1, false);
}
