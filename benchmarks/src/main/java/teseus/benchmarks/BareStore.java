package teseus.benchmarks;

import org.jspecify.annotations.Nullable;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Envelope;
import teseus.space.wire.TupleCodec;

/**
 * The store of one segment without its host: no log, no session, no other thread. A store is one
 * thread's at a time, so callers share it behind a lock.
 */
final class BareStore {
  private final TokenStore store = new TokenStore(new EncodedFields());
  private final SessionId session = new SessionId(1, 1);
  private long lsn;

  /** A store with the items of the numbers from 0, and an index on a field. */
  static BareStore filled(int count, String indexed) {
    BareStore filled = new BareStore();
    filled.store.declareIndex(Item.TYPE, indexed);
    for (int i = 0; i < count; i++) {
      filled.write(encode(Item.of(i).tuple()), Long.MAX_VALUE);
    }
    return filled;
  }

  static byte[] encode(Tuple tuple) {
    return TupleCodec.encode(tuple, Limits.DEFAULT);
  }

  /**
   * Puts a token and shows it.
   *
   * @param until when its lease ends
   */
  synchronized void write(byte[] fields, long until) {
    lsn++;
    TokenId id = new TokenId(new OpId(session, lsn));
    Slot slot = store.put(new Envelope(id, Item.TYPE, fields, lsn, until), lsn);
    store.show(slot);
  }

  /** Finds the oldest match, hides and forgets it. */
  synchronized @Nullable Envelope take(Template template) {
    Slot slot = store.oldestFree(template, null);
    if (slot == null) {
      return null;
    }
    store.hide(slot);
    return store.forget(slot);
  }

  synchronized @Nullable Envelope read(Template template) {
    Slot slot = store.oldestVisible(template);
    return slot == null ? null : slot.token();
  }
}
