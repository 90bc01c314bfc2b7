package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import teseus.space.OpId;
import teseus.space.SessionId;

class RefusalsTest {
  private static final SessionId FIRST = new SessionId(1, 1);
  private static final SessionId SECOND = new SessionId(2, 1);

  private final Refusals refusals = new Refusals();

  private static OpId op(SessionId session, long number) {
    return new OpId(session, number);
  }

  @Test
  void coverAnAttemptAndAllBeforeItInItsTurnAlone() {
    refusals.refused(op(FIRST, 3), 1, 2);
    refusals.refused(op(FIRST, 3), 1, 1);
    assertThat(refusals.covers(op(FIRST, 3), 1, 1)).isTrue();
    assertThat(refusals.covers(op(FIRST, 3), 1, 2)).isTrue();
    assertThat(refusals.covers(op(FIRST, 3), 1, 3)).isFalse();
    assertThat(refusals.covers(op(FIRST, 3), 2, 1)).isFalse();
    assertThat(refusals.covers(op(FIRST, 4), 1, 1)).isFalse();
  }

  @Test
  void giveWayToALowWhichIsKeptInTheirPlace() {
    refusals.refused(op(FIRST, 3), 0, 2);
    refusals.low(FIRST, 4);
    refusals.low(FIRST, 2);
    assertThat(refusals.covers(op(FIRST, 3), 0, 2)).isFalse();
    assertThat(refusals.low(FIRST)).isEqualTo(4);
  }

  @Test
  void keepNothingOfASessionThatWasNeverAnsweredNone() {
    refusals.low(FIRST, 9);
    assertThat(refusals.size()).isZero();
  }

  @Test
  void forgetPastErasButNotTheSessionsOpenedInTime() {
    refusals.refused(op(FIRST, 1), 0, 1);
    refusals.refused(op(SECOND, 1), 0, 1);
    refusals.era(2, session -> false);
    assertThat(refusals.covers(op(SECOND, 1), 0, 1)).isTrue();
    assertThat(refusals.size()).isEqualTo(1);
    refusals.era(3, SECOND::equals);
    assertThat(refusals.size()).isEqualTo(1);
    refusals.forget(SECOND);
    assertThat(refusals.size()).isZero();
  }
}
