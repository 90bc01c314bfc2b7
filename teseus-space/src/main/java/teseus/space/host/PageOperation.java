package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import teseus.space.Cursor;
import teseus.space.OpId;
import teseus.space.Page;
import teseus.space.SegmentId;
import teseus.space.Token;
import teseus.space.UnavailableException;
import teseus.space.wire.Message;

/** One page of what is there: of one segment, and of the next while that has nothing to give. */
final class PageOperation extends Operation {
  private final Request.Contents request;
  private @Nullable Cursor begun;
  private @Nullable Cursor at;
  private long ask;
  private Timers.@Nullable Timer resend;
  private Timers.@Nullable Timer deadline;

  PageOperation(OpId op, Request.Contents request, Asking asking) {
    super(op, 0, asking);
    this.request = request;
    this.at = request.cursor();
  }

  @Override
  void start(long now) {
    deadline = asking().timers().at(now + asking().times().answer(), this::expire);
    begun = at == null ? begin(null) : at;
    at = begun;
    if (begun == null) {
      close(new Reply.Paged(new Page(List.of(), null)), now);
    } else {
      turn(now);
    }
  }

  /** The begin of the segment after another; null if there is none. */
  private @Nullable Cursor begin(@Nullable SegmentId after) {
    List<SegmentId> segments = new ArrayList<>(asking().directory().segments());
    segments.sort(null);
    for (SegmentId segment : segments) {
      if (after == null || segment.compareTo(after) > 0) {
        return new Cursor(segment, 0, -1);
      }
    }
    return null;
  }

  /** Asks anew; answers to what was asked before are void. */
  private void turn(long now) {
    ask = asking().ask(this, ask);
    send(now);
  }

  private void send(long now) {
    stop();
    Cursor here = at;
    if (here == null) {
      return;
    }
    boolean sent =
        asking()
            .send(
                here.segment(),
                new Message.Page(
                    ask,
                    here.segment(),
                    request.template(),
                    here.from(),
                    here.end(),
                    request.most()));
    if (sent) {
      resend = asking().timers().at(now + asking().times().resend(), this::send);
    } else {
      cancel(now);
    }
  }

  @Override
  void onPaged(Message.Paged paged, long now) {
    if (paged.ask() != ask) {
      return;
    }
    Cursor next =
        paged.more()
            ? new Cursor(paged.segment(), paged.next(), paged.end())
            : begin(paged.segment());
    if (paged.tokens().isEmpty() && next != null) {
      at = next;
      turn(now);
      return;
    }
    List<Token> tokens =
        paged.tokens().stream().map(token -> Tokens.exact(token, paged.segment())).toList();
    close(new Reply.Paged(new Page(tokens, next)), now);
  }

  /** Time is up: what was gone through in vain need not be gone through again. */
  private void expire(long now) {
    if (at == null || at.equals(begun)) {
      cancel(now);
    } else {
      close(new Reply.Paged(new Page(List.of(), at)), now);
    }
  }

  @Override
  void cancel(long now) {
    List<SegmentId> open = at == null ? List.of() : List.of(at.segment());
    close(new Reply.Failed(new UnavailableException(asking().unavailable(open))), now);
  }

  @Override
  void leadChanged(SegmentId segment, long now) {
    if (at != null && segment.equals(at.segment())) {
      send(now);
    }
  }

  private void stop() {
    if (resend != null) {
      resend.cancel();
      resend = null;
    }
  }

  @Override
  void release(long now) {
    stop();
    asking().answered(ask);
    if (deadline != null) {
      deadline.cancel();
    }
  }
}
