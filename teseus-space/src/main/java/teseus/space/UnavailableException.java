package teseus.space;

/** Nothing was done: a segment that had to answer could not be reached. The message names it. */
public final class UnavailableException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message what happened, with its figures, and what would end it
   */
  public UnavailableException(String message) {
    super(message);
  }

  @Override
  public boolean retry() {
    return true;
  }
}
