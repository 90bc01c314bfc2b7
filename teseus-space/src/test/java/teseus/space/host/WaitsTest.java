package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.OnePrimary.ASKER;
import static teseus.space.host.OnePrimary.S;
import static teseus.space.host.OnePrimary.aim;
import static teseus.space.host.OnePrimary.fields;
import static teseus.space.host.OnePrimary.job;
import static teseus.space.host.OnePrimary.op;
import static teseus.space.host.OnePrimary.take;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.wire.Action;
import teseus.space.wire.Envelope;
import teseus.space.wire.Message;
import teseus.space.wire.Result;
import teseus.space.wire.TupleCodec;

class WaitsTest {
  private final OnePrimary hera = new OnePrimary();

  private void await(long op, int number, long age) {
    hera.waits.onWait(ASKER, hera.wait(op(op), number, age), hera.now);
  }

  private void await(long op, Template template, boolean take) {
    hera.waits.onWait(
        ASKER, new Message.Wait(op(op), 0, 1, S, template, take, false, 0, null), hera.now);
  }

  private TokenId put(long op) {
    hera.aims.onAim(ASKER, aim(op(op), 1, job()), hera.now);
    hera.force();
    return new TokenId(op(op));
  }

  private List<OpId> called() {
    return hera.network.drain(Message.Call.class).stream().map(Message.Call::op).toList();
  }

  private List<OpId> shown() {
    return hera.network.drain(Message.Shown.class).stream().map(Message.Shown::op).toList();
  }

  @Test
  void saysThatAWaitStandsEachTimeItIsAskedFor() {
    await(1, 1, 0);
    await(1, 1, 0);
    assertThat(hera.network.drain(Message.Armed.class))
        .containsExactly(
            new Message.Armed(op(1), 0, 1, S, 1), new Message.Armed(op(1), 0, 1, S, 1));
    assertThat(hera.waits.queue().size()).isEqualTo(1);
  }

  @Test
  void looksIntoTheStoreWhenAWaitComes() {
    TokenId token = put(1);
    await(2, 1, 0);
    assertThat(hera.network.drain(Message.Call.class))
        .containsExactly(new Message.Call(op(2), 0, 1, S, 1, token));
  }

  @Test
  void callsWhoHasWaitedLongestThoughHeCameLater() {
    await(1, 1, 10);
    await(2, 1, 500);
    TokenId unused = put(8);
    assertThat(called()).containsExactly(op(2));
    unused = put(9);
    assertThat(called()).containsExactly(op(1));
  }

  @Test
  void callsNobodyBeforeThePutIsSafe() {
    await(1, 1, 0);
    hera.aims.onAim(ASKER, aim(op(8), 1, job()), hera.now);
    assertThat(called()).isEmpty();
    hera.force();
    assertThat(called()).containsExactly(op(1));
  }

  @Test
  void hidesAHeldTokenFromOtherTakesAndNotFromReads() {
    await(1, 1, 0);
    TokenId token = put(8);
    assertThat(called()).containsExactly(op(1));
    assertThat(hera.done(aim(op(2), 1, take(token)))).isInstanceOf(Result.None.class);
    assertThat(hera.segment.store().oldestVisible(OnePrimary.JOBS)).isNotNull();
    assertThat(hera.done(aim(op(1), 1, take(token)))).isInstanceOf(Result.Taken.class);
    assertThat(hera.waits.queue().size()).isZero();
  }

  @Test
  void givesALapsedHoldToTheNextAndThenToTheFirstAgain() {
    await(1, 1, 20);
    await(2, 1, 10);
    TokenId unused = put(8);
    assertThat(called()).containsExactly(op(1));
    hera.pass(249);
    assertThat(called()).isEmpty();
    hera.pass(1);
    assertThat(called()).containsExactly(op(2));
    hera.pass(250);
    assertThat(called()).containsExactly(op(1));
  }

  @Test
  void callsAgainWhoDidNotHearIfNobodyElseWaits() {
    await(1, 1, 0);
    TokenId unused = put(8);
    assertThat(called()).containsExactly(op(1));
    hera.pass(250);
    assertThat(called()).containsExactly(op(1));
  }

  @Test
  void offersWhoseHoldLapsedWhatBecameFreeMeanwhile() {
    await(1, Template.any(), true);
    TokenId job = put(8);
    assertThat(called()).containsExactly(op(1));
    await(2, OnePrimary.JOBS, true);
    Action.Write other = new Action.Write("note", fields(Map.of()), Long.MAX_VALUE, null);
    hera.aims.onAim(ASKER, aim(op(9), 1, other), hera.now);
    hera.force();
    hera.network.drain();
    hera.pass(250);
    assertThat(hera.network.drain(Message.Call.class))
        .containsExactlyInAnyOrder(
            new Message.Call(op(2), 0, 1, S, 1, job),
            new Message.Call(op(1), 0, 1, S, 1, new TokenId(op(9))));
  }

  @Test
  void passesADeclinedTokenOnAndOffersItAgainAfterTheNextWait() {
    await(1, 1, 0);
    TokenId token = put(8);
    hera.waits.onDecline(new Message.Decline(op(1), 0, 1, S, token), hera.now);
    assertThat(called()).containsExactly(op(1));
    hera.pass(1_000);
    assertThat(called()).isEmpty();
    await(1, 2, 0);
    assertThat(hera.network.drain(Message.Call.class))
        .containsExactly(new Message.Call(op(1), 0, 2, S, 1, token));
  }

  @Test
  void takesNoNoticeOfAnOldDecline() {
    await(1, 1, 0);
    TokenId token = put(8);
    await(1, 2, 0);
    hera.network.drain();
    hera.waits.onDecline(new Message.Decline(op(1), 0, 1, S, token), hera.now);
    hera.pass(250);
    assertThat(called()).containsExactly(op(1));
  }

  @Test
  void keepsItsPlaceWhenItWaitsAnewAndTakesNoNoticeOfAnOlderWait() {
    await(1, 1, 0);
    hera.now += 5;
    await(2, 1, 0);
    hera.now += 5;
    await(1, 2, 0);
    await(1, 1, 0);
    hera.network.drain();
    TokenId token = put(8);
    assertThat(hera.network.drain(Message.Call.class))
        .containsExactly(new Message.Call(op(1), 0, 2, S, 1, token));
  }

  @Test
  void givesWhatWasHeldToTheNextWhenAWaiterLeavesOrItsLinkBreaks() {
    hera.waits.onWait(SomeTokens.ATHENA, hera.wait(op(1), 1, 30), hera.now);
    await(2, 1, 20);
    await(3, 1, 10);
    TokenId unused = put(8);
    assertThat(called()).containsExactly(op(1));
    hera.waits.lost(SomeTokens.ATHENA, hera.now);
    assertThat(called()).containsExactly(op(2));
    hera.waits.onUnwait(new Message.Unwait(op(2), 0, S), hera.now);
    assertThat(called()).containsExactly(op(3));
    assertThat(hera.waits.queue().size()).isEqualTo(1);
  }

  @Test
  void keepsTheWaitOfANewGatewayWhenTheOldOneLeaves() {
    await(1, 1, 0);
    hera.waits.onWait(
        SomeTokens.ATHENA,
        new Message.Wait(op(1), 1, 1, S, OnePrimary.JOBS, true, false, 0, null),
        hera.now);
    hera.waits.onUnwait(new Message.Unwait(op(1), 0, S), hera.now);
    assertThat(hera.waits.queue().size()).isEqualTo(1);
    assertThat(hera.waits.queue().get(op(1)).asker()).isEqualTo(SomeTokens.ATHENA);
  }

  @Test
  void showsATokenToEveryReaderAndStillCallsATaker() {
    await(1, OnePrimary.JOBS, false);
    await(2, OnePrimary.JOBS, false);
    await(3, OnePrimary.JOBS, true);
    hera.network.drain();
    TokenId unused = put(8);
    assertThat(hera.network.drain().stream().map(one -> one.frame().message()))
        .filteredOn(message -> !(message instanceof Message.Answer))
        .extracting(message -> (Object) message.getClass())
        .containsExactly(Message.Shown.class, Message.Shown.class, Message.Call.class);
  }

  @Test
  void showsAReaderAgainUntilItLeaves() {
    await(1, OnePrimary.JOBS, false);
    TokenId unused = put(8);
    assertThat(shown()).containsExactly(op(1));
    hera.pass(250);
    assertThat(shown()).containsExactly(op(1));
    hera.waits.onUnwait(new Message.Unwait(op(1), 0, S), hera.now);
    hera.pass(250);
    assertThat(shown()).isEmpty();
    assertThat(hera.timers.size()).isZero();
  }

  @Test
  void findsTheNextReaderWithoutPassingThoseWhoWaitToTake() {
    await(1, OnePrimary.JOBS.where("n", 1), true);
    await(2, OnePrimary.JOBS, false);
    int[] asked = new int[1];
    assertThat(
            hera.waits
                .queue()
                .first(
                    new Envelope(new TokenId(op(9)), "job", fields(Map.of("n", 1)), 0, 1),
                    false,
                    waiter -> {
                      asked[0]++;
                      return true;
                    })
                .op())
        .isEqualTo(op(2));
    assertThat(asked[0]).isEqualTo(1);
  }

  @Test
  void callsAWaiterOfThisHostBeforeThePutIsSafeSoThatItsTakeJoinsTheBatch() {
    hera.waits.onWait(SomeTokens.HERA, hera.wait(op(1), 1, 0), hera.now);
    hera.aims.onAim(ASKER, aim(op(8), 1, job()), hera.now);
    assertThat(hera.post.next()).isInstanceOf(Message.Armed.class);
    assertThat(hera.post.next()).isEqualTo(new Message.Call(op(1), 0, 1, S, 1, new TokenId(op(8))));
    hera.aims.onAim(SomeTokens.HERA, aim(op(1), 1, take(new TokenId(op(8)))), hera.now);
    assertThat(hera.post.next()).isNull();
    hera.force();
    assertThat(hera.post.next())
        .isInstanceOfSatisfying(
            Message.Answer.class,
            answer -> assertThat(answer.result()).isInstanceOf(Result.Taken.class));
    assertThat(hera.segment.store().size()).isZero();
  }

  @Test
  void callsAWaiterForAnotherAtOnceIfItsTokenBecomesWhatItDoesNotWaitFor() {
    await(1, 1, 0);
    TokenId token = put(8);
    assertThat(called()).containsExactly(op(1));
    Action note = new Action.Update(token, 1, "note", fields(Map.of()));
    hera.aims.onAim(ASKER, aim(op(9), 1, note), hera.now);
    TokenId next = put(10);
    assertThat(hera.network.drain(Message.Call.class))
        .containsExactly(new Message.Call(op(1), 0, 1, S, 1, next));
    assertThat(hera.segment.store().oldestFree(Template.ofType("note"), null)).isNotNull();
  }

  @Test
  void callsAWaiterForAnotherAtOnceIfTheLeaseOfItsTokenIsCancelled() {
    await(1, 1, 0);
    TokenId token = put(8);
    assertThat(called()).containsExactly(op(1));
    hera.aims.onAim(ASKER, aim(op(9), 1, new Action.CancelLease(token)), hera.now);
    TokenId next = put(10);
    assertThat(hera.network.drain(Message.Call.class))
        .containsExactly(new Message.Call(op(1), 0, 1, S, 1, next));
  }

  @Test
  void keepsHoldingATokenThatStaysWhatItsWaiterWaitsFor() {
    await(1, 1, 0);
    TokenId token = put(8);
    assertThat(called()).containsExactly(op(1));
    Action other = new Action.Update(token, 1, "job", fields(Map.of("n", 2)));
    assertThat(hera.done(aim(op(9), 1, other), 1)).isInstanceOf(Result.Updated.class);
    assertThat(called()).isEmpty();
    assertThat(hera.done(aim(op(7), 1, take(token)))).isInstanceOf(Result.None.class);
    assertThat(hera.done(aim(op(1), 1, take(token))))
        .isInstanceOfSatisfying(
            Result.Taken.class, taken -> assertThat(taken.token().version()).isEqualTo(2));
  }

  @Test
  void callsNobodyForWhatATokenIsNoMoreAsSoonAsThatIsOnTheLog() {
    TokenId token = put(8);
    Action note = new Action.Update(token, 1, "note", fields(Map.of()));
    hera.aims.onAim(ASKER, aim(op(9), 1, note), hera.now);
    await(1, 1, 0);
    assertThat(called()).isEmpty();
    hera.force();
    assertThat(called()).isEmpty();
  }

  @Test
  void forgetsTheWaitersOfASessionThatEnds() {
    TokenId unused = put(8);
    await(9, 1, 0);
    hera.keeper.onEnd(new Message.EndSession(OnePrimary.SESSION), hera.now);
    assertThat(hera.waits.queue().size()).isZero();
    assertThat(hera.segment.store().oldestFree(OnePrimary.JOBS, null)).isNotNull();
  }

  @Test
  void callsWhoWaitsForASupertypeInTheOrderOfAge() {
    await(1, Template.ofType("chore"), true);
    await(2, OnePrimary.JOBS, true);
    await(3, Template.any(), true);
    Tuple chore = Tuple.of("errand", List.of("chore", "job"), Map.of(), Limits.DEFAULT);
    byte[] fields = TupleCodec.encode(chore, Limits.DEFAULT);
    for (int i = 0; i < 3; i++) {
      Action.Write write = new Action.Write("errand", fields, Long.MAX_VALUE, null);
      hera.aims.onAim(ASKER, aim(op(10 + i), 1, write), hera.now);
    }
    hera.force();
    assertThat(called()).containsExactly(op(1), op(2), op(3));
  }
}
