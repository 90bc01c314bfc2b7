package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Result;

/**
 * What a segment's log adds up to. Each record takes effect twice: when it is appended, for those
 * who order (a token taken is gone for every other take), and when it is committed, for those who
 * look (a token put is visible). Recovery does both at once.
 */
final class SegmentState {
  private final TokenStore store;
  private final SessionTable sessions = new SessionTable();
  private final ActiveTuples active = new ActiveTuples();
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

  /** A record stands at its place in the log. */
  void appended(LogRecord record, long lsn) {
    if (record instanceof LogRecord.Put put) {
      Slot unused = store.put(put.token(), lsn);
      sessions.done(put.op(), put.low(), Completion.written(lsn, put.token()));
    } else if (record instanceof LogRecord.Take take) {
      Slot slot = slot(store.get(take.token()), record);
      store.hide(slot);
      sessions.done(take.op(), take.low(), Completion.taken(lsn, slot.token(), slot.lsn()));
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
    }
  }

  /**
   * A record is safe.
   *
   * @return the token that it made visible, if it did
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
    if (record instanceof LogRecord.Take take) {
      Envelope unused = store.forget(slot(store.get(take.token()), record));
    } else if (record instanceof LogRecord.Expire expire) {
      Envelope unused = store.forget(slot(store.get(expire.token()), record));
    }
    return null;
  }

  /** The token that a record lets in, out or back, before it is committed; null if none. */
  @Nullable Envelope subject(LogRecord record) {
    if (record instanceof LogRecord.Put put) {
      return put.token();
    } else if (record instanceof LogRecord.Computed computed) {
      return computed.token();
    } else if (record instanceof LogRecord.Take take) {
      return token(take.token());
    } else if (record instanceof LogRecord.Expire expire) {
      return token(expire.token());
    }
    return record instanceof LogRecord.Return back ? token(back.token()) : null;
  }

  private @Nullable Envelope token(TokenId id) {
    Slot slot = store.get(id);
    return slot == null ? null : slot.token();
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
