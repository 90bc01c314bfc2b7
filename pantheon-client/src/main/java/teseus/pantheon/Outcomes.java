package teseus.pantheon;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;

/**
 * The operations whose outcome is not known, for whoever asks in time; the oldest goes when there
 * are too many. A take that nobody asked about is undone; a write stays as it is. Thread-safe.
 */
final class Outcomes {
  static final int MOST = 1_024;

  private final RemoteAsker asker;
  private final Map<OpId, Kept> kept = new LinkedHashMap<>();
  private boolean closed;

  /** One time that an operation was put aside; not equal to the next. */
  private static final class Kept {
    private final Named operation;

    Kept(Named operation) {
      this.operation = operation;
    }
  }

  Outcomes(RemoteAsker asker) {
    this.asker = asker;
  }

  /** Keeps an operation, whose number is open in its session. */
  void keep(Named operation) {
    Kept one = new Kept(operation);
    @Nullable Kept tooMany = null;
    synchronized (this) {
      if (closed) {
        tooMany = one;
      } else {
        kept.put(operation.op(), one);
        if (kept.size() > MOST) {
          tooMany = kept.remove(kept.keySet().iterator().next());
        }
      }
    }
    if (tooMany != null) {
      leave(tooMany.operation);
    }
    if (tooMany != one) {
      CompletableFuture.delayedExecutor(asker.config().keep().toMillis(), MILLISECONDS)
          .execute(() -> expire(one));
    }
  }

  synchronized boolean isEmpty() {
    return kept.isEmpty();
  }

  /** Asks what became of one; until there is an answer it is nobody else's to ask. */
  CompletableFuture<Outcome> ask(OpId op) {
    Kept one;
    synchronized (this) {
      one = kept.remove(op);
    }
    if (one == null) {
      return CompletableFuture.failedFuture(
          new OutcomeUnknownException(
              op,
              "this client does not keep operation "
                  + op
                  + ": it was asked about already, or longer than "
                  + asker.config().keep()
                  + " ago, or is another's"));
    }
    return new Question(asker, one.operation).begin();
  }

  private void expire(Kept one) {
    synchronized (this) {
      if (!kept.remove(one.operation.op(), one)) {
        return;
      }
    }
    leave(one.operation);
  }

  /** Nobody will ask about it. */
  void drop(OpId op) {
    Kept one;
    synchronized (this) {
      one = kept.remove(op);
    }
    if (one != null) {
      leave(one.operation);
    }
  }

  private void leave(Named operation) {
    if (Codec.isTake(operation.request())) {
      new Undo(asker, operation).begin();
    } else {
      asker.sessions().end(operation);
    }
  }

  /** Nobody will ask about any, now and later. */
  void close() {
    List<Kept> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(kept.values());
      kept.clear();
    }
    all.forEach(one -> leave(one.operation));
  }
}
