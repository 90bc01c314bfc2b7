package teseus.space;

/** Nothing was written: no host has room. The message gives each host's figures. */
public final class SpaceFullException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message what happened, with its figures, and what would end it
   */
  public SpaceFullException(String message) {
    super(message);
  }

  @Override
  public boolean retry() {
    return false;
  }
}
