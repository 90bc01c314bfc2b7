package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import teseus.space.BusyException;
import teseus.space.Consistency;
import teseus.space.ContendedException;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TransactionAbortedException;
import teseus.space.TransactionAbortedException.Reason;
import teseus.space.Tuple;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Portion;
import teseus.space.wire.TransactionMessage;
import teseus.space.wire.TupleCodec;

/** What a transaction and those beside it see of each other, on three hosts. */
class TransactionsTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId ZEUS = new HostId("zeus");
  private static final HostId IRIS = new HostId("iris");
  private static final Template JOBS = Template.ofType("Job");
  private static final long LEASE_MS = 5_000;

  private final WiredHosts hosts = new WiredHosts(1 << 20, HERA, ZEUS, IRIS);

  @Test
  void nobodyElseSeesWhatATransactionWritesUntilItIsCommitted() {
    OpId transaction = begin(HERA);
    within(HERA, transaction, new Request.Write(job(1), Long.MAX_VALUE, null));
    assertThat(found(ask(HERA, now(Consistency.STRICT)))).isEmpty();
    assertThat(found(ask(ZEUS, now(Consistency.STRICT)))).isEmpty();
    assertThat(found(within(HERA, transaction, new Request.Read(JOBS, 0)))).isPresent();
    assertThat(commit(HERA, transaction)).isInstanceOf(Reply.Ended.class);
    assertThat(found(ask(ZEUS, now(Consistency.STRICT)))).isPresent();
  }

  @Test
  void whatATransactionHasTakenIsHiddenFromAllAndBackWhenItIsAborted() {
    write(ZEUS, 1);
    OpId transaction = begin(HERA);
    Token taken = found(within(HERA, transaction, new Request.Take(JOBS, 0))).orElseThrow();
    assertThat(found(within(HERA, transaction, new Request.Read(JOBS, 0)))).isEmpty();
    assertThat(found(ask(IRIS, now(Consistency.SESSION)))).isEmpty();
    List<Reply> waiting = submit(IRIS, new Request.Take(JOBS, 60_000));
    hosts.pass(500);
    assertThat(waiting).isEmpty();
    ask(HERA, new Request.Abort(transaction));
    hosts.pass(100);
    assertThat(found(waiting).map(Token::id)).contains(taken.id());
  }

  @Test
  void noneIsNotStrictlyTrueWhileTheOnlyMatchIsLocked() {
    write(ZEUS, 1);
    OpId transaction = begin(HERA);
    within(HERA, transaction, new Request.Take(JOBS, 0));
    List<Reply> strict = submit(IRIS, now(Consistency.STRICT));
    hosts.pass(2_000);
    assertThat(failure(strict)).isInstanceOf(ContendedException.class);
    List<Reply> waiting = submit(IRIS, new Request.TakeIfExists(JOBS, 3_000, Consistency.SESSION));
    hosts.pass(1_000);
    assertThat(waiting).isEmpty();
    commit(HERA, transaction);
    hosts.pass(200);
    assertThat(found(waiting)).isEmpty();
  }

  @Test
  void noneIsNotStrictlyTrueWithinAnotherTransactionEither() {
    write(ZEUS, 1);
    OpId transaction = begin(HERA);
    within(HERA, transaction, new Request.Take(JOBS, 0));
    OpId other = begin(IRIS);
    List<Reply> strict = submit(IRIS, new Request.Within(other, now(Consistency.STRICT)));
    hosts.pass(500);
    assertThat(strict).isEmpty();
    hosts.pass(1_500);
    assertThat(failure(strict)).isInstanceOf(ContendedException.class);
    assertThat(found(within(IRIS, other, now(Consistency.SESSION)))).isEmpty();
    commit(HERA, transaction);
    assertThat(found(within(IRIS, other, now(Consistency.STRICT)))).isEmpty();
  }

  @Test
  void aTakeThatMustNotWaitPassesOverWhatIsLockedAtEveryLevel() {
    write(ZEUS, 1);
    OpId transaction = begin(HERA);
    within(HERA, transaction, new Request.Take(JOBS, 0));
    for (Consistency level : List.of(Consistency.SESSION, Consistency.STRICT)) {
      assertThat(found(ask(IRIS, new Request.TakeIfExists(JOBS, 0, level)))).isEmpty();
    }
  }

  @Test
  void whatATransactionHasReadIsReadByOthersAndNotTaken() {
    write(ZEUS, 1);
    OpId transaction = begin(HERA);
    assertThat(found(within(HERA, transaction, new Request.Read(JOBS, 0)))).isPresent();
    OpId other = begin(IRIS);
    assertThat(found(within(IRIS, other, new Request.Read(JOBS, 100)))).isPresent();
    assertThat(found(ask(ZEUS, now(Consistency.SESSION)))).isPresent();
    List<Reply> waiting = submit(ZEUS, new Request.Take(JOBS, 60_000));
    hosts.pass(500);
    assertThat(waiting).isEmpty();
    commit(HERA, transaction);
    hosts.pass(500);
    assertThat(waiting).isEmpty();
    commit(IRIS, other);
    hosts.pass(100);
    assertThat(found(waiting)).isPresent();
  }

  @Test
  void aTransactionTakesWhatItHasRead() {
    write(ZEUS, 1);
    OpId transaction = begin(HERA);
    assertThat(found(within(HERA, transaction, new Request.Read(JOBS, 0)))).isPresent();
    assertThat(found(within(HERA, transaction, new Request.Take(JOBS, 100)))).isPresent();
    assertThat(commit(HERA, transaction)).isInstanceOf(Reply.Ended.class);
    assertThat(found(ask(IRIS, now(Consistency.STRICT)))).isEmpty();
    assertThat(hosts.records(LogRecord.Take.class)).hasSize(1);
  }

  @Test
  void aTransactionTakesBackWhatItHasWritten() {
    OpId transaction = begin(HERA);
    within(HERA, transaction, new Request.Write(job(1), Long.MAX_VALUE, null));
    assertThat(found(within(HERA, transaction, new Request.Take(JOBS, 0)))).isPresent();
    assertThat(found(within(HERA, transaction, new Request.Take(JOBS, 0)))).isEmpty();
    assertThat(commit(HERA, transaction)).isInstanceOf(Reply.Ended.class);
    assertThat(hosts.records(LogRecord.Put.class)).isEmpty();
  }

  @Test
  void aTransactionThatWaitsGetsWhatItWritesMeanwhile() {
    OpId transaction = begin(HERA);
    List<Reply> read =
        submit(HERA, new Request.Within(transaction, new Request.Read(JOBS, 60_000)));
    List<Reply> taken =
        submit(HERA, new Request.Within(transaction, new Request.Take(JOBS, 60_000)));
    within(HERA, transaction, new Request.Write(job(1), Long.MAX_VALUE, null));
    assertThat(found(read)).isPresent();
    assertThat(found(taken)).isPresent();
    assertThat(found(within(HERA, transaction, new Request.Take(JOBS, 0)))).isEmpty();
    assertThat(commit(HERA, transaction)).isInstanceOf(Reply.Ended.class);
    assertThat(hosts.records(LogRecord.Put.class)).isEmpty();
  }

  @Test
  void aTransactionOfOneSegmentIsOneDecision() {
    write(ZEUS, 1);
    OpId transaction = begin(HERA);
    within(HERA, transaction, new Request.Take(JOBS, 0));
    commit(HERA, transaction);
    assertThat(hosts.records(LogRecord.Decide.class)).hasSize(1);
    assertThat(hosts.records(LogRecord.Prepare.class)).isEmpty();
    assertThat(hosts.records(LogRecord.Settled.class)).isEmpty();
  }

  @Test
  void aTransactionAbortsWithItsLease() {
    write(ZEUS, 1);
    OpId transaction = begin(HERA);
    within(HERA, transaction, new Request.Take(JOBS, 0));
    hosts.pass(LEASE_MS + 100);
    assertThat(found(ask(IRIS, now(Consistency.STRICT)))).isPresent();
    assertThat(failure(List.of(commit(HERA, transaction))))
        .isInstanceOfSatisfying(
            TransactionAbortedException.class,
            why -> assertThat(why.reason()).isEqualTo(Reason.LEASE_ENDED));
  }

  @Test
  void aTransactionThatIsRenewedLivesOn() {
    write(ZEUS, 1);
    OpId transaction = begin(HERA);
    within(HERA, transaction, new Request.Take(JOBS, 0));
    hosts.pass(LEASE_MS - 500);
    ask(HERA, new Request.Extend(transaction, LEASE_MS));
    hosts.pass(LEASE_MS - 500);
    assertThat(found(ask(IRIS, now(Consistency.SESSION)))).isEmpty();
    assertThat(commit(HERA, transaction)).isInstanceOf(Reply.Ended.class);
  }

  @Test
  void itsLocksEndWithItsLeaseWhoeverIsLost() {
    write(ZEUS, 1);
    OpId transaction = begin(HERA);
    Token taken = found(within(HERA, transaction, new Request.Take(JOBS, 0))).orElseThrow();
    HostId keeper = taken.segment().founder();
    HostId asker = HERA;
    hosts.lose(message -> message instanceof Message.Transactional);
    hosts.pass(LEASE_MS + 100);
    hosts.lose(message -> false);
    assertThat(keeper).isNotNull();
    assertThat(found(ask(asker, now(Consistency.STRICT)))).isPresent();
    assertThat(hosts.host(keeper).load().transactions()).isZero();
  }

  @Test
  void whatWasPreparedIsResolvedThoughTheDecisionGotLost() {
    for (int i = 0; i < 12; i++) {
      write(i % 2 == 0 ? ZEUS : IRIS, i);
    }
    OpId transaction = begin(HERA);
    for (int i = 0; i < 12; i++) {
      assertThat(found(within(HERA, transaction, new Request.Take(JOBS, 0)))).isPresent();
    }
    hosts.lose(
        message ->
            message instanceof Message.Transactional one
                && one.what() instanceof TransactionMessage.Decided);
    List<Reply> told = submit(HERA, new Request.Commit(transaction));
    hosts.pass(1_000);
    assertThat(told).singleElement().isInstanceOf(Reply.Ended.class);
    assertThat(hosts.records(LogRecord.Prepare.class)).isNotEmpty();
    assertThat(hosts.records(LogRecord.Resolve.class)).isEmpty();
    hosts.lose(message -> false);
    hosts.pass(1_000);
    assertThat(hosts.records(LogRecord.Resolve.class))
        .hasSameSizeAs(hosts.records(LogRecord.Prepare.class));
    assertThat(hosts.records(LogRecord.Settled.class)).hasSize(1);
    assertThat(hosts.records(LogRecord.Take.class)).hasSize(12);
  }

  @Test
  void aTransactionHasItsLimits() {
    OpId transaction = begin(HERA);
    for (int i = 0; i < TransactionLimits.DEFAULT.operations(); i++) {
      within(HERA, transaction, new Request.Read(JOBS, 0));
    }
    assertThat(limit(within(HERA, transaction, new Request.Read(JOBS, 0))))
        .isEqualTo(TransactionLimits.OPERATIONS);
    assertThat(commit(HERA, transaction)).isInstanceOf(Reply.Ended.class);
  }

  @Test
  void aClientHasItsShareOfTheTransactionsThatAHostHasOpen() {
    for (int i = 0; i < TransactionLimits.DEFAULT.perClient(); i++) {
      begin(HERA);
    }
    Request ours = new Request.Begin(LEASE_MS, "us");
    assertThat(limit(ask(HERA, ours))).isEqualTo(TransactionLimits.PER_CLIENT);
    assertThat(ask(ZEUS, ours)).isInstanceOf(Reply.Begun.class);
    for (int i = TransactionLimits.DEFAULT.perClient(); i < 1_024; i++) {
      Request others = new Request.Begin(LEASE_MS, "client " + i);
      assertThat(ask(HERA, others)).isInstanceOf(Reply.Begun.class);
    }
    Request own = new Request.Begin(LEASE_MS, null);
    assertThat(limit(ask(HERA, own))).isEqualTo(TransactionLimits.OPEN);
    hosts.pass(LEASE_MS + 100);
    assertThat(ask(HERA, ours)).isInstanceOf(Reply.Begun.class);
  }

  @Test
  void aLeaseLongerThanTheLongestIsRefused() {
    long longest = TransactionLimits.DEFAULT.leaseMs();
    assertThatThrownBy(() -> ask(HERA, new Request.Begin(longest + 1, "us")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(TransactionLimits.LEASE);
    OpId transaction = begin(HERA);
    assertThatThrownBy(() -> ask(HERA, new Request.Extend(transaction, longest + 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(hosts.host(HERA).load().transactions()).isEqualTo(1);
  }

  @Test
  void whatIsMisusedHoldsNoAnswersBack() {
    long longest = TransactionLimits.DEFAULT.leaseMs();
    write(HERA, 1);
    assertThatThrownBy(() -> ask(HERA, new Request.Begin(longest + 1, null)))
        .isInstanceOf(IllegalArgumentException.class);
    write(HERA, 2);
    assertThat(hosts.records(LogRecord.Put.class))
        .allSatisfy(put -> assertThat(put.low()).isEqualTo(put.op().number()));
  }

  @Test
  void anOperationOfATransactionIsNotUndoneByItself() {
    write(ZEUS, 1);
    SessionId session = hosts.host(HERA).openSession(hosts.now);
    OpId transaction = named(session, 1, new Request.Begin(LEASE_MS, "us"));
    OpId take = named(session, 2, new Request.Within(transaction, new Request.Take(JOBS, 0)));
    List<Reply> told = new ArrayList<>();
    hosts.host(HERA).undo(take, 0, 1, told::add, hosts.now);
    assertThat(failure(told)).isInstanceOf(BusyException.class).hasMessageContaining("abort");
    OpId commit = named(session, 3, new Request.Commit(transaction));
    told.clear();
    hosts.host(HERA).undo(commit, 0, 1, told::add, hosts.now);
    assertThat(failure(told)).isInstanceOf(BusyException.class);
    assertThat(hosts.records(LogRecord.Take.class)).hasSize(1);
    assertThat(hosts.records(LogRecord.Return.class)).isEmpty();
  }

  private OpId named(SessionId session, long number, Request request) {
    OpId op = new OpId(session, number);
    List<Reply> told = new ArrayList<>();
    hosts.host(HERA).submit(op, new Said(0, 1), request, told::add, hosts.now);
    hosts.pass(200);
    assertThat(told).hasSize(1).noneMatch(Reply.Failed.class::isInstance);
    return op;
  }

  @Test
  void anotherHostKnowsNothingOfATransaction() {
    OpId transaction = begin(HERA);
    assertThat(failure(List.of(commit(ZEUS, transaction))))
        .isInstanceOfSatisfying(
            TransactionAbortedException.class,
            why -> assertThat(why.reason()).isEqualTo(Reason.UNKNOWN));
    assertThat(commit(HERA, transaction)).isInstanceOf(Reply.Ended.class);
  }

  @Test
  void anImageKeepsWhatIsPreparedAndWhatIsDecidedForOthers() {
    SegmentState state = new Recovered(1).whole(new SegmentId(HERA, 0)).state();
    OpId transaction = token(1).id().write();
    OpId commit = token(2).id().write();
    state.store().show(state.store().put(token(3), 0));
    SegmentId other = new SegmentId(ZEUS, 0);
    state.appended(
        new LogRecord.Prepare(
            1,
            transaction,
            commit,
            1,
            other,
            List.of(new Portion.Take(transaction, token(3).id())),
            List.of(token(4))),
        1);
    state.sessions().open(commit.session());
    state.appended(
        new LogRecord.Decide(2, commit, transaction, 1, List.of(), List.of(), List.of(other)), 2);
    SegmentState read = new Recovered(1).whole(new SegmentId(HERA, 0)).state();
    SegmentImage.read(SegmentImage.of(state), read);
    assertThat(SegmentImage.digest(read)).isEqualTo(SegmentImage.digest(state));
    assertThat(read.transactions().prepared()).hasSize(1);
    assertThat(read.transactions().decided()).hasSize(1);
    assertThat(read.transactions().unseen()).isEqualTo(token(4).cost());
    assertThat(read.store().get(token(3).id()))
        .matches(slot -> slot != null && transaction.equals(slot.lockedBy()));
  }

  private static Envelope token(long n) {
    return SomeTokens.token(n, "Job", TupleCodec.encode(job(n), Limits.DEFAULT));
  }

  private static Tuple job(long n) {
    return Tuple.of("Job", Map.of("n", n));
  }

  private static Request now(Consistency consistency) {
    return new Request.ReadIfExists(JOBS, consistency);
  }

  private void write(HostId at, long n) {
    assertThat(ask(at, new Request.Write(job(n), Long.MAX_VALUE, null)))
        .isInstanceOf(Reply.Written.class);
  }

  private OpId begin(HostId at) {
    return ((Reply.Begun) ask(at, new Request.Begin(LEASE_MS, "us"))).id();
  }

  private Reply within(HostId at, OpId transaction, Request step) {
    return ask(at, new Request.Within(transaction, step));
  }

  private Reply commit(HostId at, OpId transaction) {
    return ask(at, new Request.Commit(transaction));
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
    assertThat(told).as("%s", request).isNotEmpty();
    return told.get(0);
  }

  private static Optional<Token> found(Reply reply) {
    return found(List.of(reply));
  }

  private static Optional<Token> found(List<Reply> told) {
    assertThat(told).hasSize(1);
    return ((Reply.Found) told.get(0)).token();
  }

  private static String limit(Reply refused) {
    assertThat(failure(List.of(refused))).isInstanceOf(BusyException.class);
    return ((BusyException) failure(List.of(refused))).limit().orElseThrow().setting();
  }

  private static SpaceException failure(List<Reply> told) {
    assertThat(told).hasSize(1);
    return ((Reply.Failed) told.get(0)).why();
  }
}
