package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.LimitReached;

/** What the operations under way at this host take of it, and whether it bears one more. */
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
   * Why a request is not begun; null if it may be. The last write that is let in may go beyond the
   * limit on bytes, by a tuple.
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
    boolean enters = request instanceof Request.Write || request instanceof Request.Eval;
    if (enters && pending >= limits.pending()) {
      return new BusyException(
          "writes of "
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
}
