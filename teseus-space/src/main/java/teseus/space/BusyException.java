package teseus.space;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nothing was done: a limit of what may be under way, or be unacknowledged, is reached. */
public final class BusyException extends SpaceException {
  private static final long serialVersionUID = 2L;

  private final @Nullable LimitReached limit;

  /**
   * Says why.
   *
   * @param message what happened, with its figures, and what would end it
   */
  public BusyException(String message) {
    super(message);
    this.limit = null;
  }

  /**
   * Says why, of a limit that {@code cluster.json} sets.
   *
   * @param message as for the other
   */
  public BusyException(String message, LimitReached limit) {
    super(message);
    this.limit = limit;
  }

  /** The figures, if it is a limit that {@code cluster.json} sets. */
  public Optional<LimitReached> limit() {
    return Optional.ofNullable(limit);
  }

  @Override
  public boolean retry() {
    return true;
  }
}
