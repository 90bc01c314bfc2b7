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

  /**
   * A lease is safe: it may end before all others, or have ended while the disk took its time.
   *
   * @param until when it ends
   */
  void granted(long until, long now) {
    wake(until, now);
  }

  /** Leases were recovered or cut short; what has ended meanwhile is found by nobody. */
  void changed(long now) {
    wake(first(), now);
  }

  private void wake(long until, long now) {
    if (until <= now) {
      expire(now);
    } else if (until < due) {
      stop();
      due = until;
      alarm = timers.at(until, this::expire);
    }
  }

  private void stop() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
    due = Long.MAX_VALUE;
  }

  private void expire(long now) {
    stop();
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
    }
    wake(first(), now);
  }

  /** When the next lease ends in a segment that is open. */
  private long first() {
    return led.values().stream()
        .filter(one -> one.segment().open())
        .mapToLong(Leases::first)
        .min()
        .orElse(Long.MAX_VALUE);
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
