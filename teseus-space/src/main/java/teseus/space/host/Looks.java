package teseus.space.host;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Message;

/** Answers questions to the segments led here; they bind nothing and leave no record. */
final class Looks {
  private final Map<SegmentId, Led> led;
  private final Post post;

  Looks(Map<SegmentId, Led> led, Post post) {
    this.led = led;
    this.post = post;
  }

  void onPeek(HostId asker, Message.Peek peek) {
    Segment segment = open(peek.segment());
    if (segment == null) {
      return;
    }
    TokenStore store = segment.store();
    Slot free = peek.take() ? store.oldestFree(peek.template(), null) : null;
    Slot match = free != null ? free : store.oldestVisible(peek.template());
    Slot wanted = peek.take() ? free : match;
    Message.Peeked peeked =
        new Message.Peeked(
            peek.ask(),
            segment.id(),
            segment.epoch(),
            match == null ? null : match.token(),
            wanted == null && segment.state().busy(peek.template()),
            store.arrivals(peek.template().type()),
            segment.state().moving(peek.template()),
            segment.state().recentMoves());
    segment.whenLed(peek.sure() || !post.upToDate(), () -> post.send(asker, peeked));
  }

  void onCount(HostId asker, Message.Count count) {
    Segment segment = open(count.segment());
    if (segment != null) {
      Message.Counted counted =
          new Message.Counted(count.ask(), segment.id(), segment.store().count(count.template()));
      segment.whenLed(() -> post.send(asker, counted));
    }
  }

  void onExplain(HostId asker, Message.Explain explain) {
    Segment segment = open(explain.segment());
    if (segment != null) {
      post.send(
          asker,
          new Message.Explained(
              explain.ask(), segment.id(), segment.store().explain(explain.template())));
    }
  }

  void onLocate(HostId asker, Message.Locate locate) {
    Segment segment = open(locate.segment());
    if (segment != null) {
      boolean here = segment.state().has(locate.token());
      Message.Located located =
          new Message.Located(
              locate.ask(), segment.id(), here, segment.epoch(), segment.state().recentMoves());
      segment.whenSettled(() -> segment.whenLed(() -> post.send(asker, located)));
    }
  }

  private @Nullable Segment open(SegmentId id) {
    Led target = led.get(id);
    return target != null && target.segment().open() ? target.segment() : null;
  }
}
