package teseus.space;

/**
 * One operation, for ever: repeated under the same id it is done once and answered the same.
 *
 * @param session whose operation it is
 * @param number 1 and up, each used once in its session
 */
public record OpId(SessionId session, long number) {
  public OpId {
    if (number < 1) {
      throw new IllegalArgumentException("an operation's number is at least 1, was " + number);
    }
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if the text is not {@code era-nonce-number}
   */
  public static OpId parse(String text) {
    int dash = text.lastIndexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException("an operation reads era-nonce-number, was " + text);
    }
    return new OpId(
        SessionId.parse(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }

  @Override
  public String toString() {
    return session + "-" + number;
  }
}
