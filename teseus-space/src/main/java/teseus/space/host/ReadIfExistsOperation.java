package teseus.space.host;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.wire.Message;

/** A read of what is there now: loosely from the view, or by asking every segment. */
final class ReadIfExistsOperation extends Operation {
  private static final long PAUSE_MS = 20;

  private final Request.ReadIfExists request;
  private final View view;
  private final boolean sure;
  private final Census census;
  private Timers.@Nullable Timer deadline;
  private Timers.@Nullable Timer again;
  private boolean onItsWay;

  /**
   * Not begun.
   *
   * @param sure whether R is to be asked before anything is told that is not loose
   */
  ReadIfExistsOperation(
      OpId op, Request.ReadIfExists request, boolean sure, Asking asking, View view, Pick pick) {
    super(op, 0, asking);
    this.request = request;
    this.view = view;
    this.sure = sure || request.consistency() == Consistency.STRICT;
    this.census =
        new Census(this, request.template(), request.consistency(), this.sure, false, pick);
  }

  @Override
  void start(long now) {
    boolean near = request.order() == Order.NEAR;
    Asking.Match own = near ? asking().ownVisible(request.template()) : null;
    if (own != null && (request.consistency() == Consistency.LOOSE || asking().known(own, sure))) {
      close(new Reply.Found(Optional.of(Tokens.exact(own.slot().token(), own.segment()))), now);
    } else if (request.consistency() == Consistency.LOOSE) {
      close(
          new Reply.Found(
              view.find(request.template(), now)
                  .map(known -> Tokens.aged(known.token(), known.segment(), known.age()))),
          now);
    } else {
      deadline = asking().timers().at(now + asking().times().answer(), this::cancel);
      ask(now);
    }
  }

  private void ask(long now) {
    again = null;
    census.begin(now);
    act(census.verdict(now), now);
  }

  @Override
  void onPeeked(Message.Peeked peeked, long now) {
    act(census.answered(peeked, now), now);
  }

  private void act(Census.Verdict verdict, long now) {
    switch (verdict) {
      case MATCH -> {
        Message.Peeked found = census.match();
        close(
            new Reply.Found(
                Optional.ofNullable(found.match())
                    .map(token -> Tokens.exact(token, found.segment()))),
            now);
      }
      case MOVING -> askAgain(now);
      case BUSY -> {
        if (request.consistency() == Consistency.STRICT) {
          askAgain(now);
        } else {
          close(new Reply.Found(Optional.empty()), now);
        }
      }
      case NONE -> close(new Reply.Found(Optional.empty()), now);
      case UNREACHABLE, CONTENDED -> close(census.failure(verdict), now);
      case OPEN -> {}
    }
  }

  /** What is on its way counts as a match, which nobody can be shown. */
  private void askAgain(long now) {
    onItsWay = true;
    again = asking().timers().at(now + PAUSE_MS, this::ask);
  }

  @Override
  void cancel(long now) {
    close(census.failure(onItsWay ? Census.Verdict.CONTENDED : Census.Verdict.UNREACHABLE), now);
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    if (again == null) {
      census.resend(now);
      act(census.verdict(now), now);
    }
  }

  @Override
  void release(long now) {
    census.end();
    if (again != null) {
      again.cancel();
    }
    if (deadline != null) {
      deadline.cancel();
    }
  }
}
