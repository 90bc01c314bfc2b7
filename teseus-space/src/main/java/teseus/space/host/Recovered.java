package teseus.space.host;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.meta.Replica;
import teseus.space.meta.VoterFound;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.store.Slot;
import teseus.space.wire.EnvelopeCodec;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.Replication.Span;
import teseus.space.wire.Roster;

/** What a store held when it was opened: hand it to the log, then to the {@link Host}. */
public final class Recovered implements Log.Recovery {
  private final long firstEpoch;
  private final Map<SegmentId, SegmentCopy> kept = new LinkedHashMap<>();
  private final VoterFound voter = new VoterFound();
  private Roster roster = Roster.EMPTY;
  private Doubt doubt = Doubt.NONE;
  private long notesNext;
  private long rosterNext;

  /**
   * Nothing yet.
   *
   * @param firstEpoch the least epoch that segments are led under: 1 if the store remembers epochs,
   *     else a number that rises with each start
   */
  public Recovered(long firstEpoch) {
    this.firstEpoch = firstEpoch;
  }

  @Override
  public void image(Image image) {
    SegmentId id = image.segment();
    if (id.index() == SegmentId.META) {
      voter.image(image);
    } else if (id.index() < 0) {
      notes(id, image.lsn());
      for (byte[] part : image.parts()) {
        noted(LogRecordCodec.decode(part));
      }
    } else {
      SegmentCopy copy = copy(id);
      List<Span> spans =
          image.lsn() == 0 ? List.of() : List.of(new Span(image.epoch(), image.lsn() - 1));
      copy.restore(image, spans);
      copy.log().imaged(image.lsn());
    }
  }

  @Override
  public void entry(LogEntry entry) {
    if (entry.segment().index() == SegmentId.META) {
      voter.entry(entry);
      return;
    }
    LogRecord record = LogRecordCodec.decode(entry.body());
    if (entry.segment().index() < 0) {
      notes(entry.segment(), entry.lsn() + 1);
      noted(record);
    } else {
      logged(copy(entry.segment()), entry, record);
    }
  }

  private void notes(SegmentId log, long next) {
    if (log.index() == SegmentId.NOTES) {
      notesNext = next;
    } else {
      rosterNext = next;
    }
  }

  private void noted(LogRecord record) {
    if (record instanceof LogRecord.Note note) {
      copy(note.segment()).noted(note);
    } else if (record instanceof LogRecord.Listed listed) {
      roster = listed.roster();
    }
  }

  private static void logged(SegmentCopy copy, LogEntry entry, LogRecord record) {
    if (record instanceof LogRecord.Void) {
      copy.clear();
      return;
    }
    if (entry.lsn() > copy.log().next()) {
      throw new IllegalStateException(
          "the journal goes from lsn "
              + copy.log().next()
              + " to "
              + entry.lsn()
              + " in segment "
              + entry.segment());
    }
    copy.found(entry.epoch(), entry.lsn(), entry.body());
    if (copy.sole()) { // all of R has it; it need not be kept aside
      copy.commit(copy.log().next());
      copy.trim();
    }
  }

  /**
   * Something may be missing. What this store alone holds goes on without it; what others hold too
   * has to come from them, as far as any of them has it.
   */
  public void doubted(Doubt how) {
    doubt = how;
    if (how != Doubt.NONE) {
      kept.values().forEach(this::doubt);
    }
  }

  private void doubt(SegmentCopy copy) {
    if (copy.sole()) {
      copy.doubt(copy.nextEpoch()); // it may have been led once more than is known
    } else {
      copy.doubt(SegmentCopy.ANY);
      if (doubt == Doubt.DAMAGE) {
        copy.broken();
      }
    }
  }

  private SegmentCopy copy(SegmentId segment) {
    return kept.computeIfAbsent(segment, id -> new SegmentCopy(id, firstEpoch - 1));
  }

  /** The copies found, by segment. */
  Map<SegmentId, SegmentCopy> kept() {
    return kept;
  }

  /**
   * A number for the state of a segment, the same for the same state: what {@link Host#digests}
   * says when nothing is under way.
   */
  public long digest(SegmentId segment) {
    return SegmentImage.digest(whole(segment).state());
  }

  /** The tokens that a segment holds, each encoded, in no order. */
  public Map<TokenId, byte[]> tokens(SegmentId segment) {
    Map<TokenId, byte[]> tokens = new HashMap<>();
    for (Slot slot : whole(segment).state().store().live()) {
      tokens.put(slot.id(), EnvelopeCodec.encode(slot.token()));
    }
    return tokens;
  }

  /** The copy of a segment as it is if all of its log is committed. */
  SegmentCopy whole(SegmentId segment) {
    SegmentCopy copy = copy(segment);
    copy.commit(copy.log().next());
    return copy;
  }

  /** The list of hosts that was on record. */
  Roster roster() {
    return roster;
  }

  /** Whether something may be missing, such as a later list. */
  boolean isDoubted() {
    return doubt != Doubt.NONE;
  }

  long firstEpoch() {
    return firstEpoch;
  }

  /** The first free lsn of the notes. */
  long notesNext() {
    return notesNext;
  }

  /** The first free lsn of the lists of hosts. */
  long rosterNext() {
    return rosterNext;
  }

  /** What commands make of META, before the first of them; for whoever checks it. */
  public static Replica meta() {
    return new MetaMachine();
  }

  /** META's log, of a host that votes. */
  VoterFound voter() {
    return voter;
  }

  /** The highest snapshot that was cut for. */
  long colour() {
    return kept.values().stream().mapToLong(SegmentCopy::round).max().orElse(0);
  }
}
