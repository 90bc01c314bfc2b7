package teseus.space;

/**
 * Whoever asks, under one name for a while: operations are numbered within a session, and a segment
 * remembers their answers until the session says that it has them.
 *
 * @param era the number, raised about hourly, under which it was given out; 0 if it only names what
 *     nobody asks for again, so that no segment keeps it
 * @param nonce 64 random bits
 */
public record SessionId(int era, long nonce) {
  public SessionId {
    if (era < 0) {
      throw new IllegalArgumentException("a session's era is at least 0, was " + era);
    }
  }

  /** Whether segments keep it; if not, they refuse to open it. */
  public boolean kept() {
    return era > 0;
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if the text is not {@code era-nonce}
   */
  public static SessionId parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 1) {
      throw new IllegalArgumentException("a session reads era-nonce, was " + text);
    }
    return new SessionId(
        Integer.parseInt(text.substring(0, dash)),
        Long.parseUnsignedLong(text.substring(dash + 1), Character.MAX_RADIX));
  }

  @Override
  public String toString() {
    return era + "-" + Long.toUnsignedString(nonce, Character.MAX_RADIX);
  }
}
