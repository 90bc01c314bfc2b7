package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.spi.Computer;
import teseus.space.wire.LogRecord;

class HandOffTest {
  private static final Template JOBS = Template.ofType("job");
  private static final long LONG = 3_600_000;

  private int steps;

  private final HostParts counted =
      new HostParts() {
        @Override
        Waits waits(
            Segment segment, HostId self, Waits.Here here, Post post, Timers timers, long holdMs) {
          return super.waits(
              segment,
              self,
              (wait, slot, now) -> {
                boolean taken = here.takes(wait, slot, now);
                steps += taken ? 1 : 0;
                return taken;
              },
              post,
              timers,
              holdMs);
        }
      };
  private final WiredHosts alone = hosts(ZEUS);
  private final WiredHosts two = hosts(HERA, ZEUS);

  private WiredHosts hosts(HostId... ids) {
    return new WiredHosts(
        counted,
        8 << 20,
        LoadLimits.DEFAULT,
        TransactionLimits.DEFAULT,
        id -> Computer.NONE,
        CopySettings.ALONE,
        ids);
  }

  /** Somebody who waits. */
  private record Taker(OpId op, List<Reply> replies) {}

  private static Taker take(WiredHosts hosts, HostId at, long timeout) {
    List<Reply> replies = new ArrayList<>();
    OpId op = hosts.host(at).submit(new Request.Take(JOBS, timeout), replies::add, hosts.now);
    hosts.settle();
    assertThat(replies).isEmpty();
    return new Taker(op, replies);
  }

  /** Writes, and forces nothing. */
  private static List<Reply> write(WiredHosts hosts, HostId at, int number) {
    List<Reply> replies = new ArrayList<>();
    Tuple job = Tuple.of("job", Map.of("n", number));
    OpId unused =
        hosts
            .host(at)
            .submit(new Request.Write(job, Long.MAX_VALUE, null), replies::add, hosts.now);
    return replies;
  }

  private static TokenId found(Taker taker) {
    assertThat(taker.replies).hasSize(1);
    return ((Reply.Found) taker.replies.get(0)).token().orElseThrow().id();
  }

  private static TokenId written(List<Reply> replies) {
    assertThat(replies).hasSize(1);
    return ((Reply.Written) replies.get(0)).lease().token();
  }

  @Test
  void givesWhatComesToTheFirstWhoWaitsHereInOneStep() {
    Taker first = take(alone, ZEUS, LONG);
    Taker second = take(alone, ZEUS, LONG);
    List<Reply> write = write(alone, ZEUS, 1);
    assertThat(steps).isEqualTo(1);
    assertThat(alone.records(LogRecord.Take.class)).hasSize(1);
    assertThat(first.replies).as("nothing is told before it is forced").isEmpty();
    alone.settle();
    assertThat(found(first)).isEqualTo(written(write));
    assertThat(second.replies).isEmpty();
    write = write(alone, ZEUS, 2);
    alone.settle();
    assertThat(found(second)).isEqualTo(written(write));
    assertThat(steps).isEqualTo(2);
    HostLoad load = alone.host(ZEUS).load();
    assertThat(load.operations() + load.waiters() + load.held()).isZero();
  }

  @Test
  void servesWhoWaitsWhereTheTokenIsAwardedToWhicheverHostItIsWrittenAt() {
    Taker taker = take(two, HERA, LONG);
    List<Reply> write = write(two, ZEUS, 1);
    two.settle();
    assertThat(found(taker)).isEqualTo(written(write));
    assertThat(steps).isEqualTo(1);
    assertThat(two.host(HERA).load().waiters() + two.host(ZEUS).load().waiters()).isZero();
  }

  @Test
  void isNotUndoneByTimeBeforeItIsForced() {
    Taker taker = take(alone, ZEUS, 100);
    alone.wired(ZEUS).stalled = true;
    List<Reply> write = write(alone, ZEUS, 1);
    alone.pass(200);
    assertThat(taker.replies).isEmpty();
    alone.wired(ZEUS).stalled = false;
    alone.settle();
    assertThat(found(taker)).isEqualTo(written(write));
  }

  @Test
  void goesBackIfNobodyWantsItAnyMore() {
    Taker taker = take(alone, ZEUS, LONG);
    List<Reply> write = write(alone, ZEUS, 1);
    alone.host(ZEUS).cancel(taker.op, true, alone.now);
    alone.settle();
    assertThat(taker.replies).containsExactly(TakingOperation.empty());
    assertThat(alone.records(LogRecord.Return.class)).hasSize(1);
    assertThat(found(taken())).isEqualTo(written(write));
  }

  private Taker taken() {
    List<Reply> replies = new ArrayList<>();
    OpId op = alone.host(ZEUS).submit(new Request.Take(JOBS, 0), replies::add, alone.now);
    alone.settle();
    return new Taker(op, replies);
  }

  @Test
  void isAskedForLaterIfTheLogTakesItsTime() {
    Taker taker = take(alone, ZEUS, 100);
    alone.wired(ZEUS).stalled = true;
    List<Reply> write = write(alone, ZEUS, 1);
    alone.pass(6_000);
    assertThat(((Reply.Failed) taker.replies.get(0)).why())
        .isInstanceOf(OutcomeUnknownException.class);
    List<Reply> outcome = new ArrayList<>();
    alone.host(ZEUS).outcome(taker.op, outcome::add, alone.now);
    alone.wired(ZEUS).stalled = false;
    alone.settle();
    TokenId token = new TokenId(alone.records(LogRecord.Put.class).get(0).op());
    assertThat(found(new Taker(taker.op, outcome))).isEqualTo(token);
    assertThat(write).as("neither was known of the write").hasSize(1);
    assertThat(alone.records(LogRecord.Take.class)).hasSize(1);
  }

  @Test
  void leavesThoseOfATransactionToBeCalled() {
    OpId transaction = begun();
    List<Reply> replies = new ArrayList<>();
    Request take = new Request.Within(transaction, new Request.Take(JOBS, LONG));
    OpId unused = alone.host(ZEUS).submit(take, replies::add, alone.now);
    alone.settle();
    List<Reply> write = write(alone, ZEUS, 1);
    alone.settle();
    assertThat(((Reply.Found) replies.get(0)).token().orElseThrow().id()).isEqualTo(written(write));
    assertThat(steps).isZero();
    assertThat(alone.records(LogRecord.Take.class)).isEmpty();
  }

  private OpId begun() {
    List<Reply> replies = new ArrayList<>();
    OpId unused = alone.host(ZEUS).submit(new Request.Begin(LONG, null), replies::add, alone.now);
    alone.settle();
    return ((Reply.Begun) replies.get(0)).id();
  }
}
