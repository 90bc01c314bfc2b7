package teseus.space;

/** Nothing was done: a limit of open operations or unacknowledged bytes is reached. */
public final class BusyException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message what happened, with its figures, and what would end it
   */
  public BusyException(String message) {
    super(message);
  }

  @Override
  public boolean retry() {
    return true;
  }
}
