package teseus.space.host;

import java.util.Collection;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.wire.Action;
import teseus.space.wire.Message;

/**
 * A take that waits: first the own segments, then where the view points, or if its order asks for
 * more than a near match a look at all segments; then all queues.
 */
final class TakeOperation extends TakingOperation {
  private final View view;
  private final Waiting waiting;
  private final @Nullable Census census;
  private boolean looking;
  private boolean tried;
  private boolean sought;

  TakeOperation(
      OpId op,
      int turn,
      LongSupplier low,
      boolean remembered,
      Request.Take request,
      Asking asking,
      View view,
      Pick pick) {
    super(op, turn, low, remembered, request.template(), request.timeout(), asking);
    this.view = view;
    this.waiting = asking.make().waiting(op, turn, request.template(), true, false, null, asking);
    this.census =
        request.order() == Order.NEAR
            ? null
            : new Census(this, request.template(), Consistency.SESSION, true, true, pick);
  }

  @Override
  void seek(long now) {
    if (tried) {
      queue(now);
      return;
    }
    tried = true;
    if (census == null) {
      near(now);
    } else {
      looking = true;
      census.begin(now);
      act(census.verdict(now), census, now);
    }
  }

  private void near(long now) {
    Asking.Match own = asking().ownFree(template());
    if (own != null) {
      aim(own.segment(), own.slot().id(), now);
      return;
    }
    Optional<SegmentId> hint =
        view.hint(template(), now).filter(segment -> asking().directory().lead(segment) != null);
    if (hint.isPresent()) {
      aim(hint.get(), null, now);
    } else {
      queue(now);
    }
  }

  @Override
  void onPeeked(Message.Peeked peeked, long now) {
    if (looking && census != null) {
      act(census.answered(peeked, now), census, now);
    }
  }

  private void act(Census.Verdict verdict, Census known, long now) {
    if (verdict == Census.Verdict.OPEN) {
      return;
    }
    looking = false;
    known.end();
    Message.Peeked found = verdict == Census.Verdict.MATCH ? known.match() : null;
    if (found != null && found.match() != null) {
      aim(found.segment(), found.match().id(), now);
    } else {
      queue(now);
    }
  }

  private void queue(long now) {
    sought = true;
    waiting.send(now);
  }

  @Override
  void missed(long now) {
    waiting.renew();
    queue(now);
  }

  @Override
  void stopSeeking(long now) {
    looking = false;
    if (census != null) {
      census.end();
    }
    waiting.leave();
  }

  @Override
  void onArmed(Message.Armed armed, long now) {
    if (!late()) {
      waiting.armed(armed);
    }
  }

  @Override
  void onCall(Message.Call call, long now) {
    if (call.turn() != turn() || call.number() != waiting.number()) {
      return; // void: the primary has been told, or will be
    }
    flight().withdraw(); // what waits for a peer that is slow is not on its way there
    if (late() || !fenced()) {
      decline(call);
    } else if (!flight().inFlight()) {
      aim(call.segment(), call.token(), now);
    } else if (!call.segment().equals(flight().segment())) {
      decline(call);
    } // else the take on its way there may use it
  }

  /** As {@link Waiting#stood}. */
  void stood(Collection<SegmentId> segments, long since) {
    waiting.stood(segments, since);
  }

  /** Whether it may be given what comes, by the wait that stands in a segment. */
  boolean waits(Message.Wait wait) {
    return wait.turn() == turn()
        && wait.number() == waiting.number()
        && fenced()
        && !late()
        && !flight().inFlight();
  }

  /** Aims at a token in a segment led here, as {@link Flight#here}. */
  Message.Aim aimHere(SegmentId segment, long epoch, TokenId token) {
    return flight().here(segment, epoch, new Action.Take(template(), token));
  }

  private void decline(Message.Call call) {
    asking()
        .send(
            call.segment(),
            new Message.Decline(id(), call.turn(), call.number(), call.segment(), call.token()));
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    super.leadChanged(segment, now);
    if (looking && census != null) {
      census.resend(now);
      act(census.verdict(now), census, now);
    } else if (sought && !late()) {
      waiting.leadChanged(segment, now);
    }
  }
}
