package teseus.space;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The transaction is over, and what was asked of it was not done. Nothing of it was done, and
 * nothing of it ever will be; unless it was asked to commit as well: then what that answers holds.
 */
public final class TransactionAbortedException extends SpaceException {
  private static final long serialVersionUID = 2L;

  /** What ended it. */
  public enum Reason {
    /** No host that was asked knows it: begun at another, or ended long ago, or its host died. */
    UNKNOWN,
    /** Its user aborted it, left its session, or called one of its operations off. */
    CALLED_OFF,
    /** Its lease has ended. */
    LEASE_ENDED,
    /** A host has lost its part, or has not answered. */
    PART_LOST,
    /** A host has no room for what it writes. */
    NO_ROOM,
    /** Fewer stores hold one of its segments than {@code copies.min}, as when a host is down. */
    FEW_COPIES,
    /** It was asked to commit before; what that answers says what became of it. */
    COMMITTED;

    /** As the HTTP API writes it, like {@code lease-ended}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The reason of that key; empty if there is none. */
    public static Optional<Reason> of(String key) {
      return Arrays.stream(values()).filter(reason -> reason.key().equals(key)).findAny();
    }
  }

  private final Reason reason;

  /**
   * Says why.
   *
   * @param message what ended it, with its figures
   */
  public TransactionAbortedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What ended it. */
  public Reason reason() {
    return reason;
  }

  /** The same in a new transaction may succeed. */
  @Override
  public boolean retry() {
    return reason != Reason.COMMITTED;
  }
}
