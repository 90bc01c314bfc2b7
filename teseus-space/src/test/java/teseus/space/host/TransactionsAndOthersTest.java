package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import teseus.space.Consistency;
import teseus.space.ContendedException;
import teseus.space.Edits;
import teseus.space.Event;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;
import teseus.space.wire.Message;
import teseus.space.wire.TransactionMessage;

/** What those who wait, count and listen see of a transaction that has locked what they want. */
class TransactionsAndOthersTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId ZEUS = new HostId("zeus");
  private static final HostId IRIS = new HostId("iris");
  private static final Template JOBS = Template.ofType("Job");
  private static final long LEASE_MS = 30_000;
  private static final long PATIENCE_MS = 60_000;

  private final WiredHosts hosts = new WiredHosts(1 << 20, HERA, ZEUS, IRIS);

  @Test
  void whoWaitsForWhatIsLockedKeepsItsPlaceWhenThatComesBack() {
    write(1);
    OpId transaction = begin();
    assertThat(found(within(transaction, new Request.Take(JOBS, 0)))).isPresent();
    List<Reply> first = submit(ZEUS, new Request.Take(JOBS, PATIENCE_MS));
    hosts.pass(500);
    List<Reply> second = submit(IRIS, new Request.Take(JOBS, PATIENCE_MS));
    hosts.pass(500);
    assertThat(first).isEmpty();
    ask(HERA, new Request.Abort(transaction));
    hosts.pass(500);
    assertThat(number(first)).isEqualTo(1);
    assertThat(second).isEmpty();
    write(2);
    hosts.pass(500);
    assertThat(number(second)).isEqualTo(2);
  }

  @Test
  void whoWaitsForWhatIsLockedKeepsItsPlaceWhenThatIsGone() {
    write(1);
    OpId transaction = begin();
    assertThat(found(within(transaction, new Request.Take(JOBS, 0)))).isPresent();
    List<Reply> first = submit(ZEUS, new Request.Take(JOBS, PATIENCE_MS));
    hosts.pass(500);
    List<Reply> second = submit(IRIS, new Request.Take(JOBS, PATIENCE_MS));
    hosts.pass(500);
    assertThat(ask(HERA, new Request.Commit(transaction))).isInstanceOf(Reply.Ended.class);
    hosts.pass(500);
    assertThat(first).isEmpty();
    write(2);
    hosts.pass(500);
    assertThat(number(first)).isEqualTo(2);
    assertThat(second).isEmpty();
  }

  @Test
  void aTransactionWaitsInTheSameQueueAsAllOthers() {
    OpId transaction = begin();
    List<Reply> first = submit(ZEUS, new Request.Take(JOBS, PATIENCE_MS));
    hosts.pass(500);
    List<Reply> second =
        submit(HERA, new Request.Within(transaction, new Request.Take(JOBS, PATIENCE_MS)));
    hosts.pass(500);
    List<Reply> third = submit(IRIS, new Request.Take(JOBS, PATIENCE_MS));
    hosts.pass(500);
    write(1);
    hosts.pass(500);
    assertThat(number(first)).isEqualTo(1);
    assertThat(second).isEmpty();
    write(2);
    hosts.pass(500);
    assertThat(number(second)).isEqualTo(2);
    assertThat(third).isEmpty();
  }

  @Test
  void whoHasReadWhatItWaitsForGetsItWhenTheOtherReaderIsGone() {
    write(1);
    OpId transaction = begin();
    OpId other = begin();
    assertThat(found(within(transaction, new Request.Read(JOBS, 0)))).isPresent();
    assertThat(found(within(other, new Request.Read(JOBS, 0)))).isPresent();
    List<Reply> taken =
        submit(HERA, new Request.Within(transaction, new Request.Take(JOBS, PATIENCE_MS)));
    hosts.pass(500);
    assertThat(taken).isEmpty();
    ask(HERA, new Request.Abort(other));
    hosts.pass(500);
    assertThat(number(taken)).isEqualTo(1);
    assertThat(ask(HERA, new Request.Commit(transaction))).isInstanceOf(Reply.Ended.class);
  }

  @Test
  void whoWaitsForWhatIsBeingChangedGetsItAsItHasBecome() {
    write(1);
    Token before = found(ask(IRIS, now(Consistency.SESSION))).orElseThrow();
    HostId keeper = before.segment().founder();
    OpId transaction = begin();
    hosts.wired(keeper).stalled = true;
    List<Reply> changed =
        submit(IRIS, new Request.Modify(before.id(), null, Edits.increment("n", 4)));
    List<Reply> read =
        submit(HERA, new Request.Within(transaction, new Request.Read(JOBS, PATIENCE_MS)));
    List<Reply> taken =
        submit(HERA, new Request.Within(transaction, new Request.Take(JOBS, PATIENCE_MS)));
    hosts.pass(500);
    assertThat(changed).isEmpty();
    assertThat(read).isEmpty();
    assertThat(taken).isEmpty();
    hosts.wired(keeper).stalled = false;
    hosts.pass(500);
    assertThat(number(taken)).isEqualTo(5);
    assertThat(number(read)).isEqualTo(5);
  }

  @Test
  void noneIsNotStrictlyTrueBeforeAllThatIsCommittedCanBeFound() {
    OpId transaction = begin();
    for (int i = 1; i <= 8; i++) {
      within(transaction, new Request.Write(job(i), Long.MAX_VALUE, null));
    }
    hosts.lose(
        message ->
            message instanceof Message.Transactional one
                && one.what() instanceof TransactionMessage.Decided);
    assertThat(ask(HERA, new Request.Commit(transaction))).isInstanceOf(Reply.Ended.class);
    int uncertain = 0;
    for (int i = 1; i <= 8; i++) {
      Template wanted = JOBS.where("n", i);
      Reply strict = ask(IRIS, new Request.ReadIfExists(wanted, Consistency.STRICT));
      if (strict instanceof Reply.Failed failed) {
        assertThat(failed.why()).isInstanceOf(ContendedException.class);
        uncertain++;
      } else {
        assertThat(found(strict)).isPresent();
      }
    }
    assertThat(uncertain).isPositive();
    List<Reply> waits =
        submit(IRIS, new Request.TakeIfExists(JOBS.where("n", 8), 5_000, Consistency.SESSION));
    hosts.lose(message -> false);
    hosts.pass(1_500);
    assertThat(number(waits)).isEqualTo(8);
    assertThat(count()).isEqualTo(7);
  }

  @Test
  void whatIsReadIsCountedAndWhatIsTakenOrNotYetWrittenIsNot() {
    write(1);
    write(2);
    OpId transaction = begin();
    assertThat(found(within(transaction, new Request.Take(JOBS, 0)))).isPresent();
    assertThat(found(within(transaction, new Request.Read(JOBS, 0)))).isPresent();
    within(transaction, new Request.Write(job(3), Long.MAX_VALUE, null));
    assertThat(count()).isEqualTo(1);
    ask(HERA, new Request.Commit(transaction));
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void whoDoesNotWaitPassesOverWhatIsLocked() {
    write(1);
    OpId reads = begin();
    assertThat(found(within(reads, new Request.Read(JOBS, 0)))).isPresent();
    assertThat(found(ask(ZEUS, takeNow(0)))).isEmpty();
    assertThat(found(ask(ZEUS, now(Consistency.SESSION)))).isPresent();
    write(2);
    assertThat(found(ask(ZEUS, takeNow(0)))).hasValueSatisfying(token -> is(token, 2));
    List<Reply> waits = submit(ZEUS, takeNow(5_000));
    hosts.pass(500);
    assertThat(waits).isEmpty();
    ask(HERA, new Request.Abort(reads));
    hosts.pass(500);
    assertThat(number(waits)).isEqualTo(1);
  }

  @Test
  void subscribersHearOfATransactionWhenItIsCommittedAndInItsOrder() {
    Heard heard = new Heard();
    long id =
        hosts.host(IRIS).subscribe(JOBS, Event.Kind.all(), null, Long.MAX_VALUE, heard, hosts.now);
    hosts.host(IRIS).grant(id, 100, hosts.now);
    hosts.pass(500);
    assertThat(heard.opened).isTrue();
    OpId transaction = begin();
    for (int i = 1; i <= 8; i++) {
      within(transaction, new Request.Write(job(i), Long.MAX_VALUE, null));
    }
    hosts.pass(1_000);
    assertThat(heard.events).isEmpty();
    assertThat(ask(HERA, new Request.Commit(transaction))).isInstanceOf(Reply.Ended.class);
    hosts.pass(1_000);
    assertThat(heard.events).hasSize(8).allMatch(event -> event.kind() == Event.Kind.WRITTEN);
    for (HostId segment : List.of(HERA, ZEUS, IRIS)) {
      assertThat(
              heard.events.stream()
                  .filter(event -> event.segment().founder().equals(segment))
                  .map(event -> number(event.token().orElseThrow())))
          .isSorted();
    }
  }

  @Test
  void subscribersHearNothingOfATransactionThatIsAborted() {
    write(1);
    Heard heard = new Heard();
    long id =
        hosts.host(IRIS).subscribe(JOBS, Event.Kind.all(), null, Long.MAX_VALUE, heard, hosts.now);
    hosts.host(IRIS).grant(id, 100, hosts.now);
    hosts.pass(500);
    OpId transaction = begin();
    within(transaction, new Request.Write(job(2), Long.MAX_VALUE, null));
    assertThat(found(within(transaction, new Request.Take(JOBS, 0)))).isPresent();
    ask(HERA, new Request.Abort(transaction));
    hosts.pass(1_000);
    assertThat(heard.events).isEmpty();
    write(3);
    hosts.pass(1_000);
    assertThat(heard.events).hasSize(1);
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotTakenByTheCommit() {
    int aborted = 0;
    for (int steps = 0; steps < 8; steps++) {
      write(steps);
      OpId transaction = begin();
      List<Reply> told = new ArrayList<>();
      Request take = new Request.Within(transaction, new Request.Take(JOBS, PATIENCE_MS));
      OpId op = hosts.host(HERA).submit(take, told::add, hosts.now);
      for (int i = 0; i < steps && told.isEmpty(); i++) {
        boolean unused = hosts.deliver();
      }
      boolean waiting = told.isEmpty();
      hosts.host(HERA).cancel(op, true, hosts.now);
      hosts.pass(1_000);
      boolean over = ask(HERA, new Request.Commit(transaction)) instanceof Reply.Failed;
      assertThat(found(ask(ZEUS, takeNow(0))).isPresent()).isEqualTo(waiting);
      aborted += over ? 1 : 0;
    }
    assertThat(aborted).isPositive();
  }

  private static final class Heard implements Subscriber {
    private final List<Event> events = new ArrayList<>();
    private boolean opened;

    @Override
    public void opened(Position position) {
      opened = true;
    }

    @Override
    public void event(Event event) {
      events.add(event);
    }

    @Override
    public void leaseEnded() {}
  }

  private static Tuple job(long n) {
    return Tuple.of("Job", Map.of("n", n));
  }

  private static Request now(Consistency consistency) {
    return new Request.ReadIfExists(JOBS, consistency);
  }

  private static Request takeNow(long timeout) {
    return new Request.TakeIfExists(JOBS, timeout, Consistency.SESSION);
  }

  private void write(long n) {
    assertThat(ask(ZEUS, new Request.Write(job(n), Long.MAX_VALUE, null)))
        .isInstanceOf(Reply.Written.class);
  }

  private long count() {
    return ((Reply.Counted) ask(IRIS, new Request.Count(JOBS))).count();
  }

  private OpId begin() {
    return ((Reply.Begun) ask(HERA, new Request.Begin(LEASE_MS, null))).id();
  }

  private Reply within(OpId transaction, Request step) {
    return ask(HERA, new Request.Within(transaction, step));
  }

  private List<Reply> submit(HostId at, Request request) {
    List<Reply> told = new ArrayList<>();
    hosts.host(at).submit(request, told::add, hosts.now);
    hosts.settle();
    return told;
  }

  private Reply ask(HostId at, Request request) {
    List<Reply> told = submit(at, request);
    for (int i = 0; told.isEmpty() && i < 20; i++) {
      hosts.pass(50);
    }
    assertThat(told).as("%s", request).hasSize(1);
    return told.get(0);
  }

  private static Optional<Token> found(Reply reply) {
    return ((Reply.Found) reply).token();
  }

  private static void is(Token token, long n) {
    assertThat(number(token)).isEqualTo(n);
  }

  private static long number(List<Reply> told) {
    assertThat(told).hasSize(1);
    return number(found(told.get(0)).orElseThrow());
  }

  private static long number(Token token) {
    return (Long) Objects.requireNonNull(token.tuple().fields().get("n"));
  }
}
