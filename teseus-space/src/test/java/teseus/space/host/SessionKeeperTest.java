package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static teseus.space.host.OnePrimary.SESSION;
import static teseus.space.host.OnePrimary.aim;
import static teseus.space.host.OnePrimary.op;
import static teseus.space.host.OnePrimary.take;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Result;

class SessionKeeperTest {
  private static final Result GONE = new Result.Refused(Result.Refusal.SESSION_GONE, 1);

  private final OnePrimary hera = new OnePrimary();

  private void fence(long op, int turn) {
    hera.keeper.onFence(OnePrimary.ASKER, new Message.Fence(op(op), turn, OnePrimary.S), hera.now);
  }

  private void giveBack(long op) {
    hera.keeper.onGiveBack(
        OnePrimary.ASKER, new Message.GiveBack(op(op), 0, OnePrimary.S), hera.now);
  }

  @Test
  void confirmsATurnOnceItIsForced() {
    fence(1, 2);
    assertThat(hera.network.drain()).isEmpty();
    hera.force();
    assertThat(hera.network.drain(Message.Fenced.class))
        .containsExactly(new Message.Fenced(op(1), 2, OnePrimary.S, null));
  }

  @Test
  void recordsATurnOnceAndRefusesALowerOne() {
    fence(1, 2);
    fence(7, 2);
    hera.force();
    assertThat(hera.network.drain(Message.Fenced.class)).hasSize(2);
    assertThat(hera.records().stream().filter(LogRecord.Turn.class::isInstance)).hasSize(1);
    fence(1, 1);
    assertThat(hera.network.drain(Message.Fenced.class).get(0).result())
        .isEqualTo(new Result.Refused(Result.Refusal.OLD_TURN, 1));
  }

  @Test
  void tellsANewGatewayWhatATakeUnderWayGot() {
    TokenId token = hera.written(op(1));
    assertThat(hera.ask(aim(op(2), 1, take(null)))).isEmpty();
    fence(2, 1);
    assertThat(hera.network.drain()).isEmpty();
    hera.force();
    Message.Fenced fenced = hera.network.drain(Message.Fenced.class).get(0);
    assertThat(((Result.Taken) fenced.result()).token().id()).isEqualTo(token);
  }

  @Test
  void keepsTheTurnThroughARestart() {
    fence(1, 3);
    hera.force();
    OnePrimary again = hera.restarted();
    assertThat(again.segment.sessions().get(SESSION).turn()).isEqualTo(3);
  }

  @Test
  void doesNotSayThatATakeIsBackWhoseSessionHasEnded() {
    TokenId unused = hera.written(op(1));
    Result taken = hera.done(aim(op(2), 1, take(null)));
    assertThat(taken).isInstanceOf(Result.Taken.class);
    hera.keeper.onEnd(new Message.EndSession(SESSION), hera.now);
    hera.force();
    giveBack(2);
    assertThat(hera.network.drain(Message.GivenBack.class))
        .containsExactly(new Message.GivenBack(op(2), 0, OnePrimary.S, false));
  }

  @Test
  void putsBackWhatATakeGotUnderItsOldNameAndAnswersNoneFromThenOn() {
    TokenId token = hera.written(op(1));
    Result unused = hera.done(aim(op(2), 1, take(null)));
    giveBack(2);
    assertThat(hera.network.drain()).isEmpty();
    hera.force();
    assertThat(hera.network.drain(Message.GivenBack.class)).hasSize(1);
    giveBack(2);
    assertThat(hera.network.drain(Message.GivenBack.class)).hasSize(1);
    assertThat(hera.records().stream().filter(LogRecord.Return.class::isInstance)).hasSize(1);
    assertThat(hera.done(aim(op(2), 1, take(null)))).isInstanceOf(Result.None.class);
    Result next = hera.done(aim(op(3), 1, take(null)));
    assertThat(((Result.Taken) next).token().id()).isEqualTo(token);
  }

  @Test
  void doesNotPutBackATakeThatIsNotSafeYet() {
    TokenId token = hera.written(op(1));
    assertThat(hera.ask(aim(op(2), 1, take(token)))).isEmpty();
    giveBack(2);
    hera.force();
    assertThat(hera.network.drain(Message.GivenBack.class)).isEmpty();
    assertThat(hera.segment.store().size()).isZero();
    giveBack(2);
    hera.force();
    assertThat(hera.segment.store().get(token)).isNotNull();
  }

  @Test
  void countsWhatASessionLeavesExactlyThoughTakesAreUndone() {
    TokenId token = hera.written(op(1));
    Result unused = hera.done(aim(op(2), 1, take(token)));
    giveBack(2);
    hera.force();
    Message.Aim next = new Message.Aim(op(3), 0, 1, OnePrimary.S, 1, 3, take(token));
    Result.Taken taken = (Result.Taken) hera.done(next);
    assertThat(hera.segment.sessions().get(SESSION).cost()).isEqualTo(taken.token().cost());
  }

  @Test
  void endsASessionThatWasNotHeardOfForALeaseAndNoOther() {
    TokenId unused = hera.written(op(1));
    hera.keeper.expire(hera.now);
    hera.keeper.onKeepAlive(new Message.KeepAlive(Map.of(SESSION, 1L)), hera.now + 5_000);
    hera.keeper.expire(hera.now + 14_999);
    assertThat(hera.segment.sessions().gone(SESSION)).isFalse();
    hera.keeper.expire(hera.now + 15_000);
    assertThat(hera.segment.sessions().gone(SESSION)).isTrue();
    assertThat(hera.records()).last().isEqualTo(new LogRecord.End(hera.now + 15_000, SESSION));
  }

  @Test
  void callsWhoWaitsInASessionThatEndedMeanwhileSoThatItLearnsOfIt() {
    TokenId unused = hera.written(op(1));
    Result taken = hera.done(aim(op(2), 1, take(null)));
    assertThat(taken).isInstanceOf(Result.Taken.class);
    hera.waits.onWait(OnePrimary.ASKER, hera.wait(op(3), 1, 0), hera.now);
    hera.keeper.expire(hera.now);
    hera.keeper.expire(hera.now + 10_000);
    hera.force();
    assertThat(hera.segment.sessions().gone(SESSION)).isTrue();
    OpId write = new OpId(new SessionId(1, 3), 1);
    TokenId token = new TokenId(write);
    assertThat(hera.ask(aim(write, 1, OnePrimary.job()))).isEmpty();
    hera.force();
    assertThat(hera.network.drain(Message.Call.class))
        .extracting(Message.Call::op, Message.Call::token)
        .containsExactly(tuple(op(3), token));
    assertThat(hera.done(aim(op(3), 1, take(token)))).isEqualTo(GONE);
  }

  @Test
  void forgetsWhoWaitedInASessionThatItsAskerEnds() {
    TokenId unused = hera.written(op(1));
    hera.waits.onWait(OnePrimary.ASKER, hera.wait(op(3), 1, 0), hera.now);
    hera.keeper.onEnd(new Message.EndSession(SESSION), hera.now);
    assertThat(hera.waits.queue().size()).isZero();
  }

  @Test
  void opensAnAgingSessionThatLivesOnSoThatItIsServedWhenItsEraIsPast() {
    hera.keeper.onKeepAlive(new Message.KeepAlive(Map.of(SESSION, 1L)), hera.now);
    assertThat(hera.segment.sessions().get(SESSION)).isNull();
    hera.keeper.era(2, hera.now);
    hera.keeper.onKeepAlive(new Message.KeepAlive(Map.of(SESSION, 1L)), hera.now);
    hera.keeper.era(3, hera.now);
    hera.keeper.era(4, hera.now);
    assertThat(hera.written(op(1))).isNotNull();
    hera.keeper.onEnd(new Message.EndSession(SESSION), hera.now);
    hera.keeper.onKeepAlive(new Message.KeepAlive(Map.of(SESSION, 1L)), hera.now);
    assertThat(hera.segment.sessions().gone(SESSION)).isTrue();
  }

  @Test
  void opensSeveralInTheOrderInWhichTheyAreNamed() {
    List<SessionId> named =
        LongStream.rangeClosed(1, 20).mapToObj(n -> new SessionId(1, n)).toList();
    Map<SessionId, Long> low = new LinkedHashMap<>();
    named.forEach(session -> low.put(session, 1L));
    hera.keeper.era(2, hera.now);
    hera.keeper.onKeepAlive(new Message.KeepAlive(low), hera.now);
    assertThat(hera.segment.sessions().sessions()).containsExactlyInAnyOrderElementsOf(named);
    hera.force();
    assertThat(
            hera.records().stream()
                .filter(LogRecord.Open.class::isInstance)
                .map(record -> ((LogRecord.Open) record).session()))
        .containsExactlyElementsOf(named);
  }

  @Test
  void refusesCopiesOfAnEndedSessionsMessagesThoughItWasNeverOpenedHere() {
    assertThat(hera.done(aim(op(2), 1, take(null)))).isInstanceOf(Result.None.class);
    hera.keeper.onEnd(new Message.EndSession(SESSION), hera.now);
    OpId other = new OpId(new SessionId(1, 3), 1);
    TokenId token = hera.written(other);
    Result unused = hera.done(aim(op(2), 1, take(null)));
    assertThat(hera.segment.store().get(token).gone()).isFalse();
  }
}
