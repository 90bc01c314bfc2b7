package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import teseus.space.wire.Replication.Span;

/**
 * Under which epoch each of the last records of a log was appended. Records of two logs with the
 * same epoch and lsn are the same, and so is all before them (PROTOCOL.md, rule 9).
 */
final class Spans {
  /** The most that are remembered; what is older is said not to be known. */
  static final int MOST = 64;

  private final List<Span> spans = new ArrayList<>();

  /** Those of a log with no record. */
  Spans() {}

  Spans(List<Span> known) {
    spans.addAll(known);
  }

  /** A record is appended at an lsn, which is above all before. */
  void append(long epoch, long lsn) {
    if (spans.isEmpty() || last().epoch() != epoch) {
      spans.add(new Span(epoch, lsn));
      if (spans.size() > MOST) {
        spans.remove(0);
      }
    }
  }

  /** What was noted of the same log earlier, which may go further back. */
  void noted(List<Span> earlier) {
    List<Span> all = new ArrayList<>();
    for (Span span : earlier) {
      if (spans.isEmpty() || span.epoch() < spans.get(0).epoch()) {
        all.add(span);
      } else if (span.epoch() == spans.get(0).epoch() && span.from() < spans.get(0).from()) {
        spans.set(0, span);
      }
    }
    spans.addAll(0, all);
    while (spans.size() > MOST) {
      spans.remove(0);
    }
  }

  /** The records from an lsn on are gone. */
  void cut(long lsn) {
    while (!spans.isEmpty() && last().from() >= lsn) {
      spans.remove(spans.size() - 1);
    }
  }

  /** The epoch of the last record; 0 if none is known. */
  long epoch() {
    return spans.isEmpty() ? 0 : last().epoch();
  }

  /** The epoch of the record at an lsn, which is in the log; 0 if it is not known. */
  long epoch(long lsn) {
    for (int i = spans.size() - 1; i >= 0; i--) {
      if (spans.get(i).from() <= lsn) {
        return spans.get(i).epoch();
      }
    }
    return 0;
  }

  private Span last() {
    return spans.get(spans.size() - 1);
  }

  /** A copy, old to new. */
  List<Span> all() {
    return List.copyOf(spans);
  }

  /**
   * How far two logs are the same.
   *
   * @param length the first lsn that this log does not hold
   * @param others the other log's
   * @param otherLength the first lsn that it does not hold
   * @return the first lsn at which they differ or one of them ends; 0 if they are not known to have
   *     anything in common
   */
  long common(long length, Spans others, long otherLength) {
    long end = Math.min(length, otherLength);
    while (end > 0) {
      long mine = epoch(end - 1);
      long theirs = others.epoch(end - 1);
      if (mine == 0 || theirs == 0) {
        return 0;
      }
      if (mine == theirs) {
        return end;
      }
      // All of the span of the higher epoch is unlike the other.
      end = mine > theirs ? start(end - 1) : others.start(end - 1);
    }
    return 0;
  }

  private long start(long lsn) {
    for (int i = spans.size() - 1; i >= 0; i--) {
      if (spans.get(i).from() <= lsn) {
        return spans.get(i).from();
      }
    }
    return 0;
  }
}
