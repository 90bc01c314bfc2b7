package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.spi.Image;
import teseus.space.spi.LogEntry;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;

/** What a store makes of its copies at a start. */
class RecoveredTest {
  private static final SegmentId S = SomeTokens.HERA_0;
  private static final SegmentId NOTES = new SegmentId(SomeTokens.HERA, SegmentId.NOTES);
  private static final SessionId SESSION = new SessionId(1, 9);
  private static final OpId WRITE = new OpId(SESSION, 1);

  private final Recovered recovered = new Recovered(1);
  private long notes;

  @Test
  void goesOnAfterAnImageThatNotesNothing() {
    recovered.image(new Image(NOTES, 1, 7, List.of()));
    assertThat(recovered.notesNext()).isEqualTo(7);
    assertThat(recovered.rosterNext()).isZero();
  }

  @Test
  void whatOnlyThisStoreHoldsIsCommittedAsItIsFound() {
    note(true, 0, 0);
    written();
    SegmentCopy copy = copy();
    assertThat(copy.committed()).isEqualTo(3);
    assertThat(copy.state().store().size()).isEqualTo(1);
  }

  @Test
  void whatOthersHoldTooIsKeptAsideUntilItIsKnownToBeCommitted() {
    note(false, 0, 0);
    written();
    assertThat(copy().committed()).isZero();
    assertThat(copy().state().store().size()).isZero();
    note(false, 3, 3);
    assertThat(copy().committed()).isEqualTo(3);
    assertThat(copy().state().store().size()).isEqualTo(1);
  }

  @Test
  void aNoteSaysWhereTheLogEndedThen() {
    note(false, 0, 0);
    written();
    note(false, 1, 1); // what is after it was there before the log began again
    assertThat(copy().log().next()).isEqualTo(1);
  }

  @Test
  void aRecordThatIsNotAtTheEndCutsOffTheRest() {
    note(false, 0, 0);
    written();
    append(2, 1, new LogRecord.Lead(5));
    assertThat(copy().log().next()).isEqualTo(2);
    assertThat(copy().log().spans().epoch(1)).isEqualTo(2);
  }

  @Test
  void withDamageOnlyWhatNobodyElseHoldsIsGoneOnFrom() {
    note(false, 0, 0);
    written();
    recovered.doubted(Doubt.DAMAGE);
    assertThat(copy().whole()).isFalse();
    assertThat(copy().doubted()).isEqualTo(SegmentCopy.ANY);

    Recovered alone = new Recovered(1);
    alone.entry(entry(NOTES, 0, 1, noted(true, 0, 0)));
    alone.doubted(Doubt.DAMAGE);
    assertThat(alone.kept().get(S).whole()).isTrue();
  }

  @Test
  void whatIsInDoubtIsKeptAndSaidToBeSo() {
    note(false, 0, 0);
    written();
    recovered.doubted(Doubt.CUT);
    assertThat(copy().whole()).isTrue();
    assertThat(copy().log().next()).isEqualTo(3);
    assertThat(copy().doubted()).isEqualTo(SegmentCopy.ANY);
    assertThat(copy().note(9).doubted()).isEqualTo(SegmentCopy.ANY);
  }

  @Test
  void whoIsAloneAndInDoubtPassesOverTheEpochThatItMayHaveForgotten() {
    note(true, 0, 0);
    written();
    assertThat(copy().nextEpoch()).isEqualTo(2);
    recovered.doubted(Doubt.CUT);
    assertThat(copy().nextEpoch()).isEqualTo(3);
  }

  private SegmentCopy copy() {
    return recovered.kept().get(S);
  }

  private void written() {
    append(1, 0, new LogRecord.Lead(1));
    append(1, 1, new LogRecord.Open(2, SESSION));
    Envelope token =
        new Envelope(new TokenId(WRITE), "job", OnePrimary.fields(Map.of()), 3, Long.MAX_VALUE);
    append(1, 2, new LogRecord.Put(3, WRITE, 1, token));
  }

  private void append(long epoch, long lsn, LogRecord record) {
    recovered.entry(entry(S, lsn, epoch, record));
  }

  private void note(boolean sole, long committed, long length) {
    recovered.entry(entry(NOTES, notes++, 1, noted(sole, committed, length)));
  }

  private static LogRecord noted(boolean sole, long committed, long length) {
    return new LogRecord.Note(1, S, 7, 1, 1, 1, 0, true, sole, committed, length, List.of());
  }

  private static LogEntry entry(SegmentId segment, long lsn, long epoch, LogRecord record) {
    return new LogEntry(segment, epoch, lsn, LogRecordCodec.encode(record));
  }
}
