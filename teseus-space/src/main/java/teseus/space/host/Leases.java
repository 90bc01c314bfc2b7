package teseus.space.host;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.store.Slot;
import teseus.space.wire.Active;
import teseus.space.wire.LogRecord;

/**
 * Ends leases (PROTOCOL.md, rule 15): time makes the primary append EXPIRE, which hides the token
 * at once; only the record decides.
 */
final class Leases {
  private final Map<SegmentId, Led> led;
  private final Timers timers;
  private Timers.@Nullable Timer alarm;
  private long due = Long.MAX_VALUE;

  Leases(Map<SegmentId, Led> led, Timers timers) {
    this.led = led;
    this.timers = timers;
  }

  /** A token can be found from now on; it may have a lease that ends before all others. */
  void shown(Slot slot) {
    wake(slot.until());
  }

  /** An active tuple is safe, and has a lease too. */
  void active(Active active) {
    wake(active.until());
  }

  /** Begins with what was recovered. */
  void start() {
    led.values().forEach(one -> wake(first(one)));
  }

  private void wake(long until) {
    if (until < due) {
      if (alarm != null) {
        alarm.cancel();
      }
      due = until;
      alarm = timers.at(until, this::expire);
    }
  }

  private void expire(long now) {
    due = Long.MAX_VALUE;
    for (Led one : led.values()) {
      if (!one.segment().open()) {
        continue; // when it opens, it is asked again
      }
      for (Slot slot = one.segment().store().firstExpiring();
          slot != null && slot.until() <= now;
          slot = one.segment().store().firstExpiring()) {
        one.segment().append(new LogRecord.Expire(now, slot.id()));
      }
      lapse(one.segment(), now);
      wake(first(one));
    }
  }

  private static void lapse(Segment segment, long now) {
    ActiveTuples tuples = segment.state().active();
    for (Active active = tuples.firstExpiring();
        active != null && active.until() <= now;
        active = tuples.firstExpiring()) {
      segment.append(new LogRecord.Lapse(now, active.id()));
    }
  }

  private static long first(Led one) {
    Slot slot = one.segment().store().firstExpiring();
    Active active = one.segment().state().active().firstExpiring();
    return Math.min(
        slot == null ? Long.MAX_VALUE : slot.until(),
        active == null ? Long.MAX_VALUE : active.until());
  }
}
