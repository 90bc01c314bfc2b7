package teseus.space.host;

import teseus.space.wire.LogRecord;

/** What was done in the segments led here since the start. */
final class Counters {
  private long written;
  private long taken;
  private long returned;
  private long expired;

  void count(LogRecord record) {
    if (record instanceof LogRecord.Put || record instanceof LogRecord.Computed) {
      written++;
    } else if (record instanceof LogRecord.Take) {
      taken++;
    } else if (record instanceof LogRecord.Return) {
      returned++;
    } else if (record instanceof LogRecord.Expire
        || record instanceof LogRecord.Lapse
        || record instanceof LogRecord.CancelLease) {
      expired++;
    }
  }

  long written() {
    return written;
  }

  long taken() {
    return taken;
  }

  long returned() {
    return returned;
  }

  long expired() {
    return expired;
  }
}
