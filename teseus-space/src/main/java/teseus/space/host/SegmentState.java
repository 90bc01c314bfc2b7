package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.MalformedException;
import teseus.space.wire.Portion;
import teseus.space.wire.Result;
import teseus.space.wire.TupleCodec;

/**
 * What a segment's log adds up to. Each record takes effect twice: when it is appended, for those
 * who order (a token taken is gone for every other take), and when it is committed, for those who
 * look (a token put is visible). Recovery does both at once.
 */
final class SegmentState {
  private final TokenStore store;
  private final SessionTable sessions = new SessionTable();
  private final ActiveTuples active = new ActiveTuples();
  private final TransactionTable transactions = new TransactionTable();
  private final MoveTable moves = new MoveTable();
  private long round;

  SegmentState(TokenStore store) {
    this.store = store;
  }

  /** The highest snapshot that the segment was cut for; 0 if none. */
  long round() {
    return round;
  }

  /** The segment was cut for a snapshot. */
  void cut(long at) {
    round = Math.max(round, at);
  }

  TokenStore store() {
    return store;
  }

  SessionTable sessions() {
    return sessions;
  }

  ActiveTuples active() {
    return active;
  }

  TransactionTable transactions() {
    return transactions;
  }

  MoveTable moves() {
    return moves;
  }

  /** Whether some match is on its way to another segment. */
  boolean moving(Template template) {
    for (MoveTable.Out out : moves.outs().values()) {
      Envelope token = token(out.token());
      if (token != null && TupleCodec.matches(template, token.type(), token.fields())) {
        return true;
      }
    }
    return false;
  }

  /** As {@link MoveTable#recent}. */
  long recentMoves() {
    return moves.recent(sessions.era());
  }

  /** Whether some match is on its way: in the store, or written by a transaction prepared here. */
  boolean busy(Template template) {
    return store.busy(template) || transactions.writes(template);
  }

  /** As above, for a transaction: what it has locked itself does not count. */
  boolean busy(Template template, OpId transaction) {
    return store.busy(template, transaction) || transactions.writes(template);
  }

  /** A record stands at its place in the log. */
  void appended(LogRecord record, long lsn) {
    if (record instanceof LogRecord.Put put) {
      Slot unused = store.put(put.token(), lsn);
      if (!transactions.arrived(put.token().id())) {
        sessions.done(put.op(), put.low(), Completion.written(lsn, put.token()));
      }
    } else if (record instanceof LogRecord.Take take) {
      take(take, lsn);
    } else if (record instanceof LogRecord.Update update) {
      Envelope after = amend(slot(store.get(update.token()), record), update);
      sessions.done(update.op(), update.low(), Completion.of(lsn, new Result.Updated(after)));
    } else if (record instanceof LogRecord.Renew renew) {
      renew(renew);
      Result done = new Result.Written(renew.token(), renew.until());
      sessions.done(renew.op(), renew.low(), Completion.of(lsn, done));
    } else if (record instanceof LogRecord.CancelLease cancel) {
      cancel(cancel);
      Result done = new Result.LeaseCancelled(cancel.token());
      sessions.done(cancel.op(), cancel.low(), Completion.of(lsn, done));
    } else if (record instanceof LogRecord.Return back) {
      giveBack(back, lsn);
    } else if (record instanceof LogRecord.Expire expire) {
      store.hide(slot(store.get(expire.token()), record));
    } else if (record instanceof LogRecord.Eval eval) {
      active.add(eval.active(), lsn);
      sessions.done(eval.op(), eval.low(), Completion.active(lsn, eval.active()));
    } else if (record instanceof LogRecord.Computed computed) {
      active.remove(computed.token().id());
      Slot unused = store.put(computed.token(), lsn);
    } else if (record instanceof LogRecord.Lapse lapse) {
      active.remove(lapse.token());
    } else if (record instanceof LogRecord.Open open) {
      sessions.open(open.session());
    } else if (record instanceof LogRecord.End end) {
      sessions.end(end.session());
    } else if (record instanceof LogRecord.Era raised) {
      sessions.era(raised.era());
    } else if (record instanceof LogRecord.Turn turn) {
      sessions.turn(turn.session(), turn.turn(), lsn);
    } else if (record instanceof LogRecord.Cut cut) {
      cut(cut.round());
    } else {
      transaction(record, lsn);
    }
  }

  private void take(LogRecord.Take take, long lsn) {
    Slot slot = slot(store.get(take.token()), take);
    Slot latest = store.latest(slot);
    store.hide(slot);
    if (!transactions.left(take.token()) && take.op().session().kept()) {
      Completion taken = Completion.taken(lsn, latest.token(), slot.lsn());
      sessions.done(take.op(), take.low(), taken);
    }
  }

  private void transaction(LogRecord record, long lsn) {
    if (record instanceof LogRecord.Prepare prepare) {
      prepare(
          new TransactionTable.Prepared(
              prepare.transaction(),
              prepare.op(),
              prepare.low(),
              prepare.first(),
              prepare.takes(),
              prepare.writes()));
    } else if (record instanceof LogRecord.Decide decide) {
      transactions.decide(
          new TransactionTable.Decided(decide.transaction(), decide.op(), round, decide.others()),
          decide.takes(),
          decide.writes());
      sessions.done(decide.op(), decide.low(), Completion.committed(lsn));
    } else if (record instanceof LogRecord.Resolve resolve) {
      resolve(transactions.resolve(resolve.op(), resolve.commit()), resolve.commit(), lsn);
    } else if (record instanceof LogRecord.Settled settled) {
      transactions.settled(settled.op());
    } else {
      move(record, lsn);
    }
  }

  private void move(LogRecord record, long lsn) {
    if (record instanceof LogRecord.Out out) {
      store.depart(slot(store.get(out.token()), record));
      moves.left(lsn, new MoveTable.Out(out.token(), out.to(), out.log()), sessions.era());
    } else if (record instanceof LogRecord.Done done) {
      store.hide(slot(store.get(done.token()), record));
      moves.closed(done.out(), sessions.era());
    } else if (record instanceof LogRecord.Back back) {
      store.unlock(slot(store.get(back.token()), record));
      moves.closed(back.out(), sessions.era());
    } else if (record instanceof LogRecord.In in) {
      Slot unused = store.put(in.token(), lsn);
      moves.settled(in.move(), new MoveTable.Outcome(lsn, true, round));
    } else if (record instanceof LogRecord.Never never) {
      moves.settled(never.move(), new MoveTable.Outcome(lsn, false, round));
    } else if (record instanceof LogRecord.Forget forget) {
      moves.forget(forget);
    }
  }

  /** A token was on its way to another segment when an image was taken. */
  void away(long lsn, MoveTable.Out out) {
    Slot slot = store.get(out.token());
    if (slot == null) {
      throw new MalformedException(0, "an image has a token on its way that is not in it");
    }
    store.depart(slot);
    moves.restore(lsn, out);
  }

  /** Takes note of what was agreed to; its primary has locked what goes out, recovery does here. */
  void prepare(TransactionTable.Prepared prepared) {
    transactions.prepare(prepared);
    for (Portion.Take take : prepared.takes()) {
      Slot slot = store.get(take.token());
      if (slot != null && slot.lockedBy() == null) {
        store.lock(slot, prepared.transaction());
      }
    }
  }

  private void resolve(TransactionTable.Prepared prepared, boolean commit, long lsn) {
    if (!commit) {
      for (Portion.Take take : prepared.takes()) {
        Slot slot = store.get(take.token());
        if (slot != null) {
          store.unlock(slot);
        }
      }
      return;
    }
    SessionTable.Entry session = sessions.get(prepared.op().session());
    if (session != null && prepared.op().number() >= session.low()) { // else it is refused anyway
      sessions.done(prepared.op(), prepared.low(), Completion.committed(lsn));
    }
  }

  /**
   * A record is safe.
   *
   * @return the token that it made visible, or visible as it is now, if it did
   */
  @Nullable Slot committed(LogRecord record) {
    if (record instanceof LogRecord.Put put) {
      return show(store.get(put.token().id()));
    }
    if (record instanceof LogRecord.Computed computed) {
      return show(store.get(computed.token().id()));
    }
    if (record instanceof LogRecord.Return back) {
      return show(store.get(back.token()));
    }
    if (record instanceof LogRecord.In in) {
      return show(store.get(in.token().id()));
    }
    if (record instanceof LogRecord.Amendment change) {
      return settle(change);
    }
    if (record instanceof LogRecord.CancelLease cancel && store.get(cancel.token()) == null) {
      return null; // it was an active tuple
    }
    if (record instanceof LogRecord.Removal removal) {
      Envelope unused = store.forget(slot(store.get(removal.token()), record));
    }
    return null;
  }

  /**
   * The token that a record lets in, out or back, or what it makes of one, before it is committed;
   * null if none. One that comes in from another segment, or has gone there, was there all the
   * while.
   */
  @Nullable Envelope subject(LogRecord record) {
    if (record instanceof LogRecord.Put put) {
      return put.token();
    } else if (record instanceof LogRecord.Computed computed) {
      return computed.token();
    } else if (record instanceof LogRecord.Done) {
      return null;
    } else if (record instanceof LogRecord.Removal removal) {
      return token(removal.token());
    } else if (record instanceof LogRecord.Update update) {
      Envelope before = token(update.token());
      return before == null ? null : update.amended(before);
    }
    return record instanceof LogRecord.Return back ? token(back.token()) : null;
  }

  /** Whether a token is there, computed or not, as far as records were appended. */
  boolean has(TokenId id) {
    Slot slot = store.get(id);
    return slot == null ? active.get(id) != null : !slot.gone();
  }

  private @Nullable Envelope token(TokenId id) {
    Slot slot = store.get(id);
    return slot == null ? null : slot.token();
  }

  private Envelope amend(Slot slot, LogRecord.Amendment change) {
    Envelope after = change.amended(store.latest(slot).token());
    store.amend(slot, after);
    return after;
  }

  private void renew(LogRecord.Renew renew) {
    if (active.get(renew.token()) != null) {
      active.renew(renew.token(), renew.until());
    } else {
      Envelope unused = amend(slot(store.get(renew.token()), renew), renew);
    }
  }

  private void cancel(LogRecord.CancelLease cancel) {
    if (active.get(cancel.token()) != null) {
      active.remove(cancel.token());
    } else {
      store.hide(slot(store.get(cancel.token()), cancel));
    }
  }

  private @Nullable Slot settle(LogRecord.Amendment change) {
    Slot slot = store.get(change.token());
    if (slot == null || !slot.visible()) {
      return null; // it was an active tuple when its lease was renewed
    }
    Slot after = store.settle(slot);
    return after.gone() ? null : after;
  }

  private void giveBack(LogRecord.Return back, long lsn) {
    Completion completion = sessions.completion(back.op());
    if (completion != null && completion.result() instanceof Result.Taken taken) {
      Slot unused = store.put(taken.token(), completion.placed());
      sessions.returned(back.op(), completion, lsn);
    }
  }

  private @Nullable Slot show(@Nullable Slot slot) {
    if (slot == null) {
      return null;
    }
    store.show(slot);
    return slot.gone() ? null : slot;
  }

  private static Slot slot(@Nullable Slot slot, LogRecord record) {
    if (slot == null) {
      throw new IllegalStateException("the log names a token that is not there: " + record);
    }
    return slot;
  }
}
