package teseus.space.host;

import java.util.HashMap;
import java.util.Map;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.meta.Replica;
import teseus.space.meta.VoterFound;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.store.Slot;
import teseus.space.store.TokenStore;
import teseus.space.wire.Envelope;
import teseus.space.wire.EnvelopeCodec;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;

/** What a store held when it was opened: hand it to the log, then to the {@link Host}. */
public final class Recovered implements Log.Recovery {
  /** One segment's part. */
  static final class Part {
    private final SegmentState state;
    private long epoch;
    private long next;

    private final History history;

    private Part(long epoch) {
      this.epoch = epoch;
      history = new History(SubscriptionSettings.DEFAULT.historyBytes());
      state = new SegmentState(new TokenStore(new EncodedFields()));
    }

    SegmentState state() {
      return state;
    }

    /** The latest of what happened in it. */
    History history() {
      return history;
    }

    /** The last epoch it was led under; 0 if never. */
    long epoch() {
      return epoch;
    }

    /** The first free lsn. */
    long next() {
      return next;
    }
  }

  private final long firstEpoch;
  private final Map<SegmentId, Part> parts = new HashMap<>();
  private final VoterFound voter = new VoterFound();

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
    if (image.segment().index() == SegmentId.META) {
      voter.image(image);
      return;
    }
    Part part = part(image.segment());
    SegmentImage.read(image.parts(), part.state);
    part.epoch = image.epoch();
    part.next = image.lsn();
    part.history.begin(image.lsn());
  }

  @Override
  public void entry(LogEntry entry) {
    if (entry.segment().index() == SegmentId.META) {
      voter.entry(entry);
      return;
    }
    LogRecord record = LogRecordCodec.decode(entry.body());
    Part part = part(entry.segment());
    if (entry.lsn() != part.next) {
      throw new IllegalStateException(
          "the journal goes from lsn "
              + part.next
              + " to "
              + entry.lsn()
              + " in segment "
              + entry.segment());
    }
    part.next = entry.lsn() + 1;
    part.epoch = entry.epoch();
    part.state.appended(record, entry.lsn());
    Envelope token = part.state.subject(record);
    var shown = part.state.committed(record);
    var happened = part.history.committed(entry.lsn(), record, token);
  }

  Part part(SegmentId segment) {
    return parts.computeIfAbsent(segment, any -> new Part(firstEpoch - 1));
  }

  /**
   * A number for the state of a segment, the same for the same state: what {@link Host#digests}
   * says when nothing is under way.
   */
  public long digest(SegmentId segment) {
    return SegmentImage.digest(part(segment).state());
  }

  /** The tokens that a segment holds, each encoded, in no order. */
  public Map<TokenId, byte[]> tokens(SegmentId segment) {
    Map<TokenId, byte[]> tokens = new HashMap<>();
    for (Slot slot : part(segment).state.store().live()) {
      tokens.put(slot.id(), EnvelopeCodec.encode(slot.token()));
    }
    return tokens;
  }

  /**
   * Checks that the store is one of this host's, as it is set up now.
   *
   * @throws teseus.space.meta.OtherVotersException if others kept META when it ran last
   */
  public void check(HostSettings settings) {
    voter.check(settings.self(), settings.meta().voters());
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
    return parts.values().stream().mapToLong(part -> part.state.round()).max().orElse(0);
  }
}
