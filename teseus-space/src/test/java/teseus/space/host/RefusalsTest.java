package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.wire.Result;

class RefusalsTest {
  private static final Result.None NONE = new Result.None(Result.Why.NO_MATCH, null);
  private static final SessionId FIRST = new SessionId(1, 1);
  private static final SessionId SECOND = new SessionId(2, 1);

  private final Refusals refusals = new Refusals();

  private static OpId op(SessionId session, long number) {
    return new OpId(session, number);
  }

  @Test
  void coverAnAttemptAndAllBeforeItInItsTurnAlone() {
    refusals.refused(op(FIRST, 3), 1, 2, NONE);
    refusals.refused(op(FIRST, 3), 1, 1, NONE);
    assertThat(refusals.answer(op(FIRST, 3), 1, 1)).isEqualTo(NONE);
    assertThat(refusals.answer(op(FIRST, 3), 1, 2)).isEqualTo(NONE);
    assertThat(refusals.answer(op(FIRST, 3), 1, 3)).isNull();
    assertThat(refusals.answer(op(FIRST, 3), 2, 1)).isNull();
    assertThat(refusals.answer(op(FIRST, 4), 1, 1)).isNull();
  }

  @Test
  void giveWayToALowWhichIsKeptInTheirPlace() {
    refusals.refused(op(FIRST, 3), 0, 2, NONE);
    refusals.low(FIRST, 4);
    refusals.low(FIRST, 2);
    assertThat(refusals.answer(op(FIRST, 3), 0, 2)).isNull();
    assertThat(refusals.low(FIRST)).isEqualTo(4);
  }

  @Test
  void keepNothingOfASessionThatWasNeverAnsweredNone() {
    refusals.low(FIRST, 9);
    assertThat(refusals.size()).isZero();
  }

  @Test
  void forgetPastErasButNotTheSessionsOpenedInTime() {
    refusals.refused(op(FIRST, 1), 0, 1, NONE);
    refusals.refused(op(SECOND, 1), 0, 1, NONE);
    refusals.era(2, session -> false);
    assertThat(refusals.answer(op(SECOND, 1), 0, 1)).isEqualTo(NONE);
    assertThat(refusals.size()).isEqualTo(1);
    refusals.era(3, SECOND::equals);
    assertThat(refusals.size()).isEqualTo(1);
    refusals.forget(SECOND);
    assertThat(refusals.size()).isZero();
  }
}
