package teseus.space;

/**
 * Nothing was changed: the token has another version than was expected, because somebody else has
 * updated it. Read it again, and decide anew.
 */
public final class VersionConflictException extends SpaceException {
  private static final long serialVersionUID = 1L;
  private final long present;

  /**
   * Says what was found.
   *
   * @param present the version that the token has
   * @param message which token, and both versions
   */
  public VersionConflictException(long present, String message) {
    super(message);
    this.present = present;
  }

  /** The version that the token has. */
  public long present() {
    return present;
  }

  @Override
  public boolean retry() {
    return false;
  }
}
