package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.OnePrimary.aim;
import static teseus.space.host.OnePrimary.job;
import static teseus.space.host.OnePrimary.op;
import static teseus.space.host.OnePrimary.take;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import teseus.space.Consistency;
import teseus.space.OpId;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.wire.Action;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Result;

class LeasesTest {
  private final OnePrimary hera = new OnePrimary();

  private TokenId put(long op, long term) {
    return ((Result.Written) hera.done(aim(op(op), 1, job(term)))).token();
  }

  private long expiries() {
    return hera.records().stream().filter(LogRecord.Expire.class::isInstance).count();
  }

  @Test
  void endAtTheirTimeInTheirOrderAndNotBefore() {
    TokenId later = put(1, 500);
    TokenId sooner = put(2, 100);
    hera.pass(99);
    assertThat(expiries()).isZero();
    hera.pass(1);
    assertThat(hera.records()).last().isEqualTo(new LogRecord.Expire(hera.now, sooner));
    hera.pass(400);
    assertThat(hera.records()).last().isEqualTo(new LogRecord.Expire(hera.now, later));
    hera.force();
    assertThat(hera.segment.store().size()).isZero();
    assertThat(hera.timers.size()).isZero();
  }

  @Test
  void hideATokenBeforeTheRecordIsSafe() {
    TokenId token = put(1, 100);
    hera.pass(100);
    assertThat(hera.done(aim(op(2), 1, take(token)))).isInstanceOf(Result.None.class);
  }

  @Test
  void endAtTheTimeTheyWereCutShortToThoughThatIsNotSafeYet() {
    WiredHosts hosts = new WiredHosts(1 << 20, SomeTokens.HERA);
    Host host = hosts.host(SomeTokens.HERA);
    List<Reply> told = new ArrayList<>();
    Request write = new Request.Write(Tuple.of("job", Map.of()), Long.MAX_VALUE, null);
    OpId token = host.submit(write, told::add, hosts.now);
    hosts.settle();
    hosts.wired(SomeTokens.HERA).stalled = true;
    OpId renewal =
        host.submit(new Request.Renew(new TokenId(token), null, 100), told::add, hosts.now);
    hosts.pass(150);
    OpId take =
        host.submit(
            new Request.TakeIfExists(OnePrimary.JOBS, 0, Consistency.SESSION),
            told::add,
            hosts.now);
    hosts.wired(SomeTokens.HERA).stalled = false;
    hosts.pass(500);
    assertThat(hosts.records(LogRecord.Renew.class))
        .extracting(LogRecord.Renew::op)
        .contains(renewal);
    assertThat(hosts.records(LogRecord.Take.class)).as("by %s", take).isEmpty();
    assertThat(hosts.records(LogRecord.Expire.class)).hasSize(1);
    assertThat(told).hasSize(3).contains(new Reply.Found(Optional.empty()));
  }

  @Test
  void doNotEndWhatWasTaken() {
    TokenId token = put(1, 100);
    assertThat(hera.done(aim(op(2), 1, take(token)))).isInstanceOf(Result.Taken.class);
    hera.pass(1_000);
    assertThat(expiries()).isZero();
  }

  @Test
  void endThoughTheTokenIsHeldAndTheWaiterIsCalledForTheNext() {
    hera.waits.onWait(OnePrimary.ASKER, hera.wait(op(5), 1, 0), hera.now);
    TokenId unused = put(1, 100);
    TokenId next = put(2, 10_000);
    hera.pass(100);
    hera.force();
    hera.network.drain();
    hera.pass(150);
    assertThat(hera.network.drain(Message.Call.class))
        .extracting(Message.Call::token)
        .containsExactly(next);
  }

  @Test
  void goOnAfterARestart() {
    TokenId token = put(1, 100);
    OnePrimary again = hera.restarted();
    again.now = hera.now + 100;
    again.timers.run(again.now);
    assertThat(again.records()).last().isEqualTo(new LogRecord.Expire(again.now, token));
  }

  @Test
  void areRenewedByARecordBeforeTheirEndThoughItIsNotSafeYet() {
    TokenId token = put(1, 100);
    hera.pass(99);
    assertThat(hera.ask(aim(op(2), 1, new Action.Renew(token, 1_000)))).isEmpty();
    hera.pass(500);
    assertThat(expiries()).isZero();
    hera.force();
    hera.pass(499);
    assertThat(expiries()).isZero();
    hera.pass(1);
    assertThat(expiries()).isEqualTo(1);
  }

  @Test
  void areNotRenewedOnceTheyHaveEnded() {
    TokenId token = put(1, 100);
    hera.pass(100);
    assertThat(hera.done(aim(op(2), 1, new Action.Renew(token, 1_000))))
        .isEqualTo(new Result.None(Result.Why.NO_MATCH, null));
  }

  @Test
  void endSoonerOrNeverIfThatIsAskedFor() {
    TokenId sooner = put(1, 10_000);
    TokenId never = put(2, 200);
    assertThat(hera.done(aim(op(3), 1, new Action.Renew(sooner, 50))))
        .isEqualTo(new Result.Written(sooner, hera.now + 50));
    assertThat(hera.done(aim(op(4), 1, new Action.Renew(never, Long.MAX_VALUE))))
        .isEqualTo(new Result.Written(never, Long.MAX_VALUE));
    hera.pass(50);
    assertThat(hera.records()).last().isEqualTo(new LogRecord.Expire(hera.now, sooner));
    hera.pass(100_000);
    assertThat(expiries()).isEqualTo(1);
  }

  @Test
  void endAtOnceIfCancelledAndOnlyOnce() {
    TokenId token = put(1, 10_000);
    Action cancel = new Action.CancelLease(token);
    assertThat(hera.done(aim(op(2), 1, cancel))).isEqualTo(new Result.LeaseCancelled(token));
    assertThat(hera.done(aim(op(2), 1, cancel))).isEqualTo(new Result.LeaseCancelled(token));
    assertThat(hera.done(aim(op(3), 1, cancel))).isInstanceOf(Result.None.class);
    hera.pass(20_000);
    assertThat(expiries()).isZero();
    assertThat(hera.timers.size()).isZero();
    assertThat(hera.segment.store().size()).isZero();
  }

  @Test
  void endWhatHasBecomeVisibleTooLate() {
    assertThat(hera.ask(aim(op(1), 1, job(100)))).isEmpty();
    hera.now += 200; // the disk takes its time
    hera.force();
    assertThat(expiries()).isEqualTo(1);
    assertThat(hera.segment.store().oldestFree(OnePrimary.JOBS, null)).isNull();
  }
}
