package teseus.space.host;

/**
 * How many copies there are of each segment, and when one is given up.
 *
 * @param min how many stores hold every acknowledged write, 1 to 7
 * @param spare how many more follow without being waited for, so that one of them can take the
 *     place of a member that is lost, 0 to 7
 * @param ackMs after how many milliseconds a member that does not answer, or that no link leads to,
 *     is given up; and a primary, by the members, 20 to 60,000
 * @param creditBytes how many bytes of records are on their way to one store at most, 64 KiB and up
 * @param lasting whether a segment whose stores are all gone stays closed until somebody decides
 *     otherwise; else its founder begins it again with nothing
 */
public record CopySettings(int min, int spare, long ackMs, long creditBytes, boolean lasting) {
  /** Each segment on its own host alone. */
  public static final CopySettings ALONE = new CopySettings(1, 0, 1_000, 4 << 20, true);

  /** How often in {@code ackMs} is looked how copies stand. */
  static final int TICKS = 5;

  public CopySettings {
    within("copies.min", min, 1, 7);
    within("copies.spare", spare, 0, 7);
    within("ack-ms", ackMs, 20, 60_000);
    within("copies.credit", creditBytes, 64 << 10, Integer.MAX_VALUE);
  }

  /** How much passes from one look at how copies stand to the next, in milliseconds. */
  long tickMs() {
    return Math.max(1, ackMs / TICKS);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + ".." + most + ", was " + value);
    }
  }

  /** Whether others than the primary are to hold segments. */
  boolean alone() {
    return min + spare == 1;
  }
}
