package teseus.space.host;

/**
 * What one session may leave unacknowledged in one segment; more is answered BUSY, unexecuted.
 *
 * @param operations answers remembered, 1 to 65,536; default 1,024
 * @param bytes what they cost in memory, 64 KiB to 1 GiB; default 16 MiB
 */
public record SessionLimits(int operations, long bytes) {
  /** What holds where nothing is set. */
  public static final SessionLimits DEFAULT = new SessionLimits(1_024, 16L << 20);

  public SessionLimits {
    if (operations < 1 || operations > 65_536) {
      throw new IllegalArgumentException(
          "a session's operations must be 1..65536, was " + operations);
    }
    if (bytes < 64 << 10 || bytes > 1 << 30) {
      throw new IllegalArgumentException("a session's bytes must be 64 KiB..1 GiB, was " + bytes);
    }
  }

  boolean allow(int remembered, long cost) {
    return remembered < operations && cost < bytes;
  }
}
