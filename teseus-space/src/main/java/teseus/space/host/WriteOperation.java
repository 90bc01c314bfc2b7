package teseus.space.host;

import java.time.Instant;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.SegmentId;
import teseus.space.SpaceException;
import teseus.space.UnavailableException;
import teseus.space.wire.Action;
import teseus.space.wire.Result;

/**
 * A write or an eval: aimed at the winner of its auction, and at the next in the ranking if that
 * refuses.
 */
final class WriteOperation extends AimedOperation {
  private final Action.Entry action;
  private final LongFunction<Sale> auction;
  private @Nullable Sale sale;
  private boolean late;

  /**
   * Not begun.
   *
   * @param action what the host that wins is to do
   * @param auction opens its auction, at a time
   */
  WriteOperation(
      OpId op,
      int turn,
      LongSupplier low,
      Action.Entry action,
      Asking asking,
      LongFunction<Sale> auction) {
    super(op, turn, low, asking);
    this.action = action;
    this.auction = auction;
  }

  @Override
  long pending() {
    return action.fields().length;
  }

  @Override
  void arm(long now) {
    alarm(now + asking().times().answer(), this::expire);
  }

  private void expire(long now) {
    SpaceException unsent = withdrawn("nothing was written");
    if (unsent != null) {
      close(new Reply.Failed(unsent), now);
    } else {
      answerBy(now);
    }
  }

  @Override
  void begin(long now) {
    Sale opened = auction.apply(now);
    sale = opened;
    next(opened, now);
  }

  private void next(Sale open, long now) {
    SegmentId segment = open.next(now);
    if (segment == null) {
      close(new Reply.Failed(open.refusal()), now);
    } else {
      flight().aim(segment, action, now);
    }
  }

  @Override
  void none(Result.Nothing answer, long now) {
    if (late || sale == null) {
      close(calledOff(), now);
    } else {
      sale.refused(answer, now);
      next(sale, now);
    }
  }

  private static Reply calledOff() {
    return new Reply.Failed(new UnavailableException("called off; nothing was written"));
  }

  @Override
  void settled(SegmentId segment, Result result, long now) {
    if (!(result instanceof Result.Written written)) {
      close(
          new Reply.Failed(
              new OutcomeUnknownException(
                  id(), "the number " + id() + " was used for another request before")),
          now);
      return;
    }
    if (sale != null) {
      sale.won(segment, now);
    }
    close(
        new Reply.Written(
            new Lease(written.token(), segment, Instant.ofEpochMilli(written.until()))),
        now);
  }

  @Override
  void cancel(long now) {
    late = true;
    if (flight().withdraw()) {
      close(calledOff(), now);
    } else if (flight().inFlight()) {
      flight().cancel(now);
    }
  }
}
