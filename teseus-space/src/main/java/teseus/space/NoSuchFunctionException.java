package teseus.space;

/**
 * Nothing was done: no host within reach has the function registered. The message names those that
 * there are, and who has them.
 */
public final class NoSuchFunctionException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message what happened, with its figures, and what would end it
   */
  public NoSuchFunctionException(String message) {
    super(message);
  }

  @Override
  public boolean retry() {
    return false;
  }
}
