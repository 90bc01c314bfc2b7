package teseus.space.host;

import java.util.Map;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.store.Slot;
import teseus.space.wire.Message;

/**
 * Gives a token to one who waits at the very host that leads its segment, in the turn in which it
 * comes: call, aim and the take are one step (PROTOCOL.md, rule 6 j). The record, what is
 * remembered of it, and when it is answered are those of any take.
 */
class HandOff {
  private final HostId self;
  private final Map<SegmentId, Led> led;
  private final Aims aims;
  private final Asker asker;

  HandOff(HostId self, Map<SegmentId, Led> led, Aims aims, Asker asker) {
    this.self = self;
    this.led = led;
    this.aims = aims;
    this.asker = asker;
  }

  /** Takes a token that is held for nobody; false if nothing was done, and it has to be called. */
  boolean takes(Message.Wait wait, Slot slot, long now) {
    Led target = led.get(wait.segment());
    if (target == null) {
      return false;
    }
    StandingTake standing = asker.standing(wait);
    if (standing != null) {
      return may(target, standing, asker.low(standing), slot, now)
          && asker.gives(standing, target.segment(), slot, now);
    }
    TakeOperation take = asker.waiting(wait);
    if (take == null || !may(target, take, take.flight().low(), slot, now)) {
      return false;
    }
    Message.Aim aim = take.aimHere(wait.segment(), target.segment().epoch(), slot.id());
    aims.take(target, new Aims.Asked(self, aim), slot, now);
    return true;
  }

  /** Whether the segment would do it if it were aimed. */
  boolean may(Led target, Operation take, long low, Slot slot, long now) {
    Segment segment = target.segment();
    return segment.open()
        && !segment.quieting()
        && !slot.locked()
        && segment.store().latest(slot).token().until() > now
        && Aims.refusal(target, take.id(), take.turn()) == null
        && aims.done(segment, take.id()) == null
        && !aims.busy(segment, take.id().session(), low);
  }
}
