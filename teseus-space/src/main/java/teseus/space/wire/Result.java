package teseus.space.wire;

import org.jspecify.annotations.Nullable;
import teseus.roulette.Offer;
import teseus.space.TokenId;

/** What a segment answers to an aimed operation. */
public sealed interface Result {
  /**
   * The token is in, and safe; or it is there for another term.
   *
   * @param token its name
   * @param until end of its lease in milliseconds since 1970, {@link Long#MAX_VALUE} if never
   */
  record Written(TokenId token, long until) implements Result {}

  /**
   * The token is out, given to this operation alone.
   *
   * @param token what was taken
   */
  record Taken(Envelope token) implements Result {}

  /** Nothing was done by this attempt, and nothing ever will be. */
  sealed interface Nothing extends Result {}

  /**
   * The token is locked for the transaction.
   *
   * @param token a copy
   * @param epoch the first that the primary has led the segment under without a break: with that
   *     the lock ends, unless it is prepared
   * @param stake the number of the transaction's locks there since then; under another number,
   *     those that it had before have ended
   */
  record Locked(Envelope token, long epoch, long stake) implements Result {}

  /** All of the transaction is done, and safe. */
  record Committed() implements Result {}

  /**
   * Nothing was done.
   *
   * @param why the reason
   * @param offer the host's bid of now, if it refused a write
   */
  record None(Why why, @Nullable Offer offer) implements Nothing {}

  /**
   * The token has changed, and that is safe.
   *
   * @param token as it is now
   */
  record Updated(Envelope token) implements Result {}

  /**
   * The token's lease has ended by this operation, and that is safe.
   *
   * @param token which
   */
  record LeaseCancelled(TokenId token) implements Result {}

  /**
   * Nothing was done: the token has another version than was expected.
   *
   * @param present its version
   */
  record Conflict(long present) implements Nothing {}

  /**
   * Nothing was done: the tuple does not take the edits.
   *
   * @param why which field, and why
   */
  record Unfit(String why) implements Nothing {}

  /**
   * Not executed here and now; what became of the attempt before is not said.
   *
   * @param why the reason
   * @param epoch the epoch that the segment is led under
   */
  record Refused(Refusal why, long epoch) implements Result {}

  /** Why nothing was done. */
  enum Why {
    /** No free token matches. */
    NO_MATCH,
    /** The tuple does not fit the host's budget. */
    FULL,
    /** The operation was cancelled before anything was done. */
    CANCELLED,
    /** The host has no function of that name registered. */
    NO_FUNCTION,
    /** The transaction is over, and nothing of it will be done. */
    ABORTED,
    /** A transaction that is not decided has taken or read the token. */
    LOCKED,
    /** Fewer stores hold the segment than {@code copies.min}: what came in might get lost. */
    FEW_COPIES,
    /** The host is being drained, and takes nothing in. */
    LEAVING,
    /** The token is on its way to another segment, or has gone there. */
    MOVED
  }

  /** Why a segment does not execute. */
  enum Refusal {
    /** The message names another epoch than the one led; send again under this one. */
    OTHER_EPOCH,
    /** Another gateway has taken the session over. */
    OLD_TURN,
    /** The session has said that it needs no answer to this number. */
    BELOW_LOW,
    /** The session ended here, or its era is past. */
    SESSION_GONE,
    /** The session has too many open operations or unacknowledged bytes here. */
    BUSY
  }
}
