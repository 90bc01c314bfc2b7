package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.space.host.Asked.A;
import static teseus.space.host.Asked.H;
import static teseus.space.host.Asked.OP;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import teseus.space.OpId;
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
    zeus.timers.run(2_000); // more rarely while nothing is heard of its host
    zeus.timers.run(3_000);
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

  /** The link to its primary breaks, and one before it, who knows of no other, is heard of. */
  @Test
  void neverGoesBackToAPrimaryOfThePastWhereTheAttemptCameToNothing() {
    zeus.lead(H, 5);
    flight.aim(H, TAKE, 0);
    zeus.directory.linkDown(SomeTokens.HERA);
    zeus.lead(H, 4);
    flight.send(10);
    zeus.timers.run(60_000);
    assertThat(zeus.sent(Message.Aim.class)).containsExactly(aim(1, H, 5, TAKE));
    assertThat(flight.answers(none(1, 4))).isFalse();
    zeus.lead(H, 6);
    flight.send(60_010);
    assertThat(zeus.sent(Message.Aim.class)).containsExactly(aim(1, H, 6, TAKE));
    flight.landed();
    zeus.directory.linkDown(SomeTokens.HERA);
    zeus.lead(H, 4);
    flight.aim(H, TAKE, 60_020); // another attempt was never anywhere
    assertThat(zeus.sent(Message.Aim.class)).containsExactly(aim(2, H, 4, TAKE));
  }

  private static Action write(int bytes) {
    return new Action.Write("job", new byte[bytes], 1_000, null);
  }

  private static List<Integer> attempts(List<Message.Aim> aims) {
    return aims.stream().map(Message.Aim::attempt).toList();
  }

  private List<Flight> flights(Asked at, int many) {
    List<Flight> flights = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      flights.add(new Flight(new OpId(OP.session(), 1 + i), 2, () -> 3, at.asking));
    }
    return flights;
  }

  @Test
  void waitsWhileItsHostHasNotAnsweredWhatItWasSentBefore() {
    Asked near = new Asked(1_000);
    List<Flight> flights = flights(near, 3);
    flights.forEach(one -> one.aim(H, write(400), 0));
    Flight elsewhere = new Flight(OP, 2, () -> 3, near.asking);
    elsewhere.aim(A, write(400), 0);
    List<Message.Aim> sent = near.sent(Message.Aim.class);
    assertThat(sent).extracting(Message.Aim::segment).containsExactly(H, A);
    near.timers.run(500); // nothing is sent because time passes
    assertThat(near.network.drain()).isEmpty();
    flights.get(0).landed();
    assertThat(near.sent(Message.Aim.class))
        .extracting(aim -> aim.op().number())
        .containsExactly(2L);
    flights.get(1).stop();
    assertThat(near.sent(Message.Aim.class))
        .extracting(aim -> aim.op().number())
        .containsExactly(3L);
    flights.get(2).landed();
    elsewhere.landed();
    assertThat(near.credit.size()).isZero();
    assertThat(near.timers.size()).isZero();
  }

  @Test
  void isAimedAtNobodyOnceItIsWithdrawnBeforeItWasSent() {
    Asked near = new Asked(1_000);
    List<Flight> flights = flights(near, 3);
    flights.forEach(one -> one.aim(H, write(800), 0));
    assertThat(flights.get(0).withdraw()).isFalse();
    assertThat(flights.get(1).withdraw()).isTrue();
    assertThat(flights.get(1).inFlight()).isFalse();
    flights.get(1).aim(A, write(800), 0);
    assertThat(attempts(near.sent(Message.Aim.class))).containsExactly(1, 2);
  }

  @Test
  void goesWithoutCreditWhereItIsCalledOff() {
    Asked near = new Asked(1_000);
    List<Flight> flights = flights(near, 2);
    flights.forEach(one -> one.aim(H, write(800), 0));
    flights.get(0).cancel(10);
    assertThat(near.sent(Message.Aim.class))
        .extracting(Message.Aim::action)
        .last()
        .isEqualTo(new Action.Cancel());
    assertThat(near.credit.used(SomeTokens.HERA)).isEqualTo(Credit.bytes(new byte[800]));
  }

  @Test
  void isSentToWhoeverLeadsItsSegmentNextWhetherItWaitedOrNot() {
    Asked near = new Asked(1_000);
    List<Flight> flights = flights(near, 3);
    flights.forEach(one -> one.aim(H, write(800), 0));
    near.sent(Message.Aim.class);
    near.directory.told(H, SomeTokens.ATHENA, 2);
    flights.forEach(one -> one.send(10));
    assertThat(near.credit.used(SomeTokens.HERA)).isZero();
    assertThat(near.sent(Message.Aim.class)).hasSize(1).allMatch(aim -> aim.epoch() == 2);
    flights.forEach(Flight::landed);
    assertThat(near.sent(Message.Aim.class)).hasSize(2).allMatch(aim -> aim.epoch() == 2);
    assertThat(near.credit.size()).isZero();
  }

  @Test
  void takesNoCreditForASegmentThatIsLedHere() {
    zeus.directory.told(H, SomeTokens.ZEUS, 2);
    flight.aim(H, write(100), 0);
    assertThat(zeus.credit.size()).isZero();
  }
}
