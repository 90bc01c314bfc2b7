package teseus.space.meta;

import teseus.space.spi.Image;
import teseus.space.spi.LogEntry;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;

/** What META's log on a host's journal holds when the host is started. */
public final class VoterFound {
  private final VoterState state = new VoterState();
  private long epoch;
  private long next;

  /** Nothing yet. */
  public VoterFound() {}

  /** The newest image; called before any entry. */
  public void image(Image image) {
    image.parts().forEach(this::apply);
    epoch = image.epoch();
    next = image.lsn();
  }

  /** The next entry. */
  public void entry(LogEntry entry) {
    apply(entry.body());
    epoch = entry.epoch();
    next = entry.lsn() + 1;
  }

  private void apply(byte[] body) {
    if (LogRecordCodec.decode(body) instanceof LogRecord.Voter record) {
      state.apply(record.what());
    } else {
      throw new IllegalStateException("META's log holds a record of a segment");
    }
  }

  VoterState state() {
    return state;
  }

  long epoch() {
    return epoch;
  }

  long next() {
    return next;
  }
}
