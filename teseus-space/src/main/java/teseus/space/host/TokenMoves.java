package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import teseus.space.SegmentId;
import teseus.space.store.Slot;
import teseus.space.wire.MetaState;
import teseus.space.wire.MoveMessage;

/** The tokens that go from a segment to another, where one of the two is led here. */
final class TokenMoves {
  private final Map<SegmentId, Led> led;
  private final Departures departures;
  private final Arrivals arrivals;

  TokenMoves(Map<SegmentId, Led> led, Departures departures, Arrivals arrivals) {
    this.led = led;
    this.departures = departures;
    this.arrivals = arrivals;
  }

  void on(MoveMessage message, long now) {
    if (message instanceof MoveMessage.Bring bring) {
      arrivals.onBring(bring, now);
    } else if (message instanceof MoveMessage.Settled settled) {
      departures.onSettled(settled, now);
    } else if (message instanceof MoveMessage.Over over) {
      arrivals.onOver(over, now);
    }
  }

  /**
   * Has the oldest tokens of a segment that nobody has in hand go to another.
   *
   * @return how many have left; none if this one is not served here, or META does not know the
   *     other
   */
  int move(SegmentId from, SegmentId to, int most, long now) {
    Led target = led.get(from);
    if (target == null || !target.segment().open()) {
      return 0;
    }
    int sent = 0;
    for (Slot slot : oldest(target.segment(), most)) {
      sent += departures.send(target, slot, to, now) ? 1 : 0;
    }
    return sent;
  }

  /** Has a token of a segment that is led here go to another; whether it has left. */
  boolean send(Led from, Slot slot, SegmentId to, long now) {
    return departures.send(from, slot, to, now);
  }

  /** The oldest tokens of a segment that nobody has in hand. */
  List<Slot> oldest(Segment segment, int most) {
    List<Slot> oldest = new ArrayList<>();
    for (Slot slot : segment.store().fromLsn(0)) {
      if (oldest.size() >= most) {
        break;
      }
      if (segment.store().free(slot)) {
        oldest.add(slot);
      }
    }
    return oldest;
  }

  void opened(Segment segment, long now) {
    departures.opened(segment, now);
    arrivals.opened(segment, now);
  }

  void leadChanged(List<SegmentId> segments) {
    departures.leadChanged(segments);
  }

  void meta(MetaState state, long now) {
    departures.meta(state, now);
  }

  /** How many moves out of the segments led here, or into them, are open. */
  int size() {
    return led.values().stream().mapToInt(one -> one.segment().state().moves().size()).sum();
  }
}
