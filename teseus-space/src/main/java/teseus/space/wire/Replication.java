package teseus.space.wire;

import java.util.List;
import teseus.space.SegmentId;

/**
 * What a primary and the stores that keep copies of its segment say to each other (PROTOCOL.md,
 * rules 3, 4, 9 and 10). A message to a store names the store that it is for, one from a store the
 * store that speaks; whoever runs on another store by now passes it over.
 */
public sealed interface Replication {
  /** Whose log. */
  SegmentId segment();

  /**
   * The epoch that its primary leads it under.
   *
   * @see SegmentConfig#epoch
   */
  long epoch();

  /** The store spoken to, or that speaks. */
  long store();

  /**
   * A run of records of one epoch.
   *
   * @param epoch under which they were appended
   * @param from the lsn of the first
   */
  record Span(long epoch, long from) {}

  /**
   * A record as its log has it.
   *
   * @param epoch under which it was appended
   * @param body encoded as in {@link LogRecordCodec}
   */
  record Logged(long epoch, byte[] body) {}

  /**
   * Primary to store: I lead this; what have you got of it?
   *
   * @param log which log of the segment it is
   */
  record Claim(SegmentId segment, long epoch, long store, long log) implements Replication {}

  /**
   * Store to primary: I have promised to take nothing from an older epoch, and hold this, forced.
   *
   * @param synced the epoch whose primary made the log what it is; the log is a part of its log if
   *     that is the present one
   * @param spans the epochs of the last of its records, old to new
   * @param length the first lsn that it does not hold; {@link #BROKEN} if it cannot be gone on from
   */
  record Holds(
      SegmentId segment, long epoch, long store, long synced, List<Span> spans, long length)
      implements Replication {
    /** What it holds has to be replaced as a whole. */
    public static final long BROKEN = -1;

    public Holds {
      spans = List.copyOf(spans);
    }
  }

  /**
   * Primary to store: records.
   *
   * @param sync whether what the store holds from {@code from} on is to be dropped first, unless it
   *     has been synced in this epoch
   * @param from the lsn of the first
   * @param committed the first lsn that is not committed, as far as the primary knows
   */
  record Ship(
      SegmentId segment,
      long epoch,
      long store,
      boolean sync,
      long from,
      List<Logged> records,
      long committed)
      implements Replication {
    public Ship {
      records = List.copyOf(records);
    }
  }

  /**
   * Store to primary: I hold all below, forced.
   *
   * @param length the first lsn that it does not hold
   * @param room how many bytes of memory its host has left for what comes after
   */
  record Acked(SegmentId segment, long epoch, long store, long length, long room)
      implements Replication {}

  /**
   * Store to a primary of the past: nothing more is taken from your epoch.
   *
   * @param promised the epoch that it has promised to
   */
  record Deposed(SegmentId segment, long epoch, long store, long promised) implements Replication {}

  /**
   * Primary to store: a piece of the segment as it was at an lsn, in place of its log before that.
   *
   * @param lsn the first record that is not in it
   * @param spans the epochs of the last of the records in it
   * @param index which piece, 0 and up
   * @param count how many there are
   * @param part the piece, encoded as an image is
   */
  record ImagePart(
      SegmentId segment,
      long epoch,
      long store,
      long lsn,
      List<Span> spans,
      int index,
      int count,
      byte[] part)
      implements Replication {
    public ImagePart {
      spans = List.copyOf(spans);
    }
  }

  /**
   * Store to primary: the next piece, please.
   *
   * @param lsn of the image
   * @param index the piece wanted
   */
  record PullImage(SegmentId segment, long epoch, long store, long lsn, int index)
      implements Replication {}

  /**
   * Primary to member: is my epoch still the highest that you have promised to? Nothing is written
   * for it.
   *
   * @param number of the question; whoever answers it has answered those before
   */
  record Confirm(SegmentId segment, long epoch, long store, long number) implements Replication {}

  /**
   * Member to primary: it is.
   *
   * @param number as asked
   */
  record Confirmed(SegmentId segment, long epoch, long store, long number) implements Replication {}

  /**
   * Primary to a member that holds everything: I take no more operations; lead it yourself.
   *
   * @param length of the log
   */
  record HandOver(SegmentId segment, long epoch, long store, long length) implements Replication {}

  /** Primary to a member that holds everything: my disk hangs, so lead it without me. */
  record Resign(SegmentId segment, long epoch, long store) implements Replication {}

  /**
   * Store to members: my copy may lack what I have said that I hold, and this is left of it. I do
   * not lead it, nor follow under the epochs in doubt.
   *
   * @param epoch the segment is at, as far as the store knows
   * @param doubted the last epoch in doubt
   * @param last the epoch of its last record; 0 if there is none
   * @param length the first lsn that it does not hold; {@link Holds#BROKEN} if it cannot be gone on
   *     from
   * @param starts how often each member had been started when this was so, in their order: only
   *     between members that agree on these is it compared who has more
   */
  record Doubtful(
      SegmentId segment,
      long epoch,
      long store,
      long doubted,
      long last,
      long length,
      List<Long> starts)
      implements Replication {
    public Doubtful {
      starts = List.copyOf(starts);
    }
  }
}
