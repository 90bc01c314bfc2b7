package teseus.space.host;

import java.util.Map;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Message;

/** Brings what waiters say to the queue of the segment they mean, if it is led here. */
final class Queues {
  private final Map<SegmentId, Led> led;

  Queues(Map<SegmentId, Led> led) {
    this.led = led;
  }

  void onWait(HostId asker, Message.Wait wait, long now) {
    Led target = led.get(wait.segment());
    if (target != null && target.segment().open()) {
      target.waits().onWait(asker, wait, now);
    }
  }

  void onUnwait(Message.Unwait unwait, long now) {
    Led target = led.get(unwait.segment());
    if (target != null) {
      target.waits().onUnwait(unwait, now);
    }
  }

  void onDecline(Message.Decline decline, long now) {
    Led target = led.get(decline.segment());
    if (target != null) {
      target.waits().onDecline(decline, now);
    }
  }

  /** The link to a host broke: what was held for those it asked for goes to the next. */
  void lost(HostId asker, long now) {
    led.values().forEach(one -> one.waits().lost(asker, now));
  }
}
