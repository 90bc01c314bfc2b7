package teseus.space.host;

import teseus.space.wire.Active;
import teseus.space.wire.Envelope;
import teseus.space.wire.Result;

/** What a segment did for an operation, kept until the session needs no answer any more. */
final class Completion {
  private long lsn;
  private Result result;
  private final long placed;

  Completion(long lsn, Result result, long placed) {
    this.lsn = lsn;
    this.result = result;
    this.placed = placed;
  }

  static Completion written(long lsn, Envelope token) {
    return new Completion(lsn, new Result.Written(token.id(), token.until()), lsn);
  }

  /** An eval: its token is there, to be computed. */
  static Completion active(long lsn, Active active) {
    return new Completion(lsn, new Result.Written(active.id(), active.until()), lsn);
  }

  /** Anything that puts no token at a place of its own. */
  static Completion of(long lsn, Result result) {
    return new Completion(lsn, result, lsn);
  }

  /**
   * A take.
   *
   * @param placed the lsn of the token's PUT, its place in the order if it comes back
   */
  static Completion taken(long lsn, Envelope token, long placed) {
    return new Completion(lsn, new Result.Taken(token), placed);
  }

  /** A transaction's commit. */
  static Completion committed(long lsn) {
    return new Completion(lsn, new Result.Committed(), lsn);
  }

  /** The answer is safe once the log is committed beyond this. */
  long lsn() {
    return lsn;
  }

  Result result() {
    return result;
  }

  long placed() {
    return placed;
  }

  /** What the take got went back into the space, by the record at an lsn. */
  void returned(long by) {
    lsn = by;
    result = new Result.None(Result.Why.CANCELLED, null);
  }

  /** What remembering it costs, in bytes, about. */
  long cost() {
    if (result instanceof Result.Taken taken) {
      return taken.token().cost();
    }
    return result instanceof Result.Updated updated ? updated.token().cost() : Envelope.OVERHEAD;
  }
}
