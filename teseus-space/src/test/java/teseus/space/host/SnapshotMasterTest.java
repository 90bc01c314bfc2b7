package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import teseus.space.SegmentId;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/** Zeus keeps META and leads a segment, athena leads another, hera gathers. */
class SnapshotMasterTest {
  private static final SegmentId Z = SomeTokens.ZEUS_0;
  private static final SegmentId A = new SegmentId(ATHENA, 0);

  private final SentFrames network = new SentFrames();
  private final Timers timers = new Timers();
  private final Directory directory = new Directory(HERA, List.of(Z, A));
  private final AskingParts parts =
      new AskingParts(
          new Post(HERA, network),
          timers,
          directory,
          Map.of(),
          AskTimes.DEFAULT,
          new Credit(LoadLimits.DEFAULT.pendingPerPeer(), AskTimes.DEFAULT.resend()),
          new HostParts());
  private final Meta meta =
      new Meta(HERA, List.of(ZEUS), parts, 100, (state, now) -> this.master().meta(state, now));
  private final SnapshotMaster master = new SnapshotMaster(HERA, parts, meta);
  private final Gathered sink = new Gathered();
  private MetaState state = MetaState.EMPTY;
  private long now = 1_000;

  SnapshotMasterTest() {
    for (SegmentId segment : List.of(Z, A)) {
      directory.linkUp(segment.founder());
      directory.told(segment, segment.founder(), 1);
    }
  }

  private SnapshotMaster master() {
    return master;
  }

  private static final class Gathered implements SnapshotSink {
    final List<Envelope> tokens = new ArrayList<>();
    final List<Consumer<@Nullable String>> waiting = new ArrayList<>();
    long begun;
    boolean complete;
    @Nullable String failed;

    @Override
    public void begun(long round) {
      begun = round;
    }

    @Override
    public void committed(Map<SegmentId, Long> cuts) {}

    @Override
    public void part(SegmentId segment, List<Envelope> more, Consumer<@Nullable String> next) {
      tokens.addAll(more);
      waiting.add(next);
    }

    @Override
    public void complete() {
      complete = true;
    }

    @Override
    public void failed(String why) {
      failed = why;
    }
  }

  /** The sink is done with a piece. */
  private void store() {
    sink.waiting.remove(0).accept(null);
    timers.run(now);
  }

  /** The last command that META was asked for. */
  private Message.MetaAsk asked() {
    List<Message.MetaAsk> asks = network.drain(Message.MetaAsk.class);
    return asks.get(asks.size() - 1);
  }

  private void told(Message.MetaAsk ask, MetaState next) {
    state = next;
    meta.onTold(ZEUS, new Message.MetaTold(ask.ask(), null, next, ZEUS), now);
  }

  private MetaState opened(long round) {
    return state.withSnapshot(new MetaState.Snapshot(round, HERA, List.of(Z, A)));
  }

  private void committed(Gathered into) {
    master.begin(into, now);
    told(asked(), opened(1));
    master.onHasCut(new Message.HasCut(1, Z, 5), now);
    master.onHasCut(new Message.HasCut(1, A, 6), now);
    Message.MetaAsk commit = asked();
    assertThat(commit.command()).isEqualTo(new MetaCommand.CommitSnapshot(1, Map.of(Z, 5L, A, 6L)));
    told(commit, state.withSnapshot(null));
  }

  private void asksNothingMore() {
    network.drain();
    timers.run(now + 60_000);
    assertThat(timers.size()).isZero();
    assertThat(network.drain()).isEmpty();
  }

  private List<Message.PullPart> pulls() {
    return network.drain(Message.PullPart.class);
  }

  private static Envelope token(long number) {
    return SomeTokens.token(number, "job", "x");
  }

  @Test
  void gathersOneSegmentAfterTheOtherPieceByPiece() {
    committed(sink);
    assertThat(sink.begun).isEqualTo(1);
    assertThat(pulls()).containsExactly(new Message.PullPart(1, Z, 0));
    master.onPart(new Message.Part(1, Z, 0, List.of(token(1)), 2), now);
    assertThat(pulls()).isEmpty();
    store();
    assertThat(pulls()).containsExactly(new Message.PullPart(1, Z, 1));
    master.onPart(new Message.Part(1, Z, 1, List.of(token(2)), 2), now);
    store();
    assertThat(pulls()).contains(new Message.PullPart(1, A, 0));
    master.onPart(new Message.Part(1, A, 0, List.of(token(3)), 1), now);
    store();
    assertThat(sink.complete).isTrue();
    assertThat(sink.tokens).hasSize(3);
    asksNothingMore();
  }

  @Test
  void doesNotTakeTheRepeatedPartOfAnEmptySegmentForTheNext() {
    committed(sink);
    master.onPart(new Message.Part(1, Z, 0, List.of(), 0), now);
    master.onPart(new Message.Part(1, Z, 0, List.of(), 0), now);
    store();
    assertThat(sink.waiting).isEmpty();
    assertThat(sink.complete).isFalse();
    master.onPart(new Message.Part(1, A, 0, List.of(token(3)), 1), now);
    store();
    assertThat(sink.tokens).hasSize(1);
    assertThat(sink.complete).isTrue();
  }

  @Test
  void asksAgainForAPartThatDoesNotCome() {
    committed(sink);
    network.drain();
    timers.run(now + 1_000);
    assertThat(pulls()).containsExactly(new Message.PullPart(1, Z, 0));
  }

  @Test
  void letsGoOfTheCutsWhenItHasThemAndWhenItGivesUp() {
    committed(sink);
    master.onPart(new Message.Part(1, Z, 0, List.of(), 0), now);
    network.drain();
    store();
    assertThat(pulls()).contains(new Message.PullPart(1, Z, Message.PullPart.NO_MORE));
    timers.run(now + 30_000);
    assertThat(sink.failed).contains("athena/0");
    assertThat(pulls()).contains(new Message.PullPart(1, A, Message.PullPart.NO_MORE));
  }

  @Test
  void hasASnapshotAbortedThatMetaBeganAfterItGaveUp() {
    master.begin(sink, now);
    Message.MetaAsk begin = asked();
    timers.run(now + 30_000);
    assertThat(sink.failed).isNotNull();
    network.drain();
    told(begin, opened(1));
    assertThat(asked().command()).isInstanceOf(MetaCommand.AbortSnapshot.class);
  }

  @Test
  void hasASnapshotAbortedThatItBeganBeforeItWasStartedAgain() {
    meta.onTold(ZEUS, new Message.MetaTold(0, null, opened(4), ZEUS), now);
    assertThat(asked().command())
        .isInstanceOfSatisfying(
            MetaCommand.AbortSnapshot.class, abort -> assertThat(abort.round()).isEqualTo(4));
  }

  private MetaState openedByAthena() {
    return state.withSnapshot(new MetaState.Snapshot(6, ATHENA, List.of(Z)));
  }

  @Test
  void hasTheSnapshotOfALostMasterAbortedBeforeItsOwn() {
    meta.onTold(ZEUS, new Message.MetaTold(0, null, openedByAthena(), ZEUS), now);
    directory.linkDown(ATHENA);
    directory.told(A, ZEUS, 2);
    master.begin(sink, now);
    Message.MetaAsk abort = asked();
    assertThat(abort.command())
        .isEqualTo(new MetaCommand.AbortSnapshot(6, "its master athena cannot be reached"));
    told(abort, state.withSnapshot(null));
    assertThat(asked().command()).isEqualTo(new MetaCommand.BeginSnapshot(HERA, List.of(Z, A)));
    assertThat(sink.failed).isNull();
  }

  @Test
  void leavesTheSnapshotOfAMasterWithinReachAlone() {
    meta.onTold(ZEUS, new Message.MetaTold(0, null, openedByAthena(), ZEUS), now);
    master.begin(sink, now);
    assertThat(asked().command()).isInstanceOf(MetaCommand.BeginSnapshot.class);
  }

  @Test
  void beginsNothingThatWasGivenUpWhileALostMastersSnapshotWasAborted() {
    meta.onTold(ZEUS, new Message.MetaTold(0, null, openedByAthena(), ZEUS), now);
    directory.linkDown(ATHENA);
    directory.told(A, ZEUS, 2);
    master.begin(sink, now);
    Message.MetaAsk abort = asked();
    timers.run(now + 30_000);
    network.drain();
    told(abort, state.withSnapshot(null));
    assertThat(network.drain(Message.MetaAsk.class)).isEmpty();
  }

  @Test
  void doesNotEndALaterSnapshotForTheAnswerToAnEarlierOne() {
    master.begin(sink, now);
    Message.MetaAsk begin = asked();
    timers.run(now + 30_000);
    Gathered second = new Gathered();
    master.begin(second, now + 30_000);
    meta.onTold(
        ZEUS, new Message.MetaTold(begin.ask(), "snapshot 7 is under way", state, ZEUS), now);
    assertThat(second.failed).isNull();
  }

  @Test
  void failsAtOnceWhileASegmentCannotBeReached() {
    directory.linkDown(ATHENA);
    master.begin(sink, now);
    assertThat(sink.failed).contains("athena/0");
    assertThat(network.drain()).isEmpty();
  }

  @Test
  void failsIfASegmentDoesNotKnowItsCutAnyMore() {
    committed(sink);
    master.onPart(new Message.Part(1, Z, 0, List.of(), -1), now);
    assertThat(sink.failed).contains("zeus/0");
    asksNothingMore();
  }

  @Test
  void wantsNoMoreOfItWhenTheSinkSaysSo() {
    committed(sink);
    master.onPart(new Message.Part(1, Z, 0, List.of(token(1)), 2), now);
    sink.waiting.remove(0).accept("the disk is full");
    timers.run(now);
    assertThat(sink.failed).isEqualTo("the disk is full");
    assertThat(pulls())
        .contains(
            new Message.PullPart(1, Z, Message.PullPart.NO_MORE),
            new Message.PullPart(1, A, Message.PullPart.NO_MORE));
  }
}
