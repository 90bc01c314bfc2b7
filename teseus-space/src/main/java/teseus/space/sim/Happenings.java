package teseus.space.sim;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.SegmentId;
import teseus.space.spi.LogEntry;
import teseus.space.wire.Envelope;
import teseus.space.wire.Happening;
import teseus.space.wire.LogRecord;

/** All that subscribers should be told of, as the logs have it. */
final class Happenings {
  private final Map<SegmentId, TreeMap<Long, Happening>> all = new HashMap<>();

  /**
   * A record is decided.
   *
   * @param token the one it is about, as it was before; null if it is about none
   */
  void decided(LogEntry entry, LogRecord record, @Nullable Envelope token) {
    if (token == null) {
      return;
    }
    if (record instanceof LogRecord.Put || record instanceof LogRecord.Computed) {
      happened(entry, Event.Kind.WRITTEN, token);
    } else if (record instanceof LogRecord.Take) {
      happened(entry, Event.Kind.TAKEN, token);
    } else if (record instanceof LogRecord.Expire || record instanceof LogRecord.CancelLease) {
      happened(entry, Event.Kind.EXPIRED, token);
    } else if (record instanceof LogRecord.Update update) {
      happened(entry, Event.Kind.UPDATED, token.updated(update.type(), update.fields()));
    } else if (record instanceof LogRecord.Return) {
      happened(entry, Event.Kind.RETURNED, token);
    }
  }

  private void happened(LogEntry entry, Event.Kind kind, Envelope token) {
    all.computeIfAbsent(entry.segment(), any -> new TreeMap<>())
        .put(entry.lsn(), new Happening(entry.lsn(), kind, token));
  }

  /** What happened in a segment from an lsn up to another, in order. */
  Collection<Happening> in(SegmentId segment, long from, long to) {
    TreeMap<Long, Happening> its = all.get(segment);
    return its == null ? List.of() : its.subMap(from, to).values();
  }
}
