package teseus.space.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.wire.Envelope;

class TokenStoreTest {
  private static final Template JOBS = Template.ofType("Job");
  private static final OpId WAITER = ListedTuples.op(1_000_001);
  private static final OpId OTHER = ListedTuples.op(1_000_002);

  private final ListedTuples tuples = new ListedTuples();
  private final TokenStore store = new TokenStore(tuples);
  private long lsn;

  @Test
  void findsATokenOnlyOnceItsPutIsCommitted() {
    Slot slot = store.put(tuples.token(1, job("red")), 1);

    assertThat(store.oldestVisible(JOBS)).isNull();
    assertThat(store.busy(JOBS)).isTrue();
    assertThat(store.arrivals("Job")).isZero();

    store.show(slot);

    assertThat(store.oldestVisible(JOBS)).isSameAs(slot);
    assertThat(store.oldestFree(JOBS, null)).isSameAs(slot);
    assertThat(store.busy(JOBS)).isFalse();
    assertThat(store.arrivals("Job")).isOne();
  }

  @Test
  void givesTheOldestMatchFirst() {
    Slot red = shown(job("red"));
    Slot blue = shown(job("blue"));
    Slot laterBlue = shown(job("blue"));
    Template blueJobs = JOBS.where("colour", "blue");

    assertThat(store.oldestFree(JOBS, null)).isSameAs(red);
    assertThat(store.oldestFree(blueJobs, null)).isSameAs(blue);
    store.hide(blue);
    assertThat(store.oldestFree(blueJobs, null)).isSameAs(laterBlue);
  }

  @Test
  void givesTheOldestOfAllTypesToATemplateWithoutOne() {
    Slot job = shown(job("red"));
    Slot task = shown(Tuple.of("Task", Map.of("colour", "blue")));
    Slot blueJob = shown(job("blue"));
    Template blue = Template.any().where("colour", "blue");

    assertThat(store.oldestFree(Template.any(), null)).isSameAs(job);
    assertThat(store.oldestFree(blue, null)).isSameAs(task);
    assertThat(store.count(blue)).isEqualTo(2);
    store.hide(task);
    assertThat(store.oldestFree(blue, null)).isSameAs(blueJob);
  }

  @Test
  void tellsTheNewestOfAllTypes() {
    Slot old = shown(job("red"));
    Slot task = shown(Tuple.of("Task", Map.of("colour", "blue")));
    Slot taken = shown(job("green"));
    Slot young = shown(job("blue"));
    store.hide(taken);

    assertThat(store.newest(2)).containsExactly(young, task);
    assertThat(store.newest(10)).containsExactly(young, task, old);
    assertThat(store.newest(0)).isEmpty();
  }

  @Test
  void keepsTokensOfOneRecordInTheOrderOfBirth() {
    Slot second = store.put(tuples.token(2, job("red")), 5);
    Slot first = store.put(tuples.token(1, job("red")), 5);
    store.show(second);
    store.show(first);

    assertThat(store.fromLsn(5)).containsExactly(first, second);
  }

  @Test
  void hidesATakenTokenFromEveryoneUntilItIsRestoredAtItsOldPlace() {
    store.declareIndex("Job", "colour");
    Slot old = shown(job("red"));
    Slot young = shown(job("red"));
    Template red = JOBS.where("colour", "red");

    store.hide(old);

    assertThat(store.oldestVisible(red)).isSameAs(young);
    assertThat(store.get(old.token().id())).isSameAs(old);
    assertThat(store.busy(red)).isTrue();
    assertThat(store.size()).isOne();

    store.restore(old);

    assertThat(store.oldestVisible(red)).isSameAs(old);
    assertThat(store.fromLsn(0)).containsExactly(old, young);
    assertThat(store.busy(red)).isFalse();
    assertThat(store.arrivals("Job")).isEqualTo(3);
  }

  @Test
  void aTakeMayFollowAPutThatIsNotCommitted() {
    Slot slot = store.put(tuples.token(1, job("red")), 1);
    store.hide(slot);
    store.show(slot);

    assertThat(store.oldestVisible(JOBS)).isNull();
    assertThat(store.arrivals("Job")).as("nobody could see it").isZero();
    store.restore(slot);
    assertThat(store.oldestVisible(JOBS)).isSameAs(slot);
    assertThat(store.arrivals("Job")).isOne();
  }

  @Test
  void knowsNothingOfAForgottenToken() {
    Slot slot = shown(job("red"));
    store.hide(slot);
    Envelope token = store.forget(slot);

    assertThat(token.id()).isEqualTo(slot.token().id());
    assertThat(store.get(token.id())).isNull();
    assertThat(store.busy(JOBS)).isFalse();
    assertThat(store.size()).isZero();
    assertThat(store.bytes()).isZero();
  }

  @Test
  void restoresEvenWhatItHasForgotten() {
    store.declareIndex("Job", "colour");
    Slot old = shown(job("red"));
    Slot young = shown(job("red"));
    store.hide(old);
    assertThat(store.forget(old)).isNotNull();

    store.restore(old);

    assertThat(store.fromLsn(0)).containsExactly(old, young);
    assertThat(store.oldestFree(JOBS.where("colour", "red"), null)).isSameAs(old);
    assertThat(store.get(old.token().id())).isSameAs(old);
  }

  @Test
  void aTokenThatCameBackHasTwoSlotsOfWhichOneIsLive() {
    Envelope token = tuples.token(1, job("red"));
    Slot left = store.put(token, 1);
    store.show(left);
    store.hide(left);
    Slot back = store.put(token, 2);

    assertThat(store.get(token.id())).isSameAs(back);
    assertThatIllegalStateException().isThrownBy(() -> store.restore(left));
    assertThatIllegalStateException().isThrownBy(() -> store.put(token, 3));
    assertThat(store.forget(left).id()).isEqualTo(token.id());
    assertThat(store.get(token.id())).isSameAs(back);
    assertThat(store.size()).isOne();
  }

  @Test
  void aHoldHidesATokenFromOtherTakesButNotFromReads() {
    Slot held = shown(job("red"));
    Slot next = shown(job("red"));
    store.hold(held, WAITER);

    assertThat(store.oldestFree(JOBS, WAITER)).isSameAs(held);
    assertThat(store.oldestFree(JOBS, OTHER)).isSameAs(next);
    assertThat(store.oldestFree(JOBS, null)).isSameAs(next);
    assertThat(store.oldestVisible(JOBS)).isSameAs(held);
    assertThat(store.busy(JOBS)).isTrue();
    assertThat(store.count(JOBS)).isEqualTo(2);
    assertThatIllegalStateException().isThrownBy(() -> store.hold(held, OTHER));

    store.release(held);

    assertThat(store.oldestFree(JOBS, OTHER)).isSameAs(held);
    assertThat(store.busy(JOBS)).isFalse();
  }

  @Test
  void aTakeEndsTheHold() {
    Slot slot = shown(job("red"));
    store.hold(slot, WAITER);
    store.hide(slot);
    store.restore(slot);

    assertThat(slot.heldBy()).isNull();
    assertThat(store.oldestFree(JOBS, OTHER)).isSameAs(slot);
    assertThat(store.busy(JOBS)).isFalse();
  }

  @Test
  void isBusyForWhatMatchesOnly() {
    store.hold(shown(job("red")), WAITER);
    store.hide(shown(job("green")));

    assertThat(store.busy(JOBS.where("colour", "red"))).isTrue();
    assertThat(store.busy(JOBS.where("colour", "green"))).isTrue();
    assertThat(store.busy(JOBS.where("colour", "blue"))).isFalse();
    assertThat(store.busy(Template.ofType("Task"))).isFalse();
    assertThat(store.busy(Template.any())).isTrue();
  }

  @Test
  void namesTheLeaseThatEndsFirst() {
    Slot late = shown(job("red"), 300);
    Slot soon = shown(job("red"), 100);
    Slot between = shown(job("red"), 200);
    shown(job("red"));

    assertThat(store.firstExpiring()).isSameAs(soon);
    store.hide(soon);
    assertThat(store.firstExpiring()).isSameAs(between);
    store.hide(between);
    assertThat(store.firstExpiring()).isSameAs(late);
    store.restore(soon);
    assertThat(store.firstExpiring()).isSameAs(soon);
    store.hide(soon);
    store.hide(late);
    assertThat(store.firstExpiring()).isNull();
  }

  @Test
  void refusesStepsOutOfTurn() {
    Slot slot = shown(job("red"));

    assertThatIllegalStateException().isThrownBy(() -> store.show(slot));
    assertThatIllegalStateException().isThrownBy(() -> store.restore(slot));
    assertThatIllegalStateException().isThrownBy(() -> store.forget(slot));
    store.hide(slot);
    assertThatIllegalStateException().isThrownBy(() -> store.hide(slot));
    assertThatIllegalStateException().isThrownBy(() -> store.hold(slot, WAITER));
    assertThat(store.forget(slot)).isNotNull();
    assertThatIllegalStateException().isThrownBy(() -> store.forget(slot));
  }

  @Test
  void aScanEndsWhenTheStoreChanges() {
    Slot first = shown(job("red"));
    shown(job("red"));
    Iterator<Slot> scan = store.fromLsn(0).iterator();

    assertThat(scan.next()).isSameAs(first);
    store.hide(first);
    assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(scan::next);
  }

  @Test
  void findsAndCountsATokenByEachOfItsTypes() {
    Slot job = shown(job("red"));
    Slot errand = shown(errand("red"));
    Template chores = Template.ofType("Chore");

    assertThat(store.oldestVisible(chores)).isSameAs(errand);
    assertThat(store.oldestVisible(JOBS)).isSameAs(job);
    assertThat(store.count(JOBS)).isEqualTo(2);
    assertThat(store.count(chores.where("colour", "blue"))).isZero();
    assertThat(store.arrivals("Job")).isEqualTo(2);
    assertThat(store.arrivals("Chore")).isOne();
    assertThat(store.arrivals("Errand")).isOne();
    store.hide(errand);
    assertThat(store.oldestVisible(chores)).isNull();
    assertThat(store.busy(chores)).isTrue();
    store.restore(errand);
    assertThat(store.arrivals("Chore")).isEqualTo(2);
  }

  @Test
  void anIndexOfATypeIsOneOfItsSubtypesToo() {
    shown(errand("red"));
    store.declareIndex("Job", "colour");
    shown(Tuple.of("Late", List.of("Job"), Map.of("colour", "blue"), Limits.DEFAULT));

    assertThat(store.explain(Template.ofType("Errand").where("colour", "red")).get(0).toString())
        .startsWith("Errand: index on colour, 1 of 1");
    assertThat(store.explain(Template.ofType("Late").where("colour", "red")).get(0).toString())
        .startsWith("Late: index on colour, 0 of 1");
  }

  private static Tuple errand(String colour) {
    return Tuple.of("Errand", List.of("Chore", "Job"), Map.of("colour", colour), Limits.DEFAULT);
  }

  @Test
  void arrivalsOfATypeNeverFallThoughItsShelfIsDropped() {
    long before = 0;
    for (int round = 0; round < 4 * Shelves.SPARE; round++) {
      pass(Tuple.of("Rare" + round, Map.of()));
      if (round % Shelves.SPARE == 0) {
        assertThat(store.arrivals("Job")).isGreaterThanOrEqualTo(before);
        before = store.arrivals("Job");
        pass(job("red"));
        assertThat(store.arrivals("Job")).isEqualTo(before + 1);
        before++;
      }
    }
    assertThat(store.arrivals(null)).isEqualTo(4 * Shelves.SPARE + 4);
  }

  @Test
  void aTokenWhoseFieldsCannotBeReadIsNotKept() {
    store.declareIndex("Job", "colour");
    Envelope sound = tuples.token(1, job("red"));
    Envelope broken = new Envelope(sound.id(), "Job", new byte[0], 1, Long.MAX_VALUE);

    assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> store.put(broken, 1));
    assertThat(store.size()).isZero();
    assertThat(store.get(sound.id())).isNull();
    assertThat(store.busy(JOBS)).isFalse();
  }

  private void pass(Tuple tuple) {
    Slot slot = shown(tuple);
    store.hide(slot);
    assertThat(store.forget(slot).type()).isEqualTo(tuple.type());
  }

  private Slot shown(Tuple tuple) {
    return shown(tuple, Long.MAX_VALUE);
  }

  private Slot shown(Tuple tuple, long until) {
    lsn++;
    Slot slot = store.put(tuples.token(lsn, tuple, until), lsn);
    store.show(slot);
    return slot;
  }

  private static Tuple job(String colour) {
    return Tuple.of("Job", Map.of("colour", colour));
  }
}
