package teseus.space;

/**
 * Nothing was done by this request: the session ended, by its lease or its age. Open a new one. If
 * the same operation was sent before, by its number, what became of that copy is not known any
 * more.
 */
public final class SessionGoneException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message what happened, with its figures, and what would end it
   */
  public SessionGoneException(String message) {
    super(message);
  }

  @Override
  public boolean retry() {
    return false;
  }
}
