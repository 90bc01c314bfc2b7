package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.OnePrimary.aim;
import static teseus.space.host.OnePrimary.job;
import static teseus.space.host.OnePrimary.op;
import static teseus.space.host.OnePrimary.take;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.wire.Action;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Result;

class AimsTest {
  private final OnePrimary hera = new OnePrimary();

  private static Message.Aim under(long epoch, OpId op, int turn, long low, Action action) {
    return new Message.Aim(op, turn, 1, OnePrimary.S, epoch, low, action);
  }

  private Result.Refusal refusal(Message.Aim aim) {
    return hera.ask(aim).get(0).result() instanceof Result.Refused refused ? refused.why() : null;
  }

  @Test
  void answersNothingBeforeItIsForced() {
    assertThat(hera.ask(aim(op(1), 1, job()))).isEmpty();
    assertThat(hera.ask(aim(op(1), 1, job()))).isEmpty();
    hera.force();
    assertThat(hera.network.drain(Message.Answer.class))
        .hasSize(2)
        .allMatch(answer -> answer.result() instanceof Result.Written);
    assertThat(hera.records().stream().filter(LogRecord.Put.class::isInstance)).hasSize(1);
  }

  @Test
  void answersARepeatedTakeWithTheSameTokenAndTakesNoOther() {
    TokenId first = hera.written(op(1));
    TokenId unused = hera.written(op(2));
    Result taken = hera.done(aim(op(3), 1, take(null)));
    assertThat(taken).isInstanceOf(Result.Taken.class);
    assertThat(((Result.Taken) taken).token().id()).isEqualTo(first);
    assertThat(hera.done(aim(op(3), 1, take(null)))).isEqualTo(taken);
    assertThat(hera.segment.store().size()).isEqualTo(1);
  }

  @Test
  void givesTheNamedTokenIfItIsFreeAndElseTheOldest() {
    TokenId first = hera.written(op(1));
    TokenId second = hera.written(op(2));
    Result named = hera.done(aim(op(3), 1, take(second)));
    assertThat(((Result.Taken) named).token().id()).isEqualTo(second);
    Result oldest = hera.done(aim(op(4), 1, take(second)));
    assertThat(((Result.Taken) oldest).token().id()).isEqualTo(first);
  }

  @Test
  void countsAnUncommittedTakeAsGone() {
    TokenId unused = hera.written(op(1));
    assertThat(hera.ask(aim(op(2), 1, take(null)))).isEmpty();
    assertThat(hera.ask(aim(op(3), 1, take(null))).get(0).result())
        .isEqualTo(new Result.None(Result.Why.NO_MATCH, null));
  }

  @Test
  void refusesAnotherEpochThanTheOneItLeads() {
    assertThat(refusal(under(2, op(1), 0, 1, job()))).isEqualTo(Result.Refusal.OTHER_EPOCH);
    assertThat(refusal(under(0, op(1), 0, 1, job()))).isEqualTo(Result.Refusal.OTHER_EPOCH);
    assertThat(hera.segment.store().size()).isZero();
  }

  @Test
  void doesNotExecuteAnAttemptThatItAnsweredNone() {
    assertThat(hera.done(aim(op(5), 2, take(null)))).isInstanceOf(Result.None.class);
    TokenId unused = hera.written(op(1));
    assertThat(hera.done(aim(op(5), 1, take(null)))).isInstanceOf(Result.None.class);
    assertThat(hera.done(aim(op(5), 2, take(null)))).isInstanceOf(Result.None.class);
    assertThat(hera.done(aim(op(5), 3, take(null)))).isInstanceOf(Result.Taken.class);
  }

  @Test
  void doesNotExecuteAnAttemptThatWasCancelledBeforeItCame() {
    TokenId unused = hera.written(op(1));
    assertThat(hera.done(aim(op(5), 1, new Action.Cancel())))
        .isEqualTo(new Result.None(Result.Why.CANCELLED, null));
    assertThat(hera.done(aim(op(5), 1, take(null)))).isInstanceOf(Result.None.class);
    assertThat(hera.segment.store().size()).isEqualTo(1);
  }

  @Test
  void answersACancelWithWhatWasTaken() {
    TokenId token = hera.written(op(1));
    assertThat(hera.ask(aim(op(2), 1, take(null)))).isEmpty();
    assertThat(hera.ask(aim(op(2), 1, new Action.Cancel()))).isEmpty();
    hera.force();
    assertThat(hera.network.drain(Message.Answer.class))
        .hasSize(2)
        .allSatisfy(
            answer -> assertThat(((Result.Taken) answer.result()).token().id()).isEqualTo(token));
  }

  @Test
  void refusesANumberBelowTheSessionsLow() {
    assertThat(hera.done(under(1, op(7), 0, 5, job()))).isInstanceOf(Result.Written.class);
    assertThat(refusal(under(1, op(4), 0, 1, job()))).isEqualTo(Result.Refusal.BELOW_LOW);
  }

  @Test
  void refusesANumberBelowALowThatOnlyKeptTheSessionAlive() {
    assertThat(hera.done(aim(op(4), 1, take(null)))).isInstanceOf(Result.None.class);
    hera.keeper.onKeepAlive(new Message.KeepAlive(Map.of(OnePrimary.SESSION, 5L)), hera.now);
    TokenId unused = hera.written(op(9));
    assertThat(refusal(under(1, op(4), 0, 1, take(null)))).isEqualTo(Result.Refusal.BELOW_LOW);
  }

  @Test
  void refusesASessionThatEndedHere() {
    TokenId unused = hera.written(op(1));
    hera.keeper.onEnd(new Message.EndSession(OnePrimary.SESSION), hera.now);
    assertThat(refusal(aim(op(2), 1, job()))).isEqualTo(Result.Refusal.SESSION_GONE);
    hera.force();
    assertThat(hera.restarted().segment.sessions().gone(OnePrimary.SESSION)).isTrue();
  }

  @Test
  void refusesToOpenASessionOfAPastEra() {
    hera.keeper.era(3, hera.now);
    OpId old = new OpId(new SessionId(1, 1), 1);
    OpId last = new OpId(new SessionId(2, 1), 1);
    assertThat(refusal(under(1, old, 0, 1, job()))).isEqualTo(Result.Refusal.SESSION_GONE);
    assertThat(hera.done(under(1, last, 0, 1, job()))).isInstanceOf(Result.Written.class);
  }

  @Test
  void refusesTurnsBelowTheOneOnRecordAndNotBefore() {
    hera.keeper.onFence(OnePrimary.ASKER, new Message.Fence(op(1), 2, OnePrimary.S), hera.now);
    assertThat(refusal(under(1, op(1), 1, 1, job()))).isEqualTo(Result.Refusal.OLD_TURN);
    hera.force();
    assertThat(hera.done(under(1, op(1), 2, 1, job()))).isInstanceOf(Result.Written.class);
  }

  @Test
  void refusesATupleThatDoesNotFitAndSaysWhatIsFree() {
    OnePrimary full = new OnePrimary();
    full.ledger.measured(new Readings(1, 1, 1, true));
    Result result = full.done(aim(op(1), 1, job()));
    assertThat(result).isInstanceOf(Result.None.class);
    assertThat(((Result.None) result).why()).isEqualTo(Result.Why.FULL);
    assertThat(((Result.None) result).offer().freeBytes()).isZero();
  }

  @Test
  void isBusyWhileASessionLeavesTooManyAnswersAndGoesOnOnceItHasThem() {
    OnePrimary small = new OnePrimary(new SessionLimits(2, 1 << 20));
    assertThat(small.done(aim(op(1), 1, job()))).isInstanceOf(Result.Written.class);
    assertThat(small.done(aim(op(2), 1, job()))).isInstanceOf(Result.Written.class);
    assertThat(small.ask(aim(op(3), 1, job())).get(0).result())
        .isEqualTo(new Result.Refused(Result.Refusal.BUSY, 1));
    // The same attempt again; meanwhile the asker has had the answers to 1 and 2.
    assertThat(small.done(under(1, op(3), 0, 3, job()))).isInstanceOf(Result.Written.class);
  }

  @Test
  void answersARestoredTokenThatIsThereOnlyOnceItIsSafe() {
    TokenId id = SomeTokens.id(4);
    Action.Write restored =
        new Action.Write(
            "job", OnePrimary.fields(Map.of()), Long.MAX_VALUE, new Action.Restored(id, 77, 3));
    assertThat(hera.ask(aim(op(1), 1, restored))).isEmpty();
    assertThat(hera.ask(aim(op(2), 1, restored))).isEmpty();
    hera.force();
    assertThat(hera.network.drain(Message.Answer.class)).hasSize(2);
    assertThat(hera.segment.store().size()).isEqualTo(1);
    assertThat(hera.segment.store().get(id).token().born()).isEqualTo(77);
  }

  @Test
  void keepsARestoredTokenWhenItsOldTakeIsUndone() {
    TokenId token = hera.written(op(1));
    Result unused = hera.done(aim(op(2), 1, take(token)));
    Action.Write restored =
        new Action.Write(
            "job", OnePrimary.fields(Map.of()), Long.MAX_VALUE, new Action.Restored(token, 77, 1));
    unused = hera.done(aim(op(3), 1, restored));
    hera.keeper.onGiveBack(
        OnePrimary.ASKER, new Message.GiveBack(op(2), 0, OnePrimary.S), hera.now);
    hera.force();
    assertThat(hera.network.drain(Message.GivenBack.class)).hasSize(1);
    assertThat(hera.restarted().segment.store().size()).isEqualTo(1);
  }

  @Test
  void doesNotGiveATokenPastItsLeaseThoughItIsHeldForTheTaker() {
    hera.waits.onWait(OnePrimary.ASKER, hera.wait(op(2), 1, 0), hera.now);
    List<Message.Answer> none = hera.ask(aim(op(1), 1, job(20)));
    TokenId token = new TokenId(op(1));
    Slot slot = hera.segment.store().get(token);
    assertThat(none).as("its PUT is not forced").isEmpty();
    hera.segment.store().hold(slot, op(2));
    hera.now += 20;
    assertThat(hera.ask(aim(op(2), 1, take(token))))
        .extracting(Message.Answer::result)
        .containsExactly(new Result.None(Result.Why.NO_MATCH, null));
  }
}
