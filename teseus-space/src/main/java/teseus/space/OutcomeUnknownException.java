package teseus.space;

/**
 * The operation may have been done or not: the segment it was sent to has not answered. Ask {@code
 * Space.outcome(op)} later; a new operation may be a second one.
 */
public final class OutcomeUnknownException extends SpaceException {
  private static final long serialVersionUID = 1L;
  private final transient OpId op;

  /**
   * Says which operation, and why its answer is missing.
   *
   * @param op the operation to ask about
   * @param message who has not answered, and what would end it
   */
  public OutcomeUnknownException(OpId op, String message) {
    super(message);
    this.op = op;
  }

  /** The operation whose outcome is open. */
  public OpId op() {
    return op;
  }

  @Override
  public boolean retry() {
    return false;
  }
}
