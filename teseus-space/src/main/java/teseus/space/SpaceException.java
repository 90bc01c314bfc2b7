package teseus.space;

/**
 * Why an operation gave no answer. The subtype says what may be concluded of the data: nothing was
 * done (all but one), or it is not known ({@link OutcomeUnknownException}).
 */
public abstract sealed class SpaceException extends RuntimeException
    permits UnavailableException,
        OutcomeUnknownException,
        SpaceFullException,
        BusyException,
        ContendedException,
        SessionGoneException,
        NoSuchFunctionException,
        VersionConflictException,
        EditRefusedException,
        TransactionAbortedException {
  private static final long serialVersionUID = 1L;

  SpaceException(String message) {
    super(message);
  }

  /** Whether the same call may succeed later without anyone changing anything. */
  public abstract boolean retry();
}
