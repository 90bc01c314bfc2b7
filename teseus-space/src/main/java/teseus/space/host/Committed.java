package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.store.Slot;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;

/**
 * What becomes of the records of one segment that is led here: those who wait are offered what they
 * make visible, those who follow are told, the next beacon has them, and leases and functions
 * begin.
 */
final class Committed implements Segment.Observer {
  private final Watch watch;
  private final Timers timers;
  private final Leases leases;
  private final Evals evals;
  private final Speaker speaker;
  private final Counters counters;
  private @Nullable Waits waits;
  private Feeds.@Nullable Told told;
  private @Nullable ChangeFeed changes;

  /** Nobody waits yet, and nobody follows. */
  Committed(
      Watch watch, Timers timers, Leases leases, Evals evals, Speaker speaker, Counters counters) {
    this.watch = watch;
    this.timers = timers;
    this.leases = leases;
    this.evals = evals;
    this.speaker = speaker;
    this.counters = counters;
  }

  /** Who waits in the segment, and who follows it, from now on. */
  void tells(Waits waits, Feeds.Told told) {
    this.waits = waits;
    this.told = told;
  }

  @Override
  public void commits(Segment segment, long lsn) {
    watch.committed(segment.id(), lsn);
  }

  @Override
  public void shown(Segment segment, long lsn, Slot slot) {
    leases.granted(slot.until(), timers.now());
    if (waits != null) {
      waits.offer(slot, timers.now());
    }
  }

  @Override
  public void happened(Segment segment, long lsn, LogRecord record, Envelope token) {
    if (told != null) {
      told.committed(lsn, record, token);
    }
  }

  @Override
  public void committed(Segment segment, long lsn, LogRecord record, @Nullable Slot shown) {
    counters.count(record);
    if (record instanceof LogRecord.Eval eval) {
      leases.granted(eval.active().until(), timers.now());
      evals.committed(segment, eval.active());
    } else if (record instanceof LogRecord.Renew renew) {
      leases.granted(renew.until(), timers.now());
    }
    if (changes == null) {
      changes = speaker.feed(segment);
    }
    Speaker.committed(changes, lsn, record, shown);
  }
}
