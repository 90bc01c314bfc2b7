package teseus.space.host;

import static teseus.space.host.TransactionLimits.BYTES;
import static teseus.space.host.TransactionLimits.LEASE;
import static teseus.space.host.TransactionLimits.OPEN;
import static teseus.space.host.TransactionLimits.OPERATIONS;
import static teseus.space.host.TransactionLimits.PER_CLIENT;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.Consistency;
import teseus.space.Lease;
import teseus.space.LimitReached;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.TransactionAbortedException;
import teseus.space.TransactionAbortedException.Reason;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message;
import teseus.space.wire.TransactionMessage;
import teseus.space.wire.TupleCodec;

/**
 * The transactions that were begun at this host (PROTOCOL.md, rule 16). Until they are committed
 * they are its memory: they end with it, with their lease, or when they are aborted.
 */
final class Transactions {
  private static final int MOST_ENDED = 1_024;

  private final Asking asking;
  private final Placement placement;
  private final HostLedger ledger;
  private final TransactionLimits limits;
  private final Limits tuples;
  private final Map<OpId, OpenTransaction> open = new HashMap<>();
  private final Map<OpId, OpenTransaction> ended = new LinkedHashMap<>();

  Transactions(
      Asking asking,
      Placement placement,
      HostLedger ledger,
      TransactionLimits limits,
      Limits tuples) {
    this.asking = asking;
    this.placement = placement;
    this.ledger = ledger;
    this.limits = limits;
    this.tuples = tuples;
  }

  /** How many are open. */
  int size() {
    return open.size();
  }

  /** One that was begun here and is open, or has ended not long ago; null if there is none. */
  @Nullable OpenTransaction find(OpId id) {
    OpenTransaction one = open.get(id);
    return one == null ? ended.get(id) : one;
  }

  /** What to say of one that is not known. */
  TransactionAbortedException unknown(OpId id) {
    return new TransactionAbortedException(
        Reason.UNKNOWN,
        "transaction "
            + id
            + " is not open at this host: it was begun at another, has ended, or its host was"
            + " started again; begin a new one");
  }

  /**
   * Begins a transaction.
   *
   * @throws IllegalArgumentException if the lease is longer than it may be
   */
  Operation begin(OpId op, int turn, Request.Begin request, long now) {
    String client = request.client();
    long its = open.values().stream().filter(one -> one.isOf(client)).count();
    BusyException busy =
        client != null && its >= limits.perClient()
            ? full("are open for this client", PER_CLIENT, its, limits.perClient())
            : open.size() >= limits.open()
                ? full("are open at this host", OPEN, open.size(), limits.open())
                : null;
    if (busy != null) {
      return failed(op, turn, busy);
    }
    requireLease(request.lease());
    OpenTransaction one = new OpenTransaction(op, turn, client);
    open.put(op, one);
    Instant until = lease(one, request.lease(), now);
    return new AnsweredOperation(op, turn, asking, new Reply.Begun(op, until));
  }

  private static BusyException full(String where, String setting, long used, long limit) {
    return new BusyException(
        used
            + " transactions "
            + where
            + ", and "
            + setting
            + " allows "
            + limit
            + "; try again when some have ended",
        new LimitReached(setting, used, limit));
  }

  private void requireLease(long lease) {
    if (lease < 1 || lease > limits.leaseMs()) {
      throw new IllegalArgumentException(
          "a transaction's lease is 1 to "
              + limits.leaseMs()
              + " ms ("
              + LEASE
              + "), was "
              + lease
              + " ms; it can be renewed");
    }
  }

  private Instant lease(OpenTransaction one, long lease, long now) {
    long until = now + lease;
    String ended = "its lease of " + lease + " ms has ended";
    one.lease(until, asking.timers().at(until, due -> abort(one, Reason.LEASE_ENDED, ended, due)));
    return Instant.ofEpochMilli(until);
  }

  /**
   * Lets one go on for longer.
   *
   * @throws IllegalArgumentException if the lease is longer than it may be
   */
  Operation extend(OpId op, int turn, Request.Extend request, long now) {
    OpenTransaction one = open.get(request.transaction());
    SpaceException closed = closed(one, request.transaction(), turn, now);
    if (one == null || closed != null) {
      return failed(op, turn, closed == null ? unknown(request.transaction()) : closed);
    }
    requireLease(request.lease());
    Instant until = lease(one, request.lease(), now);
    extend(one, now);
    return new AnsweredOperation(op, turn, asking, new Reply.Extended(one.id(), until));
  }

  /** Tells its segments how long it lives, again and again: what gets lost is said again. */
  private void extend(OpenTransaction one, long now) {
    for (SegmentId segment : one.lockedAt()) {
      send(segment, new TransactionMessage.Extend(one.id(), segment, one.until() - now));
    }
    one.extending(asking.timers().at(now + asking.times().resend(), due -> extend(one, due)));
  }

  /** Aborts one, because its user says so. */
  Operation abort(OpId op, int turn, Request.Abort request, long now) {
    OpenTransaction one = find(request.transaction());
    if (one == null || one.stage() == OpenTransaction.Stage.ABORTED) {
      return new AnsweredOperation(op, turn, asking, new Reply.Ended());
    }
    if (one.stage() != OpenTransaction.Stage.OPEN) {
      return failed(
          op, turn, new BusyException("transaction " + one.id() + " was asked to commit before"));
    }
    abort(one, Reason.CALLED_OFF, "its user has aborted it", now);
    return new AnsweredOperation(op, turn, asking, new Reply.Ended());
  }

  /**
   * Whether a request ends one, and so lets go of what others may wait for. It is begun however
   * much is under way: else a host that is full of what waits for locks could be let out of it by
   * their lease alone. An abort is answered at once; a commit is not, so that this is the first
   * under way of a transaction that is open, and there are no more of these than that.
   */
  boolean ends(Request request) {
    if (request instanceof Request.Commit commit) {
      OpenTransaction one = open.get(commit.transaction());
      return one != null && one.commits().isEmpty();
    }
    return request instanceof Request.Abort;
  }

  /** Does something in one. */
  Operation within(
      OpId op, int turn, LongSupplier low, Request.Within request, Pick pick, long now) {
    OpenTransaction one = open.get(request.transaction());
    SpaceException closed = closed(one, request.transaction(), turn, now);
    if (one == null || closed != null) {
      return failed(op, turn, closed == null ? unknown(request.transaction()) : closed);
    }
    if (one.step() > limits.operations()) {
      return failed(
          op,
          turn,
          new BusyException(
              "a transaction has at most "
                  + limits.operations()
                  + " operations ("
                  + OPERATIONS
                  + "); commit it and go on in another",
              new LimitReached(OPERATIONS, limits.operations(), limits.operations())));
    }
    if (request.step() instanceof Request.Write write) {
      return write(op, turn, one, write, now);
    }
    LockOperation.Wanted wanted = wanted(request.step());
    Reply own = own(one, wanted);
    return own == null
        ? new LockOperation(op, turn, low, asking, this, one, wanted, pick)
        : new AnsweredOperation(op, turn, asking, own);
  }

  /** What one has written itself and wants; if it takes that, nobody will ever see it. */
  @Nullable Reply own(OpenTransaction one, LockOperation.Wanted wanted) {
    OpenTransaction.Unseen own = one.own(wanted.template());
    if (own == null) {
      return null;
    }
    if (wanted.take()) {
      one.tookBack(own);
      ledger.reserve(-own.token().cost());
    }
    return new Reply.Found(Optional.of(Tokens.exact(own.token(), own.segment())));
  }

  /** In which order a step looks for a match. */
  static Order order(Request step) {
    return step instanceof Request.Write ? Order.NEAR : wanted(step).order();
  }

  private static LockOperation.Wanted wanted(Request step) {
    if (step instanceof Request.Take take) {
      return wanted(take.template(), true, take.timeout(), take.order());
    }
    if (step instanceof Request.Read read) {
      return wanted(read.template(), false, read.timeout(), read.order());
    }
    if (step instanceof Request.TakeIfExists take) {
      return new LockOperation.Wanted(
          take.template(), true, false, take.timeout(), take.consistency(), take.order());
    }
    if (step instanceof Request.ReadIfExists read && read.consistency() != Consistency.LOOSE) {
      return new LockOperation.Wanted(
          read.template(), false, false, 0, read.consistency(), read.order());
    }
    throw new IllegalArgumentException(
        "a transaction writes, reads and takes, and never loosely: " + step);
  }

  private static LockOperation.Wanted wanted(
      Template template, boolean take, long timeout, Order order) {
    return new LockOperation.Wanted(
        template, take, timeout > 0, timeout, Consistency.SESSION, order);
  }

  private Operation write(OpId op, int turn, OpenTransaction one, Request.Write write, long now) {
    byte[] fields = TupleCodec.encode(write.tuple(), tuples);
    long until = write.term() > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + write.term();
    Envelope token = new Envelope(new TokenId(op), write.tuple().type(), fields, now << 16, until);
    if (one.bytes() + token.cost() > limits.bytes()) {
      return failed(
          op,
          turn,
          new BusyException(
              "a transaction writes at most "
                  + limits.bytes()
                  + " bytes ("
                  + BYTES
                  + "), and this one has written "
                  + one.bytes()
                  + "; commit it and go on in another",
              new LimitReached(BYTES, one.bytes(), limits.bytes())));
    }
    Sale sale = placement.open(token, now);
    SegmentId segment = ledger.fits(token.cost()) ? sale.next(now) : null;
    if (segment == null) {
      return failed(op, turn, sale.refusal());
    }
    one.wrote(new OpenTransaction.Unseen(token, write.term(), segment, sale));
    ledger.reserve(token.cost());
    List.copyOf(one.running()).forEach(operation -> operation.written(now));
    return new AnsweredOperation(
        op,
        turn,
        asking,
        new Reply.Written(new Lease(token.id(), segment, Instant.ofEpochMilli(until))));
  }

  private Operation failed(OpId op, int turn, SpaceException why) {
    return new AnsweredOperation(op, turn, asking, new Reply.Failed(why));
  }

  private @Nullable SpaceException closed(
      @Nullable OpenTransaction one, OpId id, int turn, long now) {
    OpenTransaction known = one == null ? ended.get(id) : one;
    if (known == null) {
      return unknown(id);
    }
    abortIfLeft(known, turn, now);
    return switch (known.stage()) {
      case OPEN -> null;
      case ABORTED, COMMITTED, COMMITTING, UNKNOWN -> known.over();
    };
  }

  /**
   * Aborts one whose session has gone on: what was done in it before that was answered to nobody
   * may be asked again, and would be done twice.
   */
  void abortIfLeft(OpenTransaction one, int turn, long now) {
    if (one.turn() != turn) {
      abort(one, Reason.UNKNOWN, "its session has gone on through another host", now);
    }
  }

  /** Its first segment is asked to decide: its lease ends it there, and here no more. */
  void committing(OpenTransaction one) {
    one.stop();
    one.stage(OpenTransaction.Stage.COMMITTING, null);
  }

  /** It is done. */
  void committed(OpenTransaction one, long now) {
    one.writes().forEach(each -> each.sale().won(each.segment(), now));
    end(one, OpenTransaction.Stage.COMMITTED, null);
  }

  /** It is not done, its first segment says. */
  void aborted(OpenTransaction one, TransactionAbortedException why) {
    List<SegmentId> locked = one.lockedAt();
    end(one, OpenTransaction.Stage.ABORTED, why);
    locked.forEach(segment -> unlock(one, segment));
  }

  /** Nobody here will hear what became of it. */
  void left(OpId id) {
    OpenTransaction one = open.get(id);
    if (one != null) {
      end(one, OpenTransaction.Stage.UNKNOWN, null);
    }
  }

  /** Aborts one, if it is open: its operations end, and so do its locks. */
  void abort(OpenTransaction one, Reason reason, String why, long now) {
    if (one.stage() == OpenTransaction.Stage.OPEN) {
      TransactionAbortedException over =
          new TransactionAbortedException(
              reason, "transaction " + one.id() + " is aborted: " + why);
      aborted(one, over);
      List.copyOf(one.running()).forEach(operation -> operation.aborted(over, now));
    }
  }

  /** Those of a session are aborted: its client is gone for good. */
  void endSession(SessionId session, long now) {
    for (OpenTransaction one : List.copyOf(open.values())) {
      if (one.id().session().equals(session)) {
        abort(one, Reason.CALLED_OFF, "its session has ended", now);
      }
    }
  }

  /** Tells a segment that a transaction is over; where that is lost, its lease ends the locks. */
  void unlock(OpenTransaction one, @Nullable SegmentId segment) {
    if (segment != null) {
      send(segment, new TransactionMessage.Unlock(one.id(), segment));
    }
  }

  private void end(
      OpenTransaction one, OpenTransaction.Stage stage, @Nullable TransactionAbortedException why) {
    one.stop();
    one.stage(stage, why);
    if (open.remove(one.id()) == null) {
      return;
    }
    ledger.reserve(-one.bytes());
    one.forget();
    ended.put(one.id(), one);
    if (ended.size() > MOST_ENDED) {
      Iterator<OpId> oldest = ended.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private void send(SegmentId segment, TransactionMessage message) {
    asking.send(segment, new Message.Transactional(message));
  }
}
