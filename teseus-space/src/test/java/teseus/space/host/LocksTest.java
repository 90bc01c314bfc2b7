package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import teseus.space.OpId;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.wire.Portion;
import teseus.space.wire.Result;

/** What transactions have locked in one segment, and for how long. */
class LocksTest {
  private static final OpId TRANSACTION = OnePrimary.op(50);
  private static final OpId TAKE = OnePrimary.op(51);
  private static final long LEASE_MS = 500;
  private static final long REMEMBERED_MS = 1_000;

  private final OnePrimary hera = new OnePrimary();
  private final Locks locks =
      new Locks(hera.segment, hera.timers, REMEMBERED_MS, (slot, now) -> {});
  private final TokenId job = hera.written(OnePrimary.op(1));
  private final Slot slot = Objects.requireNonNull(hera.segment.store().get(job));

  private Result.Locked lock() {
    return (Result.Locked) locks.lock(TRANSACTION, TAKE, slot, true, LEASE_MS, hera.now);
  }

  private Portion taken(Result.Locked locked) {
    List<Portion.Take> takes = List.of(new Portion.Take(TAKE, job));
    return new Portion(OnePrimary.S, locked.epoch(), locked.stake(), List.of(), takes, List.of());
  }

  @Test
  void theyEndWithTheLeaseAndThatIsRememberedForAWhile() {
    Portion taken = taken(lock());
    hera.pass(LEASE_MS - 1);
    assertThat(locks.hold(TRANSACTION, taken)).isTrue();
    hera.pass(1);
    assertThat(locks.hold(TRANSACTION, taken)).isFalse();
    assertThat(slot.locked()).isFalse();
    assertThat(locks.over(TRANSACTION)).isTrue();
    hera.pass(REMEMBERED_MS);
    assertThat(locks.over(TRANSACTION)).isFalse();
  }

  @Test
  void aLockThatEndedAndIsGrantedAnewIsAnother() {
    Portion before = taken(lock());
    hera.pass(LEASE_MS);
    hera.pass(REMEMBERED_MS);
    Portion after = taken(lock());
    assertThat(locks.hold(TRANSACTION, before)).isFalse();
    assertThat(locks.hold(TRANSACTION, after)).isTrue();
  }
}
