package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.LimitReached;

/**
 * What the operations under way at this host take of it, and whether it bears one more. What {@link
 * Transactions#ends ends a transaction} counts too, but is begun without being asked about here.
 */
final class Load {
  private final LoadLimits limits;
  private int open;
  private long pending;

  Load(LoadLimits limits) {
    this.limits = limits;
  }

  void begun(Operation operation) {
    open++;
    pending += operation.pending();
  }

  void ended(Operation operation) {
    open--;
    pending -= operation.pending();
  }

  /**
   * Why a request is not begun; null if it may be. The last write or change that is let in may go
   * beyond the limit on bytes, by a tuple.
   */
  @Nullable BusyException refusal(Request request) {
    if (open >= limits.open()) {
      return new BusyException(
          open
              + " operations are under way at this host, and "
              + LoadLimits.OPEN
              + " allows "
              + limits.open()
              + "; try again when some have ended, or at another host",
          new LimitReached(LoadLimits.OPEN, open, limits.open()));
    }
    if (carries(request) && pending >= limits.pending()) {
      return new BusyException(
          "writes and changes of "
              + pending
              + " bytes are under way at this host, and "
              + LoadLimits.PENDING
              + " allows "
              + limits.pending()
              + "; try again when some have been answered, or at another host",
          new LimitReached(LoadLimits.PENDING, pending, limits.pending()));
    }
    return null;
  }

  /** Whether it holds bytes until a segment answers; a transaction's writes are answered before. */
  private static boolean carries(Request request) {
    return request instanceof Request.Write
        || request instanceof Request.Eval
        || request instanceof Request.Update
        || request instanceof Request.Modify;
  }
}
