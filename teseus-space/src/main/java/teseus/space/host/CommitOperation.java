package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.SegmentId;
import teseus.space.SpaceException;
import teseus.space.TransactionAbortedException;
import teseus.space.TransactionAbortedException.Reason;
import teseus.space.UnavailableException;
import teseus.space.wire.Action;
import teseus.space.wire.Portion;
import teseus.space.wire.Result;

/**
 * A commit: aimed at the segment that a transaction came to first, which decides. It cannot be
 * called off.
 */
final class CommitOperation extends AimedOperation {
  private final Transactions transactions;
  private final OpId name;

  CommitOperation(
      OpId op,
      int turn,
      LongSupplier low,
      Asking asking,
      Transactions transactions,
      OpId transaction) {
    super(op, turn, low, asking);
    this.transactions = transactions;
    this.name = transaction;
  }

  @Override
  boolean part() {
    return true;
  }

  @Override
  void arm(long now) {
    OpenTransaction transaction = transactions.find(name);
    if (transaction != null) {
      transaction.commits().add(this);
    }
    answerBy(now + asking().times().answer());
  }

  @Override
  void begin(long now) {
    OpenTransaction transaction = transactions.find(name);
    if (transaction == null) {
      close(failed(transactions.unknown(name)), now);
      return;
    }
    transactions.abortIfLeft(transaction, turn(), now);
    Reply answer = answer(transaction);
    if (answer == null) {
      commit(transaction, now);
    } else {
      close(answer, now);
    }
  }

  private void commit(OpenTransaction transaction, long now) {
    List<Portion> portions = new ArrayList<>(transaction.portions());
    if (portions.isEmpty()) {
      transactions.committed(transaction, now);
      close(new Reply.Ended(), now);
      return;
    }
    Portion own = portions.get(0);
    Directory.Lead lead = asking().directory().lead(own.segment());
    if (lead == null) {
      close(
          failed(
              new UnavailableException(
                  "transaction "
                      + name
                      + " stays open: "
                      + asking().unavailable(List.of(own.segment())))),
          now);
      return;
    }
    if (own.epoch() == 0) { // it is decided under this epoch or not at all
      portions.set(0, own.under(lead.epoch()));
    }
    long lease = Math.max(1, transaction.until() - now);
    transactions.committing(transaction);
    answerBy(now + lease + asking().times().answer());
    flight().aim(own.segment(), new Action.Commit(name, lease, portions), now);
  }

  private @Nullable Reply answer(OpenTransaction transaction) {
    return switch (transaction.stage()) {
      case OPEN ->
          transaction.running().isEmpty()
              ? null
              : failed(
                  new BusyException(
                      "transaction "
                          + name
                          + " stays open: "
                          + transaction.running().size()
                          + " operations of it are under way; let them end first"));
      case COMMITTED -> new Reply.Ended();
      case ABORTED -> failed(transaction.over());
      case COMMITTING, UNKNOWN ->
          turn() > 0 // no segment has committed it under an earlier turn, and none will
              ? failed(
                  new TransactionAbortedException(
                      Reason.UNKNOWN,
                      "the session has gone on through another host before it ended"))
              : failed(
                  new OutcomeUnknownException(id(), "another commit of " + name + " is under way"));
    };
  }

  private static Reply failed(SpaceException why) {
    return new Reply.Failed(why);
  }

  @Override
  void settled(SegmentId segment, Result result, long now) {
    OpenTransaction transaction = transactions.find(name);
    if (transaction != null) {
      transactions.committed(transaction, now);
    }
    close(new Reply.Ended(), now);
  }

  @Override
  void none(Result.Nothing answer, long now) {
    TransactionAbortedException why = why(answer);
    OpenTransaction transaction = transactions.find(name);
    if (transaction != null) {
      transactions.aborted(transaction, why);
    }
    close(failed(why), now);
  }

  private TransactionAbortedException why(Result.Nothing answer) {
    Result.Why nothing = answer instanceof Result.None none ? none.why() : Result.Why.ABORTED;
    return switch (nothing) {
      case FULL -> aborted(Reason.NO_ROOM, "a host has no room for what it writes");
      case FEW_COPIES ->
          aborted(
              Reason.FEW_COPIES,
              "fewer stores hold one of its segments than copies.min, until a host that is lost is"
                  + " back or another has its copy");
      default ->
          aborted(
              Reason.PART_LOST,
              "its lease ended while it was being committed, or a segment of it has another primary"
                  + " or has not kept its locks");
    };
  }

  private TransactionAbortedException aborted(Reason reason, String what) {
    return new TransactionAbortedException(reason, "transaction " + name + " is aborted: " + what);
  }

  @Override
  void cancel(long now) {}

  @Override
  void release(long now) {
    super.release(now);
    OpenTransaction transaction = transactions.find(name);
    if (transaction != null) {
      transaction.commits().remove(this);
    }
    if (flight().inFlight()) {
      transactions.left(name);
    }
  }
}
