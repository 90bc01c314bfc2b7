package teseus.space;

/** Nothing was done: matches kept arriving while "none" was being made sure of. */
public final class ContendedException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message what happened, with its figures, and what would end it
   */
  public ContendedException(String message) {
    super(message);
  }

  @Override
  public boolean retry() {
    return true;
  }
}
