package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.OnePrimary.ASKER;
import static teseus.space.host.OnePrimary.S;
import static teseus.space.host.OnePrimary.aim;
import static teseus.space.host.OnePrimary.job;
import static teseus.space.host.OnePrimary.op;
import static teseus.space.host.OnePrimary.take;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.MetaState;
import teseus.space.wire.Portion;

class CutsTest {
  private final OnePrimary hera = new OnePrimary();
  private final Cuts cuts =
      new Cuts(
          hera.led,
          new AskingParts(
              hera.post,
              hera.timers,
              new Directory(SomeTokens.HERA, List.of(S)),
              hera.led,
              AskTimes.DEFAULT,
              new Credit(LoadLimits.DEFAULT.pendingPerPeer(), AskTimes.DEFAULT.resend()),
              new HostParts()));

  private MetaState begun(long round) {
    return MetaState.EMPTY.withSnapshot(new MetaState.Snapshot(round, ASKER, List.of(S)));
  }

  private Message.Part pull(long round, int from) {
    cuts.onPullPart(ASKER, new Message.PullPart(round, S, from));
    List<Message.Part> parts = hera.network.drain(Message.Part.class);
    return parts.get(0);
  }

  @Test
  void holdsWhatWasAppendedBeforeItThoughItWasNotSafeYet() {
    TokenId kept = hera.written(op(1));
    TokenId gone = hera.written(op(2));
    assertThat(hera.ask(aim(op(3), 1, job()))).isEmpty();
    assertThat(hera.ask(aim(op(4), 1, take(gone)))).isEmpty();
    cuts.meta(begun(1), hera.now);
    assertThat(hera.ask(aim(op(5), 1, job()))).isEmpty();
    hera.force();
    hera.network.drain();
    assertThat(pull(1, 0).tokens().stream().map(Envelope::id))
        .containsExactly(kept, new TokenId(op(3)));
  }

  @Test
  void isToldOnlyOnceItIsSafeAndAgainUntilMetaEndsIt() {
    cuts.meta(begun(1), hera.now);
    assertThat(hera.network.drain()).isEmpty();
    hera.force();
    assertThat(hera.network.drain(Message.HasCut.class))
        .containsExactly(new Message.HasCut(1, S, 1));
    hera.pass(1_000);
    assertThat(hera.network.drain(Message.HasCut.class)).hasSize(1);
    cuts.meta(begun(1).withSnapshot(null), hera.now);
    hera.pass(10_000);
    assertThat(hera.network.drain()).isEmpty();
  }

  @Test
  void isMadeOncePerRoundHoweverOftenItsColourIsSeen() {
    cuts.seen(3, hera.now);
    cuts.seen(3, hera.now);
    cuts.seen(2, hera.now);
    assertThat(hera.records().stream().filter(LogRecord.Cut.class::isInstance))
        .containsExactly(new LogRecord.Cut(hera.now, 3));
  }

  @Test
  void isNotHandedOverOnceALaterOneBegan() {
    cuts.meta(begun(1), hera.now);
    hera.force();
    cuts.meta(begun(2), hera.now);
    hera.network.drain();
    assertThat(pull(1, 0).total()).isEqualTo(-1);
  }

  @Test
  void isLetGoWhenNoMoreOfItIsWanted() {
    TokenId unused = hera.written(op(1));
    cuts.meta(begun(1), hera.now);
    hera.force();
    hera.network.drain();
    assertThat(pull(1, 0).total()).isEqualTo(1);
    cuts.onPullPart(ASKER, new Message.PullPart(1, S, Message.PullPart.NO_MORE));
    assertThat(hera.network.drain()).isEmpty();
    assertThat(pull(1, 0).total()).isEqualTo(-1);
  }

  @Test
  void isMadeWhenASegmentOpensThatWasNotServedWhenItBegan() {
    AskingParts parts =
        new AskingParts(
            hera.post,
            hera.timers,
            new Directory(SomeTokens.HERA, List.of(S)),
            Map.of(),
            AskTimes.DEFAULT,
            new Credit(LoadLimits.DEFAULT.pendingPerPeer(), AskTimes.DEFAULT.resend()),
            new HostParts());
    Cuts starting = new Cuts(Map.of(), parts);
    starting.meta(begun(1), hera.now);
    starting.opened(hera.segment, hera.now);
    starting.opened(hera.segment, hera.now);
    assertThat(hera.records().stream().filter(LogRecord.Cut.class::isInstance)).hasSize(1);
    hera.force();
    assertThat(hera.network.drain(Message.HasCut.class)).hasSize(1);
  }

  @Test
  void isKnownOnceWhatWasPreparedAtItIsDecided() {
    TokenId taken = hera.written(op(1));
    TransactionTable.Prepared prepared = prepare(taken);
    cuts.meta(begun(1), hera.now);
    hera.force();
    assertThat(hera.network.drain(Message.HasCut.class)).isEmpty();
    assertThat(pull(1, 0).total()).isEqualTo(-1);
    cuts.resolved(S, prepared, true, 0);
    assertThat(hera.network.drain(Message.HasCut.class)).hasSize(1);
    assertThat(pull(1, 0).tokens()).isEqualTo(prepared.writes());
  }

  @Test
  void holdsNothingOfATransactionThatWasDecidedAfterItOrAborted() {
    TokenId taken = hera.written(op(1));
    TransactionTable.Prepared prepared = prepare(taken);
    for (int round = 1; round <= 2; round++) {
      cuts.meta(begun(round), hera.now);
      hera.force();
      cuts.resolved(S, prepared, round == 1, round);
      hera.network.drain();
      assertThat(pull(round, 0).tokens().stream().map(Envelope::id)).containsExactly(taken);
    }
  }

  private TransactionTable.Prepared prepare(TokenId taken) {
    hera.segment.append(
        new LogRecord.Prepare(
            hera.now,
            op(7),
            op(8),
            1,
            SomeTokens.ZEUS_0,
            List.of(new Portion.Take(op(9), taken)),
            List.of(SomeTokens.token(10, "Job", "new"))));
    return List.copyOf(hera.segment.state().transactions().prepared()).get(0);
  }
}
