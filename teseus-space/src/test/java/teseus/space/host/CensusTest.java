package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.Asked.A;
import static teseus.space.host.Asked.H;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import teseus.space.Consistency;
import teseus.space.HostId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message;

class CensusTest {
  private static final Envelope JOB = SomeTokens.token(1, "job", "x");

  private final Asked zeus = new Asked();

  private Census census(Consistency consistency, boolean take) {
    return new Census(
        zeus.idle(),
        Template.ofType("job"),
        consistency,
        false,
        take,
        new Pick(Order.NEAR, new SplittableRandom(1)));
  }

  private long asked() {
    List<Message.Peek> peeks = zeus.sent(Message.Peek.class);
    assertThat(peeks).extracting(Message.Peek::segment).containsExactlyInAnyOrder(H, A);
    return peeks.get(0).ask();
  }

  private static Message.Peeked none(long ask, SegmentId segment, long epoch, long arrivals) {
    return new Message.Peeked(ask, segment, epoch, null, false, arrivals, false, 0);
  }

  @Test
  void saysNoneForASessionWhenAllHaveSaidSoOnce() {
    Census census = census(Consistency.SESSION, true);
    census.begin(0);
    long ask = asked();
    assertThat(census.answered(none(ask, H, 1, 7), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(none(ask, H, 1, 7), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(none(ask, A, 1, 7), 0)).isEqualTo(Census.Verdict.NONE);
  }

  @Test
  void saysNothingWhileOthersGoByANewerListOfHosts() {
    Census census = census(Consistency.SESSION, true);
    census.begin(0);
    long ask = asked();
    Census.Verdict unused = census.answered(none(ask, H, 1, 7), 0);
    zeus.directory.complete(false);
    assertThat(census.answered(none(ask, A, 1, 7), 0)).isEqualTo(Census.Verdict.OPEN);
    zeus.directory.complete(true);
    assertThat(census.verdict(0)).isEqualTo(Census.Verdict.NONE);
  }

  @Test
  void asksAgainIfItHearsMeanwhileThatMetaHasDecidedSomething() {
    Census census = census(Consistency.SESSION, true);
    census.begin(0);
    long first = asked();
    assertThat(census.answered(none(first, H, 1, 7), 0)).isEqualTo(Census.Verdict.OPEN);
    zeus.post.hears(3);
    assertThat(census.answered(none(first, A, 1, 7), 0)).isEqualTo(Census.Verdict.OPEN);
    long second = asked();
    assertThat(census.answered(none(second, H, 1, 8), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(none(second, A, 1, 7), 0)).isEqualTo(Census.Verdict.NONE);
  }

  @Test
  void asksASegmentThatCameToTheListMeanwhile() {
    SegmentId added = new SegmentId(new HostId("dione"), 0);
    Census census = census(Consistency.SESSION, true);
    census.begin(0);
    long ask = asked();
    Census.Verdict unused = census.answered(none(ask, H, 1, 7), 0);
    zeus.directory.list(List.of(added), List.of());
    zeus.lead(added, 1);
    assertThat(census.answered(none(ask, A, 1, 7), 0)).isEqualTo(Census.Verdict.OPEN);
    census.resend(0);
    assertThat(zeus.sent(Message.Peek.class))
        .extracting(Message.Peek::segment)
        .containsExactly(added);
    assertThat(census.answered(none(ask, added, 1, 0), 0)).isEqualTo(Census.Verdict.NONE);
  }

  @Test
  void asksAgainForAStrictNoneUntilNothingArrivedBetweenTwoRounds() {
    Census census = census(Consistency.STRICT, true);
    census.begin(0);
    long first = asked();
    assertThat(census.answered(none(first, H, 1, 7), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(none(first, A, 1, 3), 0)).isEqualTo(Census.Verdict.OPEN);
    long second = asked();
    assertThat(census.answered(none(first, H, 1, 8), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(none(second, H, 1, 8), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(none(second, A, 1, 3), 0)).isEqualTo(Census.Verdict.OPEN);
    long third = asked();
    assertThat(census.answered(none(third, H, 1, 8), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(none(third, A, 1, 3), 0)).isEqualTo(Census.Verdict.NONE);
  }

  @Test
  void takesASegmentsRestartForAnArrival() {
    Census census = census(Consistency.STRICT, true);
    census.begin(0);
    long first = asked();
    Census.Verdict unused = census.answered(none(first, H, 1, 0), 0);
    unused = census.answered(none(first, A, 1, 0), 0);
    long second = asked();
    unused = census.answered(none(second, H, 2, 0), 0);
    assertThat(census.answered(none(second, A, 1, 0), 0)).isEqualTo(Census.Verdict.OPEN);
  }

  @Test
  void givesUpAfterEightRoundsOfArrivals() {
    Census census = census(Consistency.STRICT, true);
    census.begin(0);
    Census.Verdict last = Census.Verdict.OPEN;
    for (int round = 1; round <= Census.MOST_ROUNDS; round++) {
      assertThat(last).isEqualTo(Census.Verdict.OPEN);
      long ask = asked();
      last = census.answered(none(ask, H, 1, round), 0);
      last = census.answered(none(ask, A, 1, 0), 0);
    }
    assertThat(last).isEqualTo(Census.Verdict.CONTENDED);
  }

  @Test
  void countsWhatIsOnItsWayAsAMatchThatCannotBeHad() {
    Census census = census(Consistency.SESSION, true);
    census.begin(0);
    long ask = asked();
    Message.Peeked held = new Message.Peeked(ask, H, 1, JOB, true, 1, false, 0);
    assertThat(census.answered(held, 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(none(ask, A, 1, 0), 0)).isEqualTo(Census.Verdict.BUSY);
  }

  @Test
  void saysOfAMatchOnItsWayThatItIsTheOnlyOneIfNothingArrivedBetweenTwoRounds() {
    Census census = census(Consistency.STRICT, true);
    census.begin(0);
    long first = asked();
    Message.Peeked held = new Message.Peeked(first, H, 1, JOB, true, 1, false, 0);
    assertThat(census.answered(none(first, A, 1, 0), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(held, 0))
        .as("one may be free at A now")
        .isEqualTo(Census.Verdict.OPEN);
    long second = asked();
    Message.Peeked again = new Message.Peeked(second, H, 1, JOB, true, 1, false, 0);
    assertThat(census.answered(again, 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(none(second, A, 1, 0), 0)).isEqualTo(Census.Verdict.BUSY);
  }

  private static Message.Peeked moved(long ask, SegmentId segment, boolean moving, long moves) {
    return new Message.Peeked(ask, segment, 1, null, false, 0, moving, moves);
  }

  @Test
  void saysNoneForASessionOnlyIfNoTokenHasLeftASegmentBetweenTwoRounds() {
    Census census = census(Consistency.SESSION, false);
    census.begin(0);
    long first = asked();
    assertThat(census.answered(none(first, A, 1, 0), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(moved(first, H, false, 2), 0))
        .as("one may have come to A since")
        .isEqualTo(Census.Verdict.OPEN);
    long second = asked();
    assertThat(census.answered(none(second, A, 1, 5), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(moved(second, H, false, 4), 0))
        .as("one more")
        .isEqualTo(Census.Verdict.OPEN);
    long third = asked();
    assertThat(census.answered(none(third, A, 1, 6), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(moved(third, H, false, 4), 0)).isEqualTo(Census.Verdict.NONE);
  }

  @Test
  void saysNoStrictNoneAfterATokenHasLeftThoughNoneArrivedWhereItWasAsked() {
    Census census = census(Consistency.STRICT, false);
    census.begin(0);
    long first = asked();
    assertThat(census.answered(none(first, A, 1, 0), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(moved(first, H, false, 1), 0)).isEqualTo(Census.Verdict.OPEN);
    long second = asked();
    assertThat(census.answered(none(second, A, 1, 0), 0)).isEqualTo(Census.Verdict.OPEN);
    assertThat(census.answered(moved(second, H, false, 2), 0)).isEqualTo(Census.Verdict.OPEN);
  }

  @Test
  void saysOfAMatchOnItsWayToAnotherSegmentThatItCanBeHadThere() {
    for (Consistency consistency : List.of(Consistency.SESSION, Consistency.STRICT)) {
      Census census = census(consistency, true);
      census.begin(0);
      long ask = asked();
      assertThat(census.answered(none(ask, A, 1, 0), 0)).isEqualTo(Census.Verdict.OPEN);
      assertThat(census.answered(moved(ask, H, true, 1), 0)).isEqualTo(Census.Verdict.MOVING);
    }
  }

  @Test
  void showsAHeldMatchToAReader() {
    Census census = census(Consistency.STRICT, false);
    census.begin(0);
    Message.Peeked held = new Message.Peeked(asked(), H, 1, JOB, true, 1, false, 0);
    assertThat(census.answered(held, 0)).isEqualTo(Census.Verdict.MATCH);
    assertThat(census.match()).isEqualTo(held);
  }

  @Test
  void saysSoWhenWhoHasNotAnsweredCannotBeReached() {
    Census census = census(Consistency.SESSION, true);
    census.begin(0);
    long ask = asked();
    zeus.directory.linkDown(SomeTokens.ATHENA);
    assertThat(census.answered(none(ask, H, 1, 0), 0)).isEqualTo(Census.Verdict.UNREACHABLE);
    assertThat(((Reply.Failed) census.failure(Census.Verdict.UNREACHABLE)).why())
        .hasMessageContaining("athena/0");
  }
}
