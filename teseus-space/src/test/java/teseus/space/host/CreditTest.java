package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.Template;
import teseus.space.wire.Action;
import teseus.space.wire.Frame;
import teseus.space.wire.FrameCodec;
import teseus.space.wire.Message;

class CreditTest {
  private static final int RESEND = 100;

  private final Credit credit = new Credit(1_000, RESEND);
  private final List<String> sent = new ArrayList<>();

  private Credit.Debit debit(String name) {
    return new Credit.Debit(now -> sent.add(name));
  }

  private boolean take(Credit.Debit debit, HostId host, long bytes) {
    return credit.take(debit, host, () -> bytes, false, 0);
  }

  private Credit.Debit taken(HostId host, long bytes) {
    Credit.Debit debit = debit("taken");
    assertThat(take(debit, host, bytes)).isTrue();
    return debit;
  }

  @Test
  void sendsNoMoreThanItMayAndTheRestInItsOrderAsAnswersCome() {
    Credit.Debit first = taken(HERA, 600);
    Credit.Debit second = taken(HERA, 400);
    assertThat(take(debit("a"), HERA, 500)).isFalse();
    assertThat(take(debit("b"), HERA, 100)).isFalse();
    assertThat(take(debit("c"), HERA, 700)).isFalse();
    assertThat(credit.used(HERA)).isEqualTo(1_000);
    credit.give(second, 0);
    assertThat(sent).isEmpty(); // a small one does not overtake
    credit.give(first, 0);
    assertThat(sent).containsExactly("a", "b");
    assertThat(credit.used(HERA)).isEqualTo(600);
    assertThat(credit.size()).isEqualTo(3);
  }

  @Test
  void letsOthersHaveTheirs() {
    taken(HERA, 1_000);
    assertThat(take(debit("a"), HERA, 1)).isFalse();
    taken(ATHENA, 1_000);
    assertThat(credit.usedUp(1)).containsExactlyInAnyOrder(HERA, ATHENA);
    assertThat(credit.usedUp(ATHENA, 1)).isTrue();
  }

  @Test
  void letsOneThatIsTooLargeGoAlone() {
    Credit.Debit large = taken(HERA, 5_000);
    Credit.Debit next = debit("large");
    assertThat(take(next, HERA, 5_000)).isFalse();
    credit.give(large, 0);
    assertThat(sent).containsExactly("large");
    assertThat(credit.used(HERA)).isEqualTo(5_000);
    credit.give(next, 0);
    assertThat(credit.size()).isZero();
    assertThat(credit.usedUp(5_000)).isEmpty();
  }

  @Test
  void countsWhatIsSentAgainOnce() {
    Credit.Debit one = taken(HERA, 600);
    assertThat(take(one, HERA, 600)).isTrue();
    assertThat(credit.used(HERA)).isEqualTo(600);
  }

  @Test
  void sendsWhatEndsOthersAlways() {
    Credit.Debit full = taken(HERA, 1_000);
    Credit.Debit waiting = debit("waiting");
    assertThat(take(waiting, HERA, 500)).isFalse();
    assertThat(credit.take(waiting, HERA, () -> 10, true, 0)).isTrue();
    assertThat(credit.used(HERA)).isEqualTo(1_010);
    credit.give(full, 0);
    assertThat(sent).isEmpty();
  }

  @Test
  void takesWhatGoesToAnotherHostFromTheFirst() {
    Credit.Debit one = taken(HERA, 1_000);
    Credit.Debit waiting = debit("waiting");
    assertThat(take(waiting, HERA, 900)).isFalse();
    assertThat(take(one, ATHENA, 1_000)).isTrue();
    assertThat(sent).containsExactly("waiting");
    assertThat(credit.used(HERA)).isEqualTo(900);
    assertThat(credit.used(ATHENA)).isEqualTo(1_000);
  }

  @Test
  void goesOnWhereThoseThatWaitAllGoElsewhereOnceTheyMay() {
    int many = 100_000;
    Credit.Debit one = taken(HERA, 1_000);
    for (int i = 0; i < many; i++) {
      Credit.Debit[] it = new Credit.Debit[1];
      it[0] =
          new Credit.Debit(
              now -> assertThat(credit.take(it[0], ATHENA, () -> 0, true, 0)).isTrue());
      assertThat(take(it[0], HERA, 1_000)).isFalse();
    }
    credit.give(one, 0);
    assertThat(credit.used(HERA)).isZero();
    assertThat(credit.size()).isEqualTo(many);
  }

  @Test
  void forgetsWhatWasOnALinkThatIsGone() {
    Credit.Debit one = taken(HERA, 1_000);
    Credit.Debit waiting = debit("waiting");
    assertThat(take(waiting, HERA, 500)).isFalse();
    credit.lost(HERA);
    assertThat(sent).isEmpty();
    assertThat(credit.size()).isZero();
    credit.give(one, 0); // counts there no more
    assertThat(credit.used(HERA)).isZero();
    assertThat(take(waiting, HERA, 500)).isTrue();
    assertThat(take(one, HERA, 500)).isTrue();
  }

  @Test
  void sendsOneAtATimeAgainEverMoreRarelyWhileNothingIsHeard() {
    List<Credit.Debit> all = List.of(taken(HERA, 1), taken(HERA, 1), taken(HERA, 1));
    List<Long> again = new ArrayList<>();
    List<Integer> which = new ArrayList<>();
    for (long now = RESEND; now <= 40 * RESEND; now += RESEND) {
      for (Credit.Debit one : all) {
        if (credit.again(one, now)) {
          assertThat(take(one, HERA, 1)).isTrue();
          again.add(now / RESEND);
          which.add(all.indexOf(one));
        }
      }
    }
    assertThat(again).containsExactly(1L, 3L, 7L, 15L, 31L);
    assertThat(which).containsExactly(0, 1, 2, 0, 1);
  }

  @Test
  void sendsAgainWhatWasSentBeforeSomethingThatIsAnswered() {
    Credit.Debit lost = taken(HERA, 1);
    Credit.Debit alsoLost = taken(HERA, 1);
    Credit.Debit read = taken(HERA, 1);
    Credit.Debit later = taken(HERA, 1);
    assertThat(credit.again(alsoLost, RESEND)).isFalse();
    credit.answered(read, RESEND);
    assertThat(credit.again(lost, RESEND)).isTrue();
    assertThat(credit.again(alsoLost, RESEND)).isTrue();
    assertThat(credit.again(read, RESEND)).isTrue();
    assertThat(credit.again(later, RESEND)).isFalse();
  }

  @Test
  void takesNoneForReadThatASmallerOneMayHaveOvertaken() {
    Credit large = new Credit(1 << 20, RESEND);
    Credit.Debit oldest = debit("oldest");
    Credit.Debit chunked = debit("chunked");
    Credit.Debit small = debit("small");
    Credit.Debit next = debit("next");
    assertThat(large.take(oldest, HERA, () -> 1, false, 0)).isTrue();
    assertThat(large.take(chunked, HERA, () -> Credit.CHUNKED + 1, false, 0)).isTrue();
    assertThat(large.take(small, HERA, () -> 1, false, 0)).isTrue();
    assertThat(large.take(next, HERA, () -> Credit.CHUNKED + 1, false, 0)).isTrue();
    large.answered(small, RESEND);
    assertThat(large.again(oldest, RESEND)).isTrue();
    assertThat(large.again(chunked, RESEND)).isFalse();
    large.answered(next, RESEND);
    assertThat(large.again(chunked, RESEND)).isTrue();
  }

  @Test
  void reckonsWhatATupleTakesAndMeasuresATemplate() {
    byte[] fields = new byte[100_000];
    Action write = new Action.Write("a type", fields, 1_000, null);
    assertThat(Credit.bytes(aim(write))).isBetween(0L + encoded(write), encoded(write) + 128L);
    Template wanted = Template.ofType("job").where("name", "x".repeat(10_000));
    Action take = new Action.Take(wanted, null);
    assertThat(Credit.bytes(aim(take))).isEqualTo(encoded(take));
    assertThat(Credit.bytes(aim(new Action.Cancel()))).isEqualTo(Credit.HEAD);
  }

  private static Message.Aim aim(Action action) {
    return new Message.Aim(Asked.OP, 0, 1, Asked.H, 1, 1, action);
  }

  private static int encoded(Action action) {
    return FrameCodec.encode(new Frame(0, 0, 0, aim(action))).length;
  }
}
