package teseus.space.host;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message;

/**
 * A read that waits in all queues until one shows it a match. If its order asks for more than a
 * near one, it looks everywhere first. It leaves no record.
 */
final class ReadOperation extends Operation {
  private final Template template;
  private final long timeout;
  private final boolean sure;
  private final Waiting waiting;
  private final @Nullable Census census;
  private boolean looking;
  private Timers.@Nullable Timer deadline;

  /**
   * Not begun.
   *
   * @param sure whether R is to be asked before anything is told
   */
  ReadOperation(OpId op, Request.Read request, boolean sure, Asking asking, Pick pick) {
    super(op, 0, asking);
    this.template = request.template();
    this.timeout = request.timeout();
    this.sure = sure;
    this.waiting = asking.make().waiting(op, 0, template, false, sure, null, asking);
    this.census =
        request.order() == Order.NEAR
            ? null
            : new Census(this, template, Consistency.SESSION, sure, false, pick);
  }

  @Override
  void start(long now) {
    Asking.Match own = census == null ? asking().ownVisible(template) : null;
    if (own != null && asking().known(own, sure)) {
      close(found(own.slot().token(), own.segment()), now);
      return;
    }
    deadline =
        asking()
            .timers()
            .at(timeout > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + timeout, this::cancel);
    if (census == null) {
      waiting.send(now);
    } else {
      looking = true;
      census.begin(now);
      act(census.verdict(now), census, now);
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
    Envelope match = verdict == Census.Verdict.MATCH ? known.match().match() : null;
    if (match == null) {
      waiting.send(now);
    } else {
      close(found(match, known.match().segment()), now);
    }
  }

  private static Reply found(Envelope token, SegmentId segment) {
    return new Reply.Found(Optional.of(Tokens.exact(token, segment)));
  }

  @Override
  void onArmed(Message.Armed armed, long now) {
    waiting.armed(armed);
  }

  @Override
  void onShown(Message.Shown shown, long now) {
    close(found(shown.token(), shown.segment()), now);
  }

  @Override
  void cancel(long now) {
    close(new Reply.Found(Optional.empty()), now);
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    if (looking && census != null) {
      census.resend(now);
      act(census.verdict(now), census, now);
    } else {
      waiting.leadChanged(segment, now);
    }
  }

  @Override
  void release(long now) {
    waiting.leave();
    if (census != null) {
      census.end();
    }
    if (deadline != null) {
      deadline.cancel();
    }
  }
}
