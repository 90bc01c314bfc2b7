package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import teseus.space.HostId;
import teseus.space.Page;
import teseus.space.SegmentId;
import teseus.space.store.Slot;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message;

/**
 * Answers for the segments led here what they hold, a piece at a time. It keeps nothing of those
 * who ask: a token's place in its segment never changes, so that a place is all a cursor needs.
 */
final class Pages {
  private static final int PAGE_BYTES = 192 << 10;
  private static final int MOST_EXAMINED = 10_000;

  private final Map<SegmentId, Led> led;
  private final Post post;

  Pages(Map<SegmentId, Led> led, Post post) {
    this.led = led;
    this.post = post;
  }

  void onPage(HostId asker, Message.Page page) {
    Led target = led.get(page.segment());
    if (target != null && target.segment().open()) {
      Message.Paged paged = answer(target.segment(), page);
      target.segment().whenLed(() -> post.send(asker, paged));
    }
  }

  private static Message.Paged answer(Segment segment, Message.Page page) {
    long end = page.end() < 0 ? segment.committed() : page.end();
    Piece piece = new Piece(Math.min(page.most(), Page.MOST));
    long next =
        segment.store().walk(page.template(), page.from(), end, MOST_EXAMINED, piece::wantsMore);
    return new Message.Paged(page.ask(), segment.id(), piece.tokens, next, end, next < end);
  }

  /** What goes into one answer. */
  private static final class Piece {
    private final int most;
    private final List<Envelope> tokens = new ArrayList<>();
    private long room = PAGE_BYTES;

    Piece(int most) {
      this.most = most;
    }

    boolean wantsMore(Slot match) {
      Envelope token = match.token();
      tokens.add(token);
      room -= token.cost();
      return tokens.size() < most && room > 0;
    }
  }
}
