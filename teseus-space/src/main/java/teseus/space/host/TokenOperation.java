package teseus.space.host;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.EditRefusedException;
import teseus.space.Lease;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.SegmentId;
import teseus.space.SpaceException;
import teseus.space.SpaceFullException;
import teseus.space.UnavailableException;
import teseus.space.VersionConflictException;
import teseus.space.wire.Action;
import teseus.space.wire.EditBytes;
import teseus.space.wire.Message;
import teseus.space.wire.Result;
import teseus.space.wire.TupleCodec;

/**
 * Something done to one token: aimed at the segment it was last known in, and if it is not there,
 * at the one that says it has it. One that is nowhere, each segment asked at a moment of its own,
 * is not in the space; where tokens have moved lately, only if none has left a segment between two
 * such rounds.
 */
final class TokenOperation extends AimedOperation {
  private static final long PAUSE_MS = 20;

  private record Moves(long epoch, long count) {}

  private final Request.OnToken request;
  private final Action.OnToken action;
  private final long bytes;
  private final Poll poll;
  private final Map<SegmentId, Moves> before = new HashMap<>();
  private final Map<SegmentId, Moves> present = new HashMap<>();
  private Timers.@Nullable Timer again;
  private boolean polled;
  private boolean moving;
  private boolean late;

  TokenOperation(
      OpId op,
      int turn,
      LongSupplier low,
      Request.OnToken request,
      Action.OnToken action,
      Asking asking) {
    super(op, turn, low, asking);
    this.request = request;
    this.action = action;
    this.bytes = bytes(action);
    this.poll = new Poll(this, (ask, segment) -> new Message.Locate(ask, segment, request.token()));
  }

  /**
   * What to ask of the token's segment.
   *
   * @throws IllegalArgumentException if a tuple is beyond a limit
   */
  static Action.OnToken action(Request.OnToken request, Limits limits) {
    if (request instanceof Request.Update update) {
      return new Action.Update(
          update.token(),
          update.version(),
          update.tuple().type(),
          TupleCodec.encode(update.tuple(), limits));
    }
    if (request instanceof Request.Modify modify) {
      return new Action.Modify(modify.token(), modify.edits());
    }
    if (request instanceof Request.Renew renew) {
      return new Action.Renew(renew.token(), renew.term());
    }
    return new Action.CancelLease(request.token());
  }

  private static long bytes(Action.OnToken action) {
    if (action instanceof Action.Update update) {
      return update.fields().length;
    }
    return action instanceof Action.Modify modify ? EditBytes.length(modify.edits()) : 0;
  }

  @Override
  long pending() {
    return bytes;
  }

  @Override
  void arm(long now) {
    alarm(now + asking().times().answer(), this::expire);
  }

  @Override
  void begin(long now) {
    SegmentId known = known();
    if (known == null) {
      locate(now);
    } else {
      flight().aim(known, action, now);
    }
  }

  private @Nullable SegmentId known() {
    SegmentId own = asking().own(request.token());
    SegmentId said = request.segment();
    boolean led = said != null && asking().directory().lead(said) != null;
    return own == null && led ? said : own;
  }

  private void locate(long now) {
    again = null;
    polled = true;
    before.clear();
    ask(now);
  }

  private void ask(long now) {
    present.clear();
    poll.ask(now);
    conclude(now);
  }

  @Override
  void onLocated(Message.Located located, long now) {
    if (flight().inFlight() || !poll.answered(located.ask(), located.segment())) {
      return;
    }
    if (located.here()) {
      poll.end();
      flight().aim(located.segment(), action, now);
    } else {
      if (located.moves() > 0) {
        present.put(located.segment(), new Moves(located.epoch(), located.moves()));
      }
      conclude(now);
    }
  }

  private void conclude(long now) {
    if (poll.complete()) {
      if (present.equals(before)) {
        close(missing(), now);
      } else { // it may have left one segment before that was asked, for one that was asked before
        before.clear();
        before.putAll(present);
        ask(now);
      }
    } else if (poll.stuck()) {
      moving = false;
      close(unavailable(), now);
    }
  }

  private Reply unavailable() {
    if (moving) {
      return failed(
          new UnavailableException(
              "nothing was done: token "
                  + request.token()
                  + " is on its way to another segment; try again"));
    }
    return failed(
        new UnavailableException(
            "nothing was done: the token is not where it could be looked for, and "
                + asking().unavailable(poll.open())));
  }

  private Reply missing() {
    return request instanceof Request.CancelLease
        ? new Reply.LeaseCancelled(false)
        : new Reply.Found(Optional.empty());
  }

  private static Reply failed(SpaceException why) {
    return new Reply.Failed(why);
  }

  @Override
  void none(Result.Nothing answer, long now) {
    if (late) {
      close(failed(new UnavailableException("called off; nothing was done")), now);
    } else if (answer instanceof Result.Conflict conflict) {
      close(failed(conflict(conflict.present())), now);
    } else if (answer instanceof Result.Unfit unfit) {
      close(failed(new EditRefusedException(unfit.why())), now);
    } else if (answer instanceof Result.None none && none.why() == Result.Why.FULL) {
      close(failed(full(none)), now);
    } else if (answer instanceof Result.None none && none.why() == Result.Why.LOCKED) {
      close(failed(locked()), now);
    } else if (answer instanceof Result.None none && none.why() == Result.Why.MOVED) {
      moved(now);
    } else if (polled) {
      close(missing(), now); // it was there, and has gone
    } else {
      locate(now);
    }
  }

  /** It is elsewhere, or about to be; after a look at all segments, another needs a moment. */
  private void moved(long now) {
    if (polled) {
      moving = true;
      again = asking().timers().at(now + PAUSE_MS, this::locate);
    } else {
      locate(now);
    }
  }

  private VersionConflictException conflict(long present) {
    return new VersionConflictException(
        present,
        "token "
            + request.token()
            + " has version "
            + present
            + (request instanceof Request.Update update ? ", not " + update.version() : "")
            + "; nothing was changed. Read it again");
  }

  private BusyException locked() {
    return new BusyException(
        "a transaction has taken or read token "
            + request.token()
            + "; nothing was changed. Try again when that has ended");
  }

  private SpaceFullException full(Result.None none) {
    return new SpaceFullException(
        "nothing was changed: the host that keeps token "
            + request.token()
            + " has no room for what it would become"
            + (none.offer() == null ? "" : ", only " + none.offer().freeBytes() + " bytes"));
  }

  @Override
  void settled(SegmentId segment, Result result, long now) {
    if (result instanceof Result.Updated updated) {
      close(new Reply.Found(Optional.of(Tokens.exact(updated.token(), segment))), now);
    } else if (result instanceof Result.Written lease && request instanceof Request.Renew) {
      Instant until = Instant.ofEpochMilli(lease.until());
      close(new Reply.Written(new Lease(lease.token(), segment, until)), now);
    } else if (result instanceof Result.LeaseCancelled) {
      close(new Reply.LeaseCancelled(true), now);
    } else {
      close(
          failed(
              new OutcomeUnknownException(
                  id(), "the number " + id() + " was used for another request before")),
          now);
    }
  }

  private void expire(long now) {
    SpaceException unsent = withdrawn("nothing was changed");
    if (unsent != null) {
      close(failed(unsent), now);
    } else if (fenced() && !flight().inFlight()) {
      close(unavailable(), now);
    } else {
      answerBy(now);
    }
  }

  @Override
  void cancel(long now) {
    late = true;
    flight().withdraw();
    if (flight().inFlight()) {
      flight().cancel(now);
    } else if (fenced()) {
      close(failed(new UnavailableException("called off; nothing was done")), now);
    }
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    super.leadChanged(segment, now);
    if (polled && again == null && !closed() && !flight().inFlight()) {
      poll.send(now);
      conclude(now);
    }
  }

  @Override
  void release(long now) {
    super.release(now);
    poll.end();
    if (again != null) {
      again.cancel();
    }
  }
}
