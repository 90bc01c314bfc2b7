package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.Portion;
import teseus.space.wire.Replication.Logged;

/**
 * What a store makes of a log that it has from another, and of which it may have to lead the end.
 */
class SegmentCopyTest {
  private static final SegmentId S = SomeTokens.HERA_0;
  private static final SessionId SESSION = new SessionId(1, 9);
  private static final TokenId TOKEN = new TokenId(op(1));
  private static final OpId TRANSACTION = op(2);
  private static final OpId TAKE = op(3);
  private static final OpId COMMIT = op(4);
  private static final List<Portion.Take> TAKES = List.of(new Portion.Take(TAKE, TOKEN));

  private final HeldLog log = new HeldLog();
  private final SegmentCopy copy = new SegmentCopy(S, 0);

  @Test
  void whatIsPreparedIsLockedThoughNobodySaidThatItsTokenWasSafe() {
    written();
    append(new LogRecord.Renew(3, op(5), 1, TOKEN, 2_000));
    prepared();
    copy.applyAll();
    assertThat(copy.committed()).as("up to the last change of the token").isEqualTo(4);
    assertThat(copy.applied()).isEqualTo(5);
    assertThat(slot().lockedBy()).isEqualTo(TRANSACTION);
    assertThat(slot().until()).isEqualTo(2_000);
  }

  @Test
  void itIsLockedTooWhereTheWriteHadItsEffectsBefore() {
    written();
    copy.applyAll();
    prepared();
    copy.applyAll();
    assertThat(slot().lockedBy()).isEqualTo(TRANSACTION);
  }

  @Test
  void whatIsPreparedAndAbortedCanBePreparedAgain() {
    written();
    prepared();
    append(new LogRecord.Resolve(5, COMMIT, false));
    append(
        new LogRecord.Prepare(
            6, op(6), op(7), 1, S, List.of(new Portion.Take(op(8), TOKEN)), List.of()));
    copy.applyAll();
    assertThat(slot().lockedBy()).isEqualTo(op(6));
  }

  @Test
  void noImageIsMadeBetweenADecisionAndWhatItDoes() {
    CopyKeeper keeper =
        new CopyKeeper(
            new StoreIdentity(1, 1, 1),
            Map.of(S, copy),
            new StoreNotes(new SegmentId(SomeTokens.HERA, SegmentId.NOTES), log, 0),
            log,
            new Post(SomeTokens.HERA, new SentFrames()),
            () -> 0);
    copy.synced(1, 7);
    written();
    append(new LogRecord.Decide(4, TRANSACTION, COMMIT, 1, TAKES, List.of(), List.of()));
    copy.commit(4);
    keeper.checkpoint(S);
    assertThat(log.images).isEmpty();

    append(new LogRecord.Take(5, TAKE, 0, TOKEN));
    copy.commit(5);
    keeper.checkpoint(S);
    assertThat(log.images).hasSize(1);
    SegmentState read = new SegmentCopy(S, 0).state();
    SegmentImage.read(log.images.get(0).parts(), read);
    assertThat(read.store().size()).isZero();
    assertThat(SegmentImage.digest(read)).isEqualTo(SegmentImage.digest(copy.state()));
  }

  private void written() {
    append(new LogRecord.Lead(1));
    append(new LogRecord.Open(1, SESSION));
    append(
        new LogRecord.Put(
            2,
            TOKEN.write(),
            1,
            new Envelope(TOKEN, "job", OnePrimary.fields(Map.of()), 3, 1_000)));
  }

  private void prepared() {
    append(new LogRecord.Prepare(4, TRANSACTION, COMMIT, 1, SomeTokens.ZEUS_0, TAKES, List.of()));
  }

  private void append(LogRecord record) {
    long unused = copy.append(log, new Logged(1, LogRecordCodec.encode(record)));
  }

  private Slot slot() {
    return Objects.requireNonNull(copy.state().store().get(TOKEN));
  }

  private static OpId op(long number) {
    return new OpId(SESSION, number);
  }
}
