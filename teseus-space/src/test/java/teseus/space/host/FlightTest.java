package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.space.host.Asked.A;
import static teseus.space.host.Asked.H;
import static teseus.space.host.Asked.OP;

import org.junit.jupiter.api.Test;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.wire.Action;
import teseus.space.wire.Message;
import teseus.space.wire.Result;

class FlightTest {
  private static final Action TAKE = new Action.Take(Template.any(), null);

  private final Asked zeus = new Asked();
  private final Flight flight = new Flight(OP, 2, () -> 3, zeus.asking);

  private static Message.Aim aim(int attempt, SegmentId segment, long epoch, Action action) {
    return new Message.Aim(OP, 2, attempt, segment, epoch, 3, action);
  }

  private static Message.Answer none(int attempt, long epoch) {
    Result none = new Result.None(Result.Why.NO_MATCH, null);
    return new Message.Answer(OP, 2, attempt, H, epoch, none);
  }

  @Test
  void sendsTheSameAttemptAgainUntilItIsAnswered() {
    flight.aim(H, TAKE, 0);
    zeus.timers.run(1_000);
    zeus.timers.run(2_000);
    assertThat(zeus.sent(Message.Aim.class)).hasSize(3).containsOnly(aim(1, H, 1, TAKE));
    flight.landed();
    zeus.timers.run(60_000);
    assertThat(zeus.network.drain()).isEmpty();
    assertThat(zeus.timers.size()).isZero();
  }

  @Test
  void goesToOneSegmentAtATime() {
    flight.aim(H, TAKE, 0);
    assertThatThrownBy(() -> flight.aim(A, TAKE, 0)).isInstanceOf(IllegalStateException.class);
    flight.landed();
    flight.aim(A, TAKE, 0);
    assertThat(zeus.sent(Message.Aim.class))
        .containsExactly(aim(1, H, 1, TAKE), aim(2, A, 1, TAKE));
  }

  @Test
  void countsANoneOnlyForTheAttemptAndEpochSentLast() {
    flight.aim(H, TAKE, 0);
    zeus.lead(H, 2);
    flight.send(10);
    assertThat(zeus.sent(Message.Aim.class)).last().isEqualTo(aim(1, H, 2, TAKE));
    assertThat(flight.answers(none(1, 1))).isFalse();
    assertThat(flight.concerns(none(1, 1))).isTrue();
    assertThat(flight.answers(none(1, 2))).isTrue();
    flight.landed();
    flight.aim(H, TAKE, 20);
    assertThat(flight.concerns(none(1, 2))).isFalse();
  }

  @Test
  void cancelsTheAttemptThatIsInFlightAndGoesOnAskingForItsEnd() {
    flight.aim(H, TAKE, 0);
    flight.cancel(10);
    flight.cancel(20);
    zeus.timers.run(1_010);
    Message.Aim cancel = aim(1, H, 1, new Action.Cancel());
    assertThat(zeus.sent(Message.Aim.class)).containsExactly(aim(1, H, 1, TAKE), cancel, cancel);
  }

  @Test
  void waitsForAPrimaryAndThenSendsTheSameAttempt() {
    zeus.directory.linkDown(SomeTokens.HERA);
    flight.aim(H, TAKE, 0);
    assertThat(zeus.network.drain()).isEmpty();
    assertThat(flight.inFlight()).isTrue();
    zeus.lead(H, 5);
    flight.send(10);
    assertThat(zeus.sent(Message.Aim.class)).containsExactly(aim(1, H, 5, TAKE));
  }
}
