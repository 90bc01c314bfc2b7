package teseus.space.host;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.wire.Action;
import teseus.space.wire.Message;
import teseus.space.wire.Result;

/**
 * A take, however it looks for its match. It ends by an answer and not by time, and what it got and
 * nobody wants goes back (PROTOCOL.md, rule 6 g).
 */
abstract class TakingOperation extends AimedOperation {
  private final Template template;
  private final long timeout;
  private final boolean remembered;
  private boolean late;
  private @Nullable SegmentId tookAt;
  private @Nullable Reply kept;

  /**
   * Not begun.
   *
   * @param remembered whether the session is a client's, which asks again by number
   */
  TakingOperation(
      OpId op,
      int turn,
      LongSupplier low,
      boolean remembered,
      Template template,
      long timeout,
      Asking asking) {
    super(op, turn, low, asking);
    this.remembered = remembered;
    this.template = template;
    this.timeout = timeout;
  }

  /** Nothing is in flight and the deadline is ahead: look for a match. */
  abstract void seek(long now);

  /** Leaves queues; nothing is sought any more. */
  abstract void stopSeeking(long now);

  /** What to say at the deadline if nothing is in flight. */
  Reply nothing() {
    return empty();
  }

  /** What to say at the deadline if it could not ask for a match that it knew of. */
  Reply unsent(SpaceException why) {
    return empty();
  }

  /** An attempt got nothing. */
  void missed(long now) {
    seek(now);
  }

  final Template template() {
    return template;
  }

  /** Past its deadline, or called off. */
  final boolean late() {
    return late;
  }

  @Override
  final void arm(long now) {
    alarm(timeout > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + timeout, this::expire);
  }

  @Override
  final void begin(long now) {
    if (late) {
      close(nothing(), now);
    } else {
      seek(now);
    }
  }

  /** Aims at a segment; nothing may be in flight. */
  final void aim(SegmentId segment, @Nullable TokenId named, long now) {
    flight().aim(segment, new Action.Take(template, named), now);
  }

  @Override
  final void none(Result.Nothing answer, long now) {
    if (late) {
      close(empty(), now);
    } else {
      missed(now);
    }
  }

  @Override
  final void settled(SegmentId segment, Result result, long now) {
    stopSeeking(now);
    if (!(result instanceof Result.Taken taken)) {
      close(empty(), now); // it was put back before
      return;
    }
    tookAt = segment;
    Reply found = new Reply.Found(Optional.of(Tokens.exact(taken.token(), segment)));
    if (forgotten()) {
      giveBack(now);
    } else if (told() && !remembered && !awaited()) {
      kept = found; // told that the outcome is not known: whoever asks gets it, for a while
      alarm(now + asking().times().keep(), this::giveBack);
    } else {
      close(found, now);
    }
  }

  /** Tells the outcome to somebody who asks after having been told that it is not known. */
  final void fetch(Consumer<Reply> listener, long now) {
    tell(listener);
    if (kept != null) {
      close(kept, now);
    }
  }

  private void giveBack(long now) {
    kept = null;
    if (tookAt != null) {
      asking().send(tookAt, new Message.GiveBack(id(), turn(), tookAt));
      alarm(now + asking().times().resend(), this::giveBack);
    }
  }

  @Override
  final void onGivenBack(Message.GivenBack back, long now) {
    if (kept == null && back.segment().equals(tookAt) && back.turn() == turn()) {
      close(back.back() ? empty() : notBack(), now);
    }
  }

  @Override
  final void cancel(long now) {
    if (kept != null && forgotten()) {
      giveBack(now);
    } else if (!late) {
      expire(now);
    }
  }

  private void expire(long now) {
    late = true;
    stopSeeking(now);
    SpaceException unsent = withdrawn("nothing was taken");
    if (flight().inFlight()) {
      flight().cancel(now);
      answerBy(now + asking().times().answer());
    } else if (fenced()) {
      close(unsent == null ? nothing() : unsent(unsent), now);
    } else {
      answerBy(now + asking().times().answer());
    }
  }

  @Override
  final void release(long now) {
    super.release(now);
    stopSeeking(now);
  }

  static Reply empty() {
    return new Reply.Found(Optional.empty());
  }
}
