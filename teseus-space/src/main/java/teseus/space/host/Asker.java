package teseus.space.host;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.SegmentId;
import teseus.space.SessionGoneException;
import teseus.space.SessionId;
import teseus.space.SpaceException;
import teseus.space.host.OperationMaker.Under;
import teseus.space.store.Slot;
import teseus.space.wire.Message;

/**
 * Asks on behalf of those who come to this host: its own callers, in sessions of its own, and
 * remote clients in theirs. It keeps each operation until it is closed; its answer is kept with the
 * client's session.
 */
final class Asker implements Asking.Closed {
  private final AskerSessions sessions;
  private final Asking asking;
  private final Load load;
  private final ShortCut shortCut;
  private final Runnable commit;
  private final Transactions transactions;
  private final OperationMaker making;
  private final Map<OpId, Operation> open = new HashMap<>();

  /**
   * Nothing is asked yet.
   *
   * @param clock dates what the short cut writes
   * @param commit commits what was appended and is safe by now
   * @param random draws where a match is looked for, if any will do
   */
  Asker(
      AskerSessions sessions,
      AskingParts parts,
      View view,
      Placement placement,
      Meta meta,
      TransactionLimits transacted,
      Limits limits,
      Load load,
      HostLedger ledger,
      HybridClock clock,
      Runnable commit,
      RandomGenerator random) {
    this.sessions = sessions;
    this.asking = new Asking(parts, this, random.nextLong() >>> 1);
    this.load = load;
    this.shortCut = parts.make().shortCut(asking, placement, ledger, clock, limits);
    this.commit = commit;
    this.transactions = new Transactions(asking, placement, ledger, transacted, limits);
    this.making = new OperationMaker(asking, view, placement, meta, transactions, limits, random);
  }

  /** Transactions begun here that are open. */
  int transactions() {
    return transactions.size();
  }

  /** Operations under way. */
  int size() {
    return open.size();
  }

  /** Questions to segments that are open. */
  int questions() {
    return asking.questions();
  }

  /** The operations under way; a copy. */
  List<Operation> operations() {
    return List.copyOf(open.values());
  }

  /** Begins a request that is not repeated; returns its name. */
  @CanIgnoreReturnValue
  OpId submit(Request request, long heard, Consumer<Reply> listener, long now) {
    return submit(request, asking.mustAsk(heard), listener, now);
  }

  private OpId submit(Request request, boolean sure, Consumer<Reply> listener, long now) {
    BusyException busy = busy(request);
    if (busy != null) {
      listener.accept(new Reply.Failed(busy));
      return sessions.once();
    }
    OpId op = OperationMaker.changes(request) ? sessions.number(now) : sessions.once();
    AskerSession session = sessions.get(op.session());
    LongSupplier low = session == null ? () -> 1 : session::low;
    begin(made(new Under(op, 0, low, false, sure), request, now), listener, now);
    return op;
  }

  /** Does the request of a caller in this process: at once if it can. Returns its name. */
  @CanIgnoreReturnValue
  OpId call(Request request, Consumer<Reply> listener, long now) {
    if (busy(request) != null) {
      return submit(request, false, listener, now); // which says so
    }
    OpId op = sessions.once();
    ShortCut.Done done = shortCut.attempt(op, request, now);
    if (done == null && request instanceof Request.Take take && shortCut.waits(take)) {
      OpId number = sessions.number(now);
      begin(new StandingTake(number, take, asking, this::goOn), listener, now);
      return number;
    }
    if (done == null) {
      return submit(request, false, listener, now);
    }
    commit.run();
    if (shortCut.safe(done)) {
      listener.accept(done.reply());
    } else {
      begin(new AppendedOperation(op, done, asking), listener, now);
    }
    return op;
  }

  /** The take that stands in the queues itself, by such a wait; null if there is none. */
  @Nullable StandingTake standing(Message.Wait wait) {
    return open.get(wait.op()) instanceof StandingTake take ? take : null;
  }

  /** Gives a token that is held for nobody to a take that stands here; false if that cannot be. */
  boolean gives(StandingTake take, Segment segment, Slot slot, long now) {
    if (!segment.alone()) {
      return false;
    }
    Aims.open(segment, take.id().session(), now);
    ShortCut.Done done = shortCut.take(take.id(), low(take), segment, slot, now);
    if (done == null) {
      return false;
    }
    take.release(now);
    follow(take, new AppendedOperation(take.id(), done, asking), now);
    return true;
  }

  /** The low of an operation's session. */
  long low(Operation operation) {
    AskerSession session = sessions.get(operation.id().session());
    return session == null ? 1 : session.low();
  }

  /** A take that stands here cannot be sure any more to be given all that comes. */
  private void goOn(StandingTake take, long now) {
    take.stopAlarm();
    follow(take, making.after(take, () -> low(take), now), now);
  }

  /** An operation goes on as another, under its name. */
  private void follow(Operation before, Operation next, long now) {
    before.handOn(next);
    open.put(next.id(), next);
    next.start(now);
  }

  /** The take that has nothing in flight and waits so; null if there is none. */
  @Nullable TakeOperation waiting(Message.Wait wait) {
    return open.get(wait.op()) instanceof TakeOperation take && take.waits(wait) ? take : null;
  }

  /** Begins a client's request, or joins it if it is under way, or answers it again. */
  void submit(OpId op, Said said, Request request, Consumer<Reply> listener, long now) {
    AskerSession session = sessions.client(op.session(), now);
    session.low(said.low());
    int turn = said.turn();
    if (!OperationMaker.changes(request)) {
      // It leaves no record, but its session was heard of.
      submit(request, said.heard(), listener, now);
      return;
    }
    Operation running = open.get(op);
    AskerSession.Answered before = session.answer(op);
    SpaceException refusal =
        running == null && before == null ? refusal(session, op, turn, request) : null;
    if (refusal != null) {
      listener.accept(new Reply.Failed(refusal));
    } else if (running != null && running.turn() == turn) {
      running.tell(listener);
    } else if (before != null && turn <= before.turn()) {
      listener.accept(before.reply());
    } else if (running != null && running.turn() > turn) {
      listener.accept(
          new Reply.Failed(
              new OutcomeUnknownException(
                  op, "the session goes on under turn " + running.turn() + "; ask there")));
    } else {
      if (running != null) {
        abandon(running, now);
      }
      session.joined(op);
      boolean sure = asking.mustAsk(said.heard());
      begin(made(new Under(op, turn, session::low, true, sure), request, now), listener, now);
    }
  }

  private @Nullable SpaceException refusal(
      AskerSession session, OpId op, int turn, Request request) {
    if (turn == 0 && !session.openedHere()) {
      // What it did before may be known to segments that are not asked without a new turn.
      return new SessionGoneException(
          "session "
              + op.session()
              + " was not opened at this host, or is forgotten here; open a new one, or go on in it"
              + " under a higher turn");
    }
    if (sessions.past(op.session())) {
      return new SessionGoneException(
          "session " + op.session() + " is of a past era; open a new one");
    }
    if (op.number() < session.low()) {
      return new OutcomeUnknownException(
          op, "the client has said that it needs no answers below " + session.low());
    }
    if (op.number() - session.low() >= AskerSession.WINDOW) {
      return new BusyException(
          "operation "
              + op
              + " runs "
              + AskerSession.WINDOW
              + " ahead of the oldest whose answer is still wanted ("
              + session.low()
              + "); raise the low, or go on in a new session");
    }
    return busy(request);
  }

  private @Nullable BusyException busy(Request request) {
    return transactions.ends(request) ? null : load.refusal(request);
  }

  private void begin(Operation operation, Consumer<Reply> listener, long now) {
    operation.tell(listener);
    open.put(operation.id(), operation);
    load.begun(operation);
    operation.start(now);
  }

  /** Its client asks anew under a later turn: whoever waits for this one hears so. */
  private void abandon(Operation operation, long now) {
    open.remove(operation.id());
    load.ended(operation);
    operation.release(now);
    operation.unknown("the session goes on under a later turn; ask there");
  }

  /** One that is not begun; if it never will be, because it is misused, its number is free. */
  private Operation made(Under its, Request request, long now) {
    try {
      return making.operation(its, request, now);
    } catch (IllegalArgumentException e) {
      AskerSession session = sessions.get(its.op().session());
      if (session != null) {
        sessions.closed(session, its.op());
      }
      throw e;
    }
  }

  /** Calls an operation off; {@code forget} if nobody wants what it gets. */
  void cancel(OpId op, boolean forget, long now) {
    Operation operation = open.get(op);
    if (operation != null) {
      if (forget) {
        operation.forget();
      }
      operation.cancel(now);
    }
  }

  /**
   * Tells the outcome of an operation of this host's own, after its caller was told that it is not
   * known; at once if it is closed or was never known here.
   */
  void outcome(OpId op, Consumer<Reply> listener, long now) {
    Operation operation = open.get(op);
    if (operation instanceof TakingOperation taking) {
      taking.fetch(listener, now);
    } else if (operation != null) {
      operation.tell(listener);
    } else {
      listener.accept(
          new Reply.Failed(
              new OutcomeUnknownException(op, "operation " + op + " is not known here any more")));
    }
  }

  /**
   * Undoes a client's take, whatever became of it: what it got goes back into the space, and nobody
   * gets it by that name any more.
   *
   * @param listener is told when that is so
   */
  void undo(OpId op, int turn, long low, Consumer<Reply> listener, long now) {
    AskerSession session = sessions.client(op.session(), now);
    session.low(low);
    Operation running = open.get(op);
    AskerSession.Answered before = session.answer(op);
    if (running != null && running.turn() >= turn) {
      running.forget();
      running.tell(listener);
      running.cancel(now);
    } else if (before != null && turn <= before.turn()) {
      undo(session, op, before, listener, now);
    } else {
      if (running != null) {
        abandon(running, now);
      }
      session.joined(op);
      begin(new UndoOperation(op, turn, session::low, asking), listener, now);
    }
  }

  private void undo(
      AskerSession session,
      OpId op,
      AskerSession.Answered before,
      Consumer<Reply> listener,
      long now) {
    if (before.part()) {
      listener.accept(
          new Reply.Failed(
              new BusyException(
                  "operation "
                      + op
                      + " is part of a transaction, and not undone by itself; abort that if it is"
                      + " still open")));
    } else if (before.reply() instanceof Reply.Found found && found.token().isPresent()) {
      session.reopened(op);
      SegmentId segment = found.token().get().segment();
      begin(new GiveBackOperation(op, before.turn(), segment, asking), listener, now);
    } else if (before.reply() instanceof Reply.Failed failed
        && failed.why() instanceof OutcomeUnknownException) {
      listener.accept(before.reply());
    } else { // it got nothing, and never will
      listener.accept(TakingOperation.empty());
    }
  }

  /**
   * A client is gone for good: what it waits for is called off, and its session ends after that.
   */
  void endSession(SessionId id, long now) {
    AskerSession session = sessions.get(id);
    if (session == null) {
      sessions.end(id);
      return;
    }
    for (OpId op : session.open()) {
      cancel(op, true, now);
    }
    transactions.endSession(id, now);
    if (session.idle()) {
      sessions.end(id);
    } else {
      session.ends();
    }
  }

  @Override
  public void gone(SessionId session) {
    sessions.gone(session);
  }

  @Override
  public void closed(Operation operation, long now) {
    if (!open.remove(operation.id(), operation)) {
      return;
    }
    load.ended(operation);
    AskerSession session = sessions.get(operation.id().session());
    if (session == null) {
      return;
    }
    Reply reply = operation.reply();
    if (reply != null) {
      session.answered(operation.id(), operation.turn(), operation.part(), reply);
    }
    sessions.closed(session, operation.id());
  }

  /** Who leads some segments has changed, or whether anyone does. */
  void leadChanged(List<SegmentId> segments, long now) {
    for (Operation operation : operations()) {
      for (SegmentId segment : segments) {
        if (!operation.closed()) {
          operation.leadChanged(segment, now);
        }
      }
    }
  }

  /** Keeps sessions alive, and forgets those of clients that were not heard of for a lease. */
  void keepAlive(long now) {
    sessions.lapse(now);
    sessions.keepAlive();
  }

  void onAnswer(Message.Answer answer, long now) {
    Operation operation = open.get(answer.op());
    if (operation != null) {
      operation.onAnswer(answer, now);
    }
  }

  void onFenced(Message.Fenced fenced, long now) {
    Operation operation = open.get(fenced.op());
    if (operation != null) {
      operation.onFenced(fenced, now);
    }
  }

  void onGivenBack(Message.GivenBack back, long now) {
    Operation operation = open.get(back.op());
    if (operation != null) {
      operation.onGivenBack(back, now);
    }
  }

  void onArmed(HostId from, Message.Armed armed, long now) {
    Operation operation = open.get(armed.op());
    if (operation == null) {
      asking.leave(from, armed.op(), armed.turn(), armed.segment());
    } else {
      operation.onArmed(armed, now);
    }
  }

  void onCall(HostId from, Message.Call call, long now) {
    Operation operation = open.get(call.op());
    if (operation == null) {
      asking.leave(from, call.op(), call.turn(), call.segment());
    } else {
      operation.onCall(call, now);
    }
  }

  void onShown(HostId from, Message.Shown shown, long now) {
    Operation operation = open.get(shown.op());
    if (operation == null) {
      asking.leave(from, shown.op(), shown.turn(), shown.segment());
    } else {
      operation.onShown(shown, now);
    }
  }

  void onPeeked(Message.Peeked peeked, long now) {
    Operation operation = asking.asked(peeked.ask());
    if (operation != null) {
      operation.onPeeked(peeked, now);
    }
  }

  void onLocated(Message.Located located, long now) {
    Operation operation = asking.asked(located.ask());
    if (operation != null) {
      operation.onLocated(located, now);
    }
  }

  void onPaged(Message.Paged paged, long now) {
    Operation operation = asking.asked(paged.ask());
    if (operation != null) {
      operation.onPaged(paged, now);
    }
  }

  void onCounted(Message.Counted counted, long now) {
    Operation operation = asking.asked(counted.ask());
    if (operation != null) {
      operation.onCounted(counted, now);
    }
  }

  void onExplained(Message.Explained explained, long now) {
    Operation operation = asking.asked(explained.ask());
    if (operation != null) {
      operation.onExplained(explained, now);
    }
  }
}
