package teseus.space;

/** Nothing was changed: a field is of a kind that does not take its edit, or a limit is passed. */
public final class EditRefusedException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message which field, and why
   */
  public EditRefusedException(String message) {
    super(message);
  }

  @Override
  public boolean retry() {
    return false;
  }
}
