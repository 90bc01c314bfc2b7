package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;
import teseus.space.wire.LogRecord;
import teseus.space.wire.MetaCommand;

/** One host, and callers in its process that wait for what comes. */
class StandingTakeTest {
  private static final Template JOBS = Template.ofType("Job");
  private static final long LONG = 3_600_000;

  private final WiredHosts alone = new WiredHosts(8 << 20, ZEUS);

  private List<Reply> call(Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId unused = alone.host(ZEUS).call(request, replies::add, alone.now);
    return replies;
  }

  private List<Reply> take(long timeout) {
    return call(new Request.Take(JOBS, timeout));
  }

  private List<Reply> write(int number) {
    return call(new Request.Write(Tuple.of("Job", Map.of("n", number)), Long.MAX_VALUE, null));
  }

  private OpId begin() {
    return ((Reply.Begun) call(new Request.Begin(LONG, null)).get(0)).id();
  }

  private static Object got(List<Reply> replies) {
    assertThat(replies).hasSize(1);
    Token token = ((Reply.Found) replies.get(0)).token().orElseThrow();
    return Optional.ofNullable(token.tuple().at("n")).orElseThrow();
  }

  private static void nothing(List<Reply> replies) {
    assertThat(replies).containsExactly(new Reply.Found(Optional.empty()));
  }

  private void memory() {
    alone.wired(ZEUS).log.safeAtOnce = true;
  }

  private void quiet() {
    HostLoad load = alone.host(ZEUS).load();
    assertThat(load.operations() + load.waiters() + load.held()).isZero();
  }

  @Test
  void getsWhatComesBeforeTheCallOfItsWriterReturns() {
    memory();
    List<Reply> take = take(LONG);
    assertThat(take).isEmpty();
    assertThat(alone.host(ZEUS).load().waiters()).isEqualTo(1);
    assertThat(write(1)).hasSize(1);
    assertThat(got(take)).isEqualTo(1L);
    quiet();
  }

  @Test
  void leavesTheRecordOfATakeOnceThatIsForced() {
    List<Reply> take = take(LONG);
    List<Reply> write = write(1);
    assertThat(take).as("it is not forced yet").isEmpty();
    alone.settle();
    assertThat(write).hasSize(1);
    assertThat(got(take)).isEqualTo(1L);
    assertThat(alone.records(LogRecord.Take.class)).hasSize(1);
    assertThat(alone.records(LogRecord.Open.class)).hasSize(1);
    quiet();
  }

  @Test
  void comesInTheOrderOfAge() {
    memory();
    List<Reply> first = take(LONG);
    alone.pass(50);
    List<Reply> second = take(LONG);
    List<Reply> unused = write(1);
    unused = write(2);
    assertThat(got(first)).isEqualTo(1L);
    assertThat(got(second)).isEqualTo(2L);
  }

  @Test
  void endsWithItsTimeOrWhenItIsCalledOff() {
    memory();
    List<Reply> brief = take(100);
    List<Reply> replies = new ArrayList<>();
    OpId op = alone.host(ZEUS).call(new Request.Take(JOBS, LONG), replies::add, alone.now);
    alone.pass(200);
    nothing(brief);
    assertThat(replies).isEmpty();
    alone.host(ZEUS).cancel(op, false, alone.now);
    nothing(replies);
    assertThat(write(1)).hasSize(1);
    quiet();
  }

  @Test
  void goesTheLongWayInItsPlaceForWhatComesBack() {
    memory();
    assertThat(write(1)).hasSize(1);
    OpId transaction = begin();
    List<Reply> within = call(new Request.Within(transaction, new Request.Take(JOBS, 0)));
    alone.settle();
    assertThat(got(within)).isEqualTo(1L);
    List<Reply> first = take(LONG);
    List<Reply> second = take(LONG);
    assertThat(call(new Request.Abort(transaction))).hasSize(1);
    alone.settle();
    assertThat(got(first)).isEqualTo(1L);
    assertThat(second).isEmpty();
    assertThat(write(2)).hasSize(1);
    assertThat(got(second)).isEqualTo(2L);
    alone.pass(2_000);
    assertThat(alone.host(ZEUS).load().operations()).isZero();
    assertThat(alone.host(ZEUS).load().waiters()).isZero();
  }

  @Test
  void getsWhatComesToAHostThatLeadsSomethingSinceThen() {
    WiredHosts two = new WiredHosts(8 << 20, CopySettings.ALONE, HERA, ZEUS);
    ask(two, new MetaCommand.Drain(ZEUS));
    two.pass(10_000);
    List<Reply> take = new ArrayList<>();
    OpId unused = two.host(HERA).call(new Request.Take(JOBS, LONG), take::add, two.now);
    assertThat(two.host(HERA).load().waiters()).as("stands in both segments").isEqualTo(2);

    ask(two, new MetaCommand.Readmit(ZEUS));
    two.pass(10_000);
    assertThat(take).isEmpty();
    assertThat(two.host(HERA).load().waiters()).isEqualTo(1);
    assertThat(two.host(ZEUS).load().waiters()).isEqualTo(1);
    List<Reply> writes = new ArrayList<>();
    Tuple job = Tuple.of("Job", Map.of("n", 7));
    unused =
        two.host(ZEUS).call(new Request.Write(job, Long.MAX_VALUE, null), writes::add, two.now);
    two.settle();
    assertThat(writes).hasSize(1);
    assertThat(got(take)).isEqualTo(7L);
    two.pass(2_000);
    assertThat(two.host(HERA).load().operations()).isZero();
    assertThat(two.host(HERA).load().waiters() + two.host(ZEUS).load().waiters()).isZero();
  }

  private static void ask(WiredHosts hosts, MetaCommand command) {
    List<Optional<String>> told = new ArrayList<>();
    hosts.host(HERA).command(command, refused -> told.add(Optional.ofNullable(refused)), hosts.now);
    hosts.pass(100);
    assertThat(told).containsExactly(Optional.empty());
  }
}
