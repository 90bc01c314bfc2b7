package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.OnePrimary.aim;
import static teseus.space.host.OnePrimary.fields;
import static teseus.space.host.OnePrimary.op;
import static teseus.space.host.OnePrimary.take;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import teseus.space.Edits;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.wire.Action;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Result;
import teseus.space.wire.TupleCodec;

class TokenActionsTest {
  private static final Template ONE = Template.ofType("job").where("n", 1);

  private final OnePrimary hera = new OnePrimary();
  private final TokenId token = hera.written(op(1));

  private static Action add(TokenId token) {
    return new Action.Modify(token, Edits.increment("n", 1));
  }

  private static Object n(Envelope token) {
    return TupleCodec.decode(token.type(), token.fields()).fields().get("n");
  }

  @Test
  void countEachOfManyIncrementsOnceThoughNoneWasSafeBeforeTheNext() {
    for (int i = 0; i < 20; i++) {
      assertThat(hera.ask(aim(op(2 + i), 1, add(token)))).as("not safe").isEmpty();
    }
    hera.force();
    List<Message.Answer> answers = hera.network.drain(Message.Answer.class);
    assertThat(answers)
        .extracting(answer -> n(((Result.Updated) answer.result()).token()))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
    assertThat(hera.segment.store().get(token).token().version()).isEqualTo(21);
  }

  @Test
  void answerARepetitionTheSameAgainAndDoNothing() {
    Result first = hera.done(aim(op(2), 1, add(token)));
    Result again = hera.done(aim(op(2), 1, add(token)));
    assertThat(again).usingRecursiveComparison().isEqualTo(first);
    assertThat(hera.records().stream().filter(LogRecord.Update.class::isInstance)).hasSize(1);
  }

  @Test
  void showReadersTheOldTupleUntilTheNewOneIsSafe() {
    List<Message.Answer> none = hera.ask(aim(op(2), 1, add(token)));
    assertThat(none).isEmpty();
    assertThat(hera.segment.store().oldestVisible(ONE)).isNull();
    assertThat(hera.segment.store().oldestVisible(OnePrimary.JOBS)).isNotNull();
    assertThat(hera.segment.store().busy(ONE)).as("on its way").isTrue();
    hera.force();
    assertThat(hera.segment.store().oldestVisible(ONE)).isNotNull();
    assertThat(hera.segment.store().busy(ONE)).isFalse();
  }

  @Test
  void giveATakeWhatTheLogSaysAndNothingThatItWillNotMatch() {
    List<Message.Answer> none = hera.ask(aim(op(2), 1, add(token)));
    assertThat(none).isEmpty();
    Action absent = new Action.Take(Template.ofType("job").where("n", null), token);
    hera.network.drain();
    assertThat(hera.ask(aim(op(3), 1, absent)).get(0).result()).isInstanceOf(Result.None.class);
    Result taken = hera.done(aim(op(4), 1, take(null)), 2);
    assertThat(n(((Result.Taken) taken).token())).isEqualTo(1L);
    assertThat(((Result.Taken) taken).token().version()).isEqualTo(2);
  }

  @Test
  void callAWaiterWhomTheTokenSuitsNow() {
    hera.waits.onWait(
        OnePrimary.ASKER,
        new Message.Wait(op(9), 0, 1, OnePrimary.S, ONE, true, false, 0, null),
        hera.now);
    hera.network.drain();
    Result updated = hera.done(aim(op(2), 1, add(token)), 1);
    assertThat(updated).isInstanceOf(Result.Updated.class);
    assertThat(hera.calls).extracting(Message.Call::token).containsExactly(token);
  }

  @Test
  void updateTheVersionExpectedAndElseSayThePresentOne() {
    Action first = new Action.Update(token, 1, "note", fields(Map.of("n", 7)));
    assertThat(hera.done(aim(op(2), 1, first))).isInstanceOf(Result.Updated.class);
    assertThat(hera.done(aim(op(3), 1, first))).isEqualTo(new Result.Conflict(2));
    assertThat(hera.done(aim(op(3), 1, first))).as("again").isEqualTo(new Result.Conflict(2));
    assertThat(hera.segment.store().oldestVisible(Template.ofType("note"))).isNotNull();
    assertThat(hera.segment.store().oldestVisible(OnePrimary.JOBS)).isNull();
  }

  @Test
  void refuseWhatDoesNotFitAndLeaveAllAsItWas() {
    Action unfit = new Action.Modify(token, Edits.set("n", "text").then(Edits.increment("n", 1)));
    assertThat(hera.done(aim(op(2), 1, unfit))).isInstanceOf(Result.Unfit.class);
    Action large = new Action.Update(token, 1, "job", new byte[65 << 20]);
    assertThat(hera.done(aim(op(3), 1, large)))
        .isInstanceOfSatisfying(
            Result.None.class, none -> assertThat(none.why()).isEqualTo(Result.Why.FULL));
    assertThat(hera.segment.store().get(token).version()).isEqualTo(1);
  }

  @Test
  void doNothingToATokenThatIsTaken() {
    assertThat(hera.done(aim(op(2), 1, take(token)))).isInstanceOf(Result.Taken.class);
    for (Action action :
        List.of(add(token), new Action.Renew(token, 5), new Action.CancelLease(token))) {
      assertThat(hera.done(aim(op(3), 1, action)))
          .isEqualTo(new Result.None(Result.Why.NO_MATCH, null));
    }
  }

  @Test
  void keepTheChangedTokenThroughARestart() {
    Result updated = hera.done(aim(op(2), 1, add(token)));
    OnePrimary again = hera.restarted();
    assertThat(again.segment.store().get(token).token())
        .usingRecursiveComparison()
        .isEqualTo(((Result.Updated) updated).token());
  }
}
