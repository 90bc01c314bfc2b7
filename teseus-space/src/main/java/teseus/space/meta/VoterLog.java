package teseus.space.meta;

import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import java.util.List;
import java.util.function.LongSupplier;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.MetaImageCodec;
import teseus.space.wire.VoterRecord;

/**
 * A voter's records, on the host's journal. Nothing here waits for a force: what the voter says is
 * held back instead, until it is safe ({@link RaftGate}).
 */
final class VoterLog implements RaftStore {
  private final SegmentId id;
  private final Log log;
  private final VoterState state;
  private final LongSupplier now;
  private final long epoch;
  private long next;
  private long last;

  /**
   * Goes on from what was found.
   *
   * @param now the time, in milliseconds since 1970
   * @param epoch one more than the last
   * @param next the first free lsn
   */
  VoterLog(SegmentId id, Log log, VoterState state, LongSupplier now, long epoch, long next) {
    this.id = id;
    this.log = log;
    this.state = state;
    this.now = now;
    this.epoch = epoch;
    this.next = next;
  }

  SegmentId id() {
    return id;
  }

  /** The position of the last record; 0 if none was written since the start. */
  long last() {
    return last;
  }

  /** Keeps an image, so that the log before it may go; all of it is forced. */
  void checkpoint() {
    List<byte[]> parts = state.records().stream().map(this::encoded).toList();
    log.checkpoint(new Image(id, epoch, next, parts));
  }

  /** A group of voters begins. */
  void begin(MetaImageCodec.Image image) {
    write(new VoterRecord.Begin(image));
  }

  private void write(VoterRecord record) {
    state.apply(record);
    last = log.append(new teseus.space.spi.LogEntry(id, epoch, next++, encoded(record)));
  }

  private byte[] encoded(VoterRecord record) {
    return LogRecordCodec.encode(new LogRecord.Voter(now.getAsLong(), record));
  }

  @Override
  public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState voter) {} // the log's name

  @Override
  public void persistAndFlushInitialGroupMembers(RaftGroupMembersView members) {} // in the image

  @Override
  public void persistAndFlushTerm(RaftTermPersistentState term) {
    write(
        new VoterRecord.Term(
            term.getTerm(),
            term.getVotedFor() == null ? null : VoterName.host(term.getVotedFor())));
  }

  @Override
  public void persistLogEntries(List<LogEntry> entries) {
    entries.forEach(entry -> write(new VoterRecord.Append(VoterMessages.entry(entry))));
  }

  @Override
  public void persistSnapshotChunk(SnapshotChunk chunk) {
    write(new VoterRecord.Keep(VoterMessages.part(chunk)));
  }

  @Override
  public void truncateLogEntriesFrom(long index) {
    write(new VoterRecord.CutFrom(index));
  }

  @Override
  public void truncateLogEntriesUntil(long index) {
    write(new VoterRecord.CutUntil(index));
  }

  @Override
  public void deleteSnapshotChunks(long index, int count) {
    write(new VoterRecord.Drop(index));
  }

  @Override
  public void flush() {} // the host does, at the end of its turn
}
