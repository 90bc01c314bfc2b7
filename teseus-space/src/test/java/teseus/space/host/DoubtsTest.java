package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.Message;
import teseus.space.wire.MetaState;
import teseus.space.wire.Replication;
import teseus.space.wire.SegmentConfig;
import teseus.space.wire.StoreName;
import teseus.space.wire.Whereabouts;

/** Who may lead a segment when members have found an end that was not whole. */
class DoubtsTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId JUNO = new HostId("juno");
  private static final HostId ZEUS = new HostId("zeus");
  private static final SegmentId S = new SegmentId(HERA, 0);
  private static final StoreName HERAS = new StoreName(HERA, 1);
  private static final StoreName JUNOS = new StoreName(JUNO, 2);
  private static final StoreName ZEUSS = new StoreName(ZEUS, 3);
  private static final StoreIdentity STORE = new StoreIdentity(2, 2, 7);
  private static final long LOG = 9;
  private static final long HERAS_START = 3;
  private static final SegmentConfig CONFIG =
      new SegmentConfig(5, LOG, List.of(HERAS, JUNOS, ZEUSS));

  private final Map<SegmentId, SegmentCopy> kept = new HashMap<>();
  private final SentFrames sent = new SentFrames();
  private final List<Runnable> notes = new ArrayList<>();
  private final SegmentCopy copy = copy(4, 3);
  private final Doubts doubts =
      new Doubts(
          JUNO,
          STORE,
          true,
          kept,
          new HashMap<>(),
          new Post(JUNO, sent),
          (noted, then) -> notes.add(then));

  /** Juno's copy after a start at which the end was not whole. */
  private SegmentCopy copy(long epoch, int length) {
    SegmentCopy made = new SegmentCopy(S, 0);
    made.synced(epoch, LOG);
    for (int lsn = 0; lsn < length; lsn++) {
      made.found(epoch, lsn, LogRecordCodec.encode(new LogRecord.Lead(lsn)));
    }
    made.doubt(SegmentCopy.ANY);
    kept.put(S, made);
    return made;
  }

  private static MetaState state(SegmentConfig config, long incarnation) {
    return started(
            started(started(MetaState.EMPTY, HERAS, HERAS_START), ZEUSS, 4), JUNOS, incarnation)
        .withSegment(S, config);
  }

  private static MetaState started(MetaState state, StoreName store, long incarnation) {
    return state.withHost(
        store.host(),
        new MetaState.Store(store.id(), store.id(), incarnation),
        new Whereabouts(store.host().name(), 7100, 8080),
        1);
  }

  private static Replication.Doubtful left(StoreName store, long epoch, long last, long length) {
    return left(store, epoch, last, length, HERAS_START);
  }

  private static Replication.Doubtful left(
      StoreName store, long epoch, long last, long length, long heras) {
    List<Long> starts = List.of(heras, 7L, 4L);
    return new Replication.Doubtful(S, epoch, store.id(), epoch, last, length, starts);
  }

  private void known() {
    doubts.start();
    doubts.meta(state(CONFIG, 7));
  }

  private boolean mayLead() {
    return doubts.mayLead(copy, CONFIG, state(CONFIG, 7));
  }

  private void shown(StoreName store, long last, long length) {
    doubts.shown(store.host(), left(store, 5, last, length), state(CONFIG, 7));
  }

  @Test
  void followsNobodyAndShowsNothingBeforeMetaKnowsOfThisStart() {
    doubts.start();
    doubts.meta(state(CONFIG, 6));
    doubts.show(state(CONFIG, 6));
    assertThat(doubts.open()).isTrue();
    assertThat(doubts.refuses(S, 100, state(CONFIG, 6))).isTrue();
    assertThat(sent.drain()).isEmpty();
    assertThat(mayLead()).isFalse();

    doubts.meta(state(CONFIG, 7));
    SegmentConfig next = CONFIG.next(CONFIG.members());
    assertThat(doubts.refuses(S, 5, state(CONFIG, 7))).as("it may have promised more").isTrue();
    assertThat(doubts.refuses(S, 6, state(CONFIG, 7))).as("META has not said so").isTrue();
    assertThat(doubts.refuses(S, 6, state(next, 7))).isFalse();
  }

  @Test
  void showsTheOthersWhatIsLeftUntilItHoldsARecordOfALaterEpoch() {
    known();
    doubts.show(state(CONFIG, 7));
    assertThat(sent.drain())
        .extracting(SentFrames.Sent::to, one -> one.frame().message())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(HERA, new Message.Replicated(left(JUNOS, 5, 4, 3))),
            org.assertj.core.groups.Tuple.tuple(
                ZEUS, new Message.Replicated(left(JUNOS, 5, 4, 3))));

    copy.synced(6, LOG);
    assertThat(copy.mended()).as("it is synced, and lacks what it may have held").isFalse();
    copy.found(6, 3, LogRecordCodec.encode(new LogRecord.Lead(9)));
    assertThat(copy.mended()).isTrue();
    doubts.show(state(CONFIG, 7));
    assertThat(sent.drain()).isEmpty();
    assertThat(mayLead()).isTrue();
  }

  @Test
  void doesNotLeadAsLongAsAMemberMayHoldMore() {
    known();
    assertThat(mayLead()).isFalse();
    shown(HERAS, 4, 2);
    assertThat(mayLead()).as("zeus may be whole").isFalse();
    shown(ZEUSS, 3, 100);
    assertThat(mayLead()).as("all are in doubt, and it has the most of the last epoch").isTrue();
    shown(ZEUSS, 4, 4);
    assertThat(mayLead()).isFalse();
  }

  @Test
  void ofThoseThatHoldAsMuchTheFirstLeads() {
    known();
    shown(HERAS, 4, 2);
    shown(ZEUSS, 4, 3);
    assertThat(mayLead()).isTrue();
    shown(HERAS, 4, 3);
    assertThat(mayLead()).isFalse();
  }

  @Test
  void whatWasShownUnderAnotherEpochCountsForNothing() {
    known();
    shown(ZEUSS, 4, 2);
    doubts.shown(HERA, left(HERAS, 4, 4, 2), state(CONFIG, 7));
    assertThat(mayLead()).isFalse();
  }

  @Test
  void aMemberThatIsGoneForGoodIsNotWaitedFor() {
    known();
    shown(HERAS, 4, 2);
    MetaState gone =
        state(CONFIG, 7)
            .withHost(ZEUS, new MetaState.Store(33, 33, 1), new Whereabouts("zeus", 7100, 8080), 1);
    List<Long> starts = List.of(HERAS_START, 7L, 0L);
    doubts.shown(HERA, new Replication.Doubtful(S, 5, HERAS.id(), 5, 4, 2, starts), gone);
    assertThat(doubts.mayLead(copy, CONFIG, gone)).isTrue();
  }

  /** Hera may have sent juno and zeus more since, and have forgotten it. */
  @Test
  void whatWasShownBeforeAMemberWasStartedAgainCountsForNothing() {
    known();
    shown(ZEUSS, 4, 2);
    MetaState state = started(state(CONFIG, 7), HERAS, HERAS_START + 1);
    doubts.shown(HERA, left(HERAS, 5, 4, 2, HERAS_START + 1), state);
    assertThat(doubts.mayLead(copy, CONFIG, state)).isFalse();
    doubts.shown(ZEUS, left(ZEUSS, 5, 4, 2, HERAS_START + 1), state);
    assertThat(doubts.mayLead(copy, CONFIG, state)).isTrue();
  }

  @Test
  void whoIsInDoubtAndAllOfRGoesOn() {
    SegmentConfig alone = new SegmentConfig(5, LOG, List.of(JUNOS));
    doubts.start();
    doubts.meta(state(alone, 7));
    assertThat(doubts.mayLead(copy, alone, state(alone, 7))).isTrue();
    assertThat(copy.nextEpoch()).isEqualTo(6);
  }

  @Test
  void aPrimaryThatSaysSoDoesNotLead() {
    known();
    assertThat(doubts.unseated(S, CONFIG)).isFalse();
    shown(HERAS, 4, 2);
    assertThat(doubts.unseated(S, CONFIG)).isTrue();
  }

  @Test
  void aSegmentOfWhichNothingIsLeftIsInDoubtToo() {
    kept.clear();
    known();
    assertThat(doubts.refuses(S, 5, state(CONFIG, 7))).isTrue();
    doubts.show(state(CONFIG, 7));
    assertThat(sent.drain())
        .extracting(one -> one.frame().message())
        .contains(new Message.Replicated(left(JUNOS, 5, 0, Replication.Holds.BROKEN)));
  }

  @Test
  void isSettledOnceWhatIsInDoubtIsOnRecord() {
    known();
    assertThat(doubts.noted()).isFalse();
    notes.forEach(Runnable::run);
    assertThat(doubts.noted()).isTrue();
  }
}
