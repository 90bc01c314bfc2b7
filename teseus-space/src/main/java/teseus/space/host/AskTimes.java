package teseus.space.host;

/**
 * How long a host that was asked waits for others, in milliseconds.
 *
 * @param resend after which what was not answered is sent again, 10 to 60,000; default 1,000
 * @param answer after a deadline, before the caller is told that the outcome is not known, 100 to
 *     600,000; default 10,000
 * @param keep how long a result that nobody fetched is kept before it goes back, 1,000 and up
 */
public record AskTimes(long resend, long answer, long keep) {
  /** What holds where nothing is set. */
  public static final AskTimes DEFAULT = new AskTimes(1_000, 10_000, 300_000);

  public AskTimes {
    if (resend < 10 || resend > 60_000) {
      throw new IllegalArgumentException("resend must be 10..60000 ms, was " + resend);
    }
    if (answer < 100 || answer > 600_000) {
      throw new IllegalArgumentException("answer-ms must be 100..600000, was " + answer);
    }
    if (keep < 1_000) {
      throw new IllegalArgumentException("keep must be at least 1000 ms, was " + keep);
    }
  }
}
