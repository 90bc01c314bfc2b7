package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.EditRefusedException;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Action;
import teseus.space.wire.Active;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Result;
import teseus.space.wire.TupleCodec;

/**
 * What a primary makes of an action on one token, in the order of the log: it sees what all records
 * appended before have made of the token, committed or not.
 */
class TokenActions {
  private static final Result.None LOCKED = new Result.None(Result.Why.LOCKED, null);
  private static final Result.None NOT_HERE = new Result.None(Result.Why.NO_MATCH, null);
  private static final Result.None MOVED = new Result.None(Result.Why.MOVED, null);

  private final HostLedger ledger;
  private final Limits limits;

  TokenActions(HostLedger ledger, Limits limits) {
    this.ledger = ledger;
    this.limits = limits;
  }

  Decision decide(Segment segment, OpId op, long low, Action.OnToken action, long now) {
    TokenId id = action.token();
    Slot slot = segment.store().get(id);
    if (slot != null && slot.away()) {
      return new Decision.Nothing(MOVED);
    }
    if (slot != null && slot.locked()) {
      return new Decision.Nothing(LOCKED);
    }
    if (!segment.state().has(id)) {
      return new Decision.Nothing(segment.state().recentMoves() > 0 ? MOVED : NOT_HERE);
    }
    if (action instanceof Action.Update || action instanceof Action.Modify) {
      Envelope token = passive(segment, id);
      return token == null || token.until() <= now
          ? new Decision.Nothing(NOT_HERE)
          : changed(segment, op, low, token, action, now);
    }
    if (until(segment, id) <= now) {
      return new Decision.Nothing(NOT_HERE);
    }
    if (action instanceof Action.Renew renew) {
      long until = renew.term() > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + renew.term();
      return new Decision.Append(new LogRecord.Renew(now, op, low, id, until));
    }
    return new Decision.Append(new LogRecord.CancelLease(now, op, low, id));
  }

  /** A token as the records appended so far have left it; null if it is gone, or not computed. */
  private @Nullable Envelope passive(Segment segment, TokenId id) {
    Slot slot = segment.store().get(id);
    return slot == null || slot.gone() ? null : latest(segment.store(), slot);
  }

  /** When the lease of a token ends, computed or not; in the past if it is gone. */
  private long until(Segment segment, TokenId id) {
    Active active = segment.state().active().get(id);
    if (active != null) {
      return active.until();
    }
    Envelope token = passive(segment, id);
    return token == null ? Long.MIN_VALUE : token.until();
  }

  /** The token as the records appended so far have left it. */
  Envelope latest(TokenStore store, Slot slot) {
    return store.latest(slot).token();
  }

  private Decision changed(
      Segment segment, OpId op, long low, Envelope token, Action.OnToken action, long now) {
    if (action instanceof Action.Modify modify) {
      return modified(segment, op, low, token, modify, now);
    }
    Action.Update update = (Action.Update) action;
    return expected(update, token)
        ? changed(segment, op, low, token, token.updated(update.type(), update.fields()), now)
        : new Decision.Nothing(new Result.Conflict(token.version()));
  }

  /** Whether a token is as an update expects it. */
  boolean expected(Action.Update update, Envelope token) {
    return update.version() == token.version();
  }

  private Decision modified(
      Segment segment, OpId op, long low, Envelope token, Action.Modify modify, long now) {
    byte[] fields;
    try {
      Tuple before = TupleCodec.decode(token.type(), token.fields());
      fields = TupleCodec.encode(modify.edits().applyTo(before, limits), limits);
    } catch (EditRefusedException | IllegalArgumentException e) {
      return new Decision.Nothing(new Result.Unfit(String.valueOf(e.getMessage())));
    }
    return changed(segment, op, low, token, token.updated(token.type(), fields), now);
  }

  private Decision changed(
      Segment segment, OpId op, long low, Envelope before, Envelope after, long now) {
    long more = after.cost() - before.cost();
    if (more > 0 && !ledger.fits(segment.id(), more)) {
      return new Decision.Nothing(new Result.None(Result.Why.FULL, ledger.offer()));
    }
    return new Decision.Append(
        new LogRecord.Update(
            now, op, low, after.id(), after.type(), after.fields(), after.version()));
  }
}
