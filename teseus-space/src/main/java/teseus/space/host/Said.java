package teseus.space.host;

/**
 * What a client says along with each operation of its session.
 *
 * @param turn 0 at the client's first host, one more at each host it goes on at
 * @param low the lowest number whose answer the client may still ask for
 * @param heard the newest state of META that any host has told it of, so that this one knows
 *     whether it knows as much ({@link Host#heard}); {@link #NOTHING} if it does not say
 */
public record Said(int turn, long low, long heard) {
  /** No state of META: whatever the client was told, it may have been told by who knew more. */
  public static final long NOTHING = -1;

  /** What one says that does not say what it has heard. */
  public Said(int turn, long low) {
    this(turn, low, NOTHING);
  }
}
