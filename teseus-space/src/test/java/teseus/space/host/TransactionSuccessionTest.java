package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import teseus.space.Consistency;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.TransactionAbortedException;
import teseus.space.TransactionAbortedException.Reason;
import teseus.space.Tuple;
import teseus.space.wire.Frame;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Portion;
import teseus.space.wire.TransactionMessage;

/** What becomes of transactions when a segment of theirs gets another primary. */
class TransactionSuccessionTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId JUNO = new HostId("juno");
  private static final HostId ZEUS = new HostId("zeus");
  private static final Template JOBS = Template.ofType("Job");
  private static final long LEASE_MS = 20_000;
  private static final long TAKEN_OVER_MS = 3_000;

  private final WiredHosts hosts =
      new WiredHosts(1 << 20, new CopySettings(2, 1, 500, 1 << 20, true), HERA, JUNO, ZEUS);

  @Test
  void aTransactionOverSegmentsWithCopiesIsDoneAsAWhole() {
    Token first = in(HERA);
    Token other = in(JUNO);
    OpId transaction = begin(ZEUS);
    take(ZEUS, transaction, first);
    take(ZEUS, transaction, other);
    within(ZEUS, transaction, new Request.Write(job(1_000), Long.MAX_VALUE, null));
    assertThat(ask(ZEUS, new Request.Commit(transaction))).isInstanceOf(Reply.Ended.class);
    assertThat(find(first)).isEmpty();
    assertThat(find(other)).isEmpty();
    assertThat(found(ask(HERA, now(1_000)))).isPresent();
  }

  @Test
  void whatAParticipantHasAgreedToIsLockedAtItsNextPrimaryAndDoneThere() {
    Token first = in(HERA);
    Token other = in(JUNO);
    OpId transaction = begin(ZEUS);
    take(ZEUS, transaction, first);
    take(ZEUS, transaction, other);
    hosts.lose(is(TransactionMessage.Decided.class));
    List<Reply> committing = submit(ZEUS, new Request.Commit(transaction));
    hosts.pass(1_500); // answered, for the decision is safe
    assertThat(committing).singleElement().isInstanceOf(Reply.Ended.class);

    cutOff(JUNO);
    assertThat(find(other)).as("it is locked").isEmpty();
    assertThat(strict(other)).isInstanceOf(Reply.Failed.class);
    hosts.lose(message -> false);
    hosts.pass(2_000);
    assertThat(strict(other)).isEqualTo(new Reply.Found(Optional.empty()));
    bringBack(JUNO);
    assertThat(find(other)).isEmpty();
    assertThat(hosts.host(HERA).load().transactions()).isZero();
    assertThat(hosts.host(JUNO).load().transactions()).isZero();
    assertThat(hosts.host(ZEUS).load().transactions()).isZero();
  }

  @Test
  void whatTheFirstSegmentHasDecidedIsToldByItsNextPrimary() {
    Token first = in(HERA);
    Token other = in(JUNO);
    OpId transaction = begin(ZEUS);
    take(ZEUS, transaction, first);
    take(ZEUS, transaction, other);
    hosts.lose(
        message ->
            message instanceof Message.Answer
                || is(TransactionMessage.Decided.class).test(message));
    List<Reply> committing = submit(ZEUS, new Request.Commit(transaction));
    hosts.pass(200);
    assertThat(hosts.records(LogRecord.Decide.class)).hasSize(1);
    assertThat(committing).isEmpty();

    hosts.lose(message -> false);
    cutOff(HERA);
    assertThat(committing).singleElement().isInstanceOf(Reply.Ended.class);
    assertThat(strict(first)).isEqualTo(new Reply.Found(Optional.empty()));
    assertThat(strict(other)).isEqualTo(new Reply.Found(Optional.empty()));
  }

  @Test
  void whatTheFirstSegmentHasNotDecidedIsNeverDone() {
    Token first = in(HERA);
    Token other = in(JUNO);
    OpId transaction = begin(ZEUS);
    take(ZEUS, transaction, first);
    take(ZEUS, transaction, other);
    hosts.lose(is(TransactionMessage.Voted.class));
    List<Reply> committing = submit(ZEUS, new Request.Commit(transaction));
    hosts.pass(200);
    assertThat(hosts.records(LogRecord.Prepare.class)).hasSize(1);
    assertThat(committing).isEmpty();

    hosts.lose(message -> false);
    cutOff(HERA);
    assertThat(aborted(committing)).isEqualTo(Reason.PART_LOST);
    assertThat(find(first)).isPresent();
    assertThat(find(other)).as("it is free again").isPresent();
  }

  @Test
  void whatOnlyWritesIsNotDecidedByTheNextPrimaryEither() {
    OpId transaction = begin(ZEUS);
    for (int n = 0; n < 20; n++) {
      within(ZEUS, transaction, new Request.Write(job(n), Long.MAX_VALUE, null));
    }
    hosts.lose(is(TransactionMessage.Voted.class));
    List<Reply> committing = submit(ZEUS, new Request.Commit(transaction));
    hosts.pass(200);
    HostId first = hosts.records(LogRecord.Prepare.class).get(0).first().founder();
    HostId asker = others(first).get(0);

    hosts.lose(message -> false);
    cutOff(first);
    bringBack(first);
    assertThat(aborted(committing)).isEqualTo(Reason.PART_LOST);
    assertThat(found(ask(asker, new Request.ReadIfExists(JOBS, Consistency.STRICT)))).isEmpty();
  }

  @Test
  void aPrimaryThatMayBeReplacedAgreesToNothingAndSaysOfNothingThatItIsAborted() {
    List<TransactionMessage> said = new ArrayList<>();
    hosts.lose(
        message ->
            message instanceof Message.Transactional transactional
                && said.add(transactional.what()));
    questions(1).forEach(this::toHera);
    hosts.settle();
    assertThat(said)
        .hasAtLeastOneElementOfType(TransactionMessage.Voted.class)
        .hasAtLeastOneElementOfType(TransactionMessage.Decided.class);

    hosts.lose(message -> false);
    List<TransactionMessage> questions = questions(2);
    hosts.unlink(HERA, JUNO);
    hosts.unlink(HERA, ZEUS);
    hosts.wired(HERA).sent.drain();
    questions.forEach(this::toHera);
    for (int i = 0; i < 50; i++) {
      hosts.now += 100;
      hosts.host(HERA).advance(hosts.now);
      assertThat(hosts.wired(HERA).sent.drain(Message.Transactional.class)).isEmpty();
    }
  }

  /** To agree that a token was read, and to say what became of a commit that hera does not know. */
  private List<TransactionMessage> questions(long stake) {
    Token token = in(HERA);
    OpId transaction = begin(HERA);
    within(HERA, transaction, new Request.Read(named(token), 0));
    OpId commit = new OpId(transaction.session(), 1_000 + stake);
    List<TokenId> reads = List.of(token.id());
    Portion portion = new Portion(token.segment(), epoch(HERA), stake, reads, List.of(), List.of());
    SegmentId other = new SegmentId(ZEUS, 0);
    return List.of(
        new TransactionMessage.Prepare(transaction, commit, 0, 1, other, portion),
        new TransactionMessage.Ask(transaction, commit, token.segment(), other));
  }

  private void toHera(TransactionMessage message) {
    hosts
        .host(HERA)
        .receive(ZEUS, List.of(new Frame(0, 0, 0, new Message.Transactional(message))), hosts.now);
  }

  @Test
  void aParticipantThatIsLostBeforeItHasAgreedAbortsIt() {
    Token first = in(HERA);
    Token other = in(JUNO);
    OpId transaction = begin(ZEUS);
    take(ZEUS, transaction, first);
    take(ZEUS, transaction, other);
    cutOff(JUNO);
    assertThat(find(other)).as("what was locked and not prepared is free").isPresent();
    assertThat(aborted(submit(ZEUS, new Request.Commit(transaction)))).isEqualTo(Reason.PART_LOST);
    assertThat(find(first)).isPresent();
  }

  @Test
  void theLossOfAHostThatOnlyHoldsCopiesAbortsNothing() {
    Token first = in(HERA);
    OpId transaction = begin(HERA);
    take(HERA, transaction, first);
    long epoch = epoch(HERA);
    hosts.unlink(HERA, JUNO);
    hosts.pass(TAKEN_OVER_MS);
    hosts.link(HERA, JUNO);
    hosts.pass(TAKEN_OVER_MS);
    hosts.unlink(HERA, ZEUS);
    hosts.pass(TAKEN_OVER_MS);
    assertThat(epoch(HERA)).isGreaterThan(epoch);
    assertThat(ask(HERA, new Request.Commit(transaction))).isInstanceOf(Reply.Ended.class);
    assertThat(hosts.records(LogRecord.Decide.class)).hasSize(1);
  }

  @Test
  void nothingIsCommittedWhileTooFewStoresHoldASegment() {
    Token first = in(HERA);
    OpId transaction = begin(HERA);
    take(HERA, transaction, first);
    hosts.unlink(HERA, JUNO);
    hosts.unlink(HERA, ZEUS);
    hosts.link(HERA, JUNO); // so that META says that hera is alone
    hosts.pass(100);
    hosts.lose(message -> message instanceof Message.Replicated);
    hosts.pass(TAKEN_OVER_MS);
    Reply reply = ask(HERA, new Request.Commit(transaction));
    assertThat(aborted(List.of(reply))).isEqualTo(Reason.FEW_COPIES);
    hosts.lose(message -> false);
    hosts.link(HERA, ZEUS);
    hosts.pass(TAKEN_OVER_MS);
    assertThat(find(first)).isPresent();
  }

  @Test
  void whatWasOnlyReadIsFreeOnceThatIsAgreedToThoughTheEndIsNeverHeard() {
    Token first = in(HERA);
    Token other = in(JUNO);
    OpId transaction = begin(ZEUS);
    take(ZEUS, transaction, first);
    within(ZEUS, transaction, new Request.Read(named(other), 0));
    hosts.lose(is(TransactionMessage.Decided.class));
    assertThat(ask(ZEUS, new Request.Commit(transaction))).isInstanceOf(Reply.Ended.class);
    assertThat(found(ask(HERA, new Request.Take(named(other), 0)))).isPresent();
  }

  @Test
  void aReaderThatIsAskedAgainAgreesAgain() {
    Token first = in(HERA);
    Token other = in(JUNO);
    OpId transaction = begin(ZEUS);
    take(ZEUS, transaction, first);
    within(ZEUS, transaction, new Request.Read(named(other), 0));
    hosts.lose(is(TransactionMessage.Voted.class));
    List<Reply> committing = submit(ZEUS, new Request.Commit(transaction));
    hosts.pass(500);
    hosts.lose(message -> false);
    hosts.pass(1_500);
    assertThat(committing).singleElement().isInstanceOf(Reply.Ended.class);
  }

  /** Who leads no more, and does not know it, was not asked for its part: another was. */
  @Test
  void whoWasReplacedDoesNotSayThatWhatItNeverAgreedToIsDone() {
    cutOff(HERA);
    assertThat(leadsItsOwn(HERA)).as("as far as it knows").isTrue();
    hosts.lose(
        said ->
            said instanceof Message.MetaTold
                || said instanceof Message.Voting
                || said instanceof Message.Replicated);
    hosts.link(HERA, JUNO);
    hosts.settle();
    OpId transaction = OpId.parse("1-7-1");
    OpId commit = OpId.parse("1-7-2");
    SegmentId first = new SegmentId(JUNO, 0);
    SegmentId part = new SegmentId(HERA, 0);
    hosts.wired(HERA).sent.drain();
    toHera(new TransactionMessage.Decided(transaction, commit, first, part, true, 0));
    assertThat(leadsItsOwn(HERA)).isTrue();
    assertThat(hosts.wired(HERA).sent.drain(Message.Transactional.class)).isEmpty();
  }

  private boolean leadsItsOwn(HostId host) {
    return hosts.host(host).status(0, 0, hosts.now).segments().stream()
        .anyMatch(led -> led.id().equals(new SegmentId(host, 0)) && led.open());
  }

  private static Predicate<Message> is(Class<? extends TransactionMessage> kind) {
    return message ->
        message instanceof Message.Transactional transactional
            && kind.isInstance(transactional.what());
  }

  /** A host that nobody reaches until others lead what it led. */
  private void cutOff(HostId host) {
    others(host).forEach(other -> hosts.unlink(host, other));
    hosts.pass(TAKEN_OVER_MS);
  }

  private void bringBack(HostId host) {
    others(host).forEach(other -> hosts.link(host, other));
    hosts.pass(TAKEN_OVER_MS);
  }

  private static List<HostId> others(HostId host) {
    return List.of(HERA, JUNO, ZEUS).stream().filter(other -> !other.equals(host)).toList();
  }

  private long epoch(HostId host) {
    return hosts.host(host).status(0, 0, hosts.now).segments().get(0).epoch();
  }

  /** A job that is in the segment of a host. */
  private Token in(HostId host) {
    for (int n = 0; n < 200; n++) {
      Request write = new Request.Write(job(n), Long.MAX_VALUE, null);
      SegmentId segment = ((Reply.Written) ask(host, write)).lease().segment();
      if (segment.founder().equals(host)) {
        return found(ask(host, now(n))).orElseThrow();
      }
      assertThat(found(ask(host, new Request.Take(JOBS.where("n", (long) n), 0)))).isPresent();
    }
    throw new AssertionError("nothing comes to " + host);
  }

  private static Tuple job(long n) {
    return Tuple.of("Job", Map.of("n", n));
  }

  private static Template named(Token token) {
    return JOBS.where("n", Objects.requireNonNull(token.tuple().at("n")));
  }

  private static Request now(long n) {
    return new Request.ReadIfExists(JOBS.where("n", n), Consistency.SESSION);
  }

  /** Looks at a host that is always within reach of most. */
  private Optional<Token> find(Token token) {
    return found(ask(ZEUS, new Request.ReadIfExists(named(token), Consistency.SESSION)));
  }

  private Reply strict(Token token) {
    return ask(ZEUS, new Request.ReadIfExists(named(token), Consistency.STRICT));
  }

  private OpId begin(HostId at) {
    return ((Reply.Begun) ask(at, new Request.Begin(LEASE_MS, "us"))).id();
  }

  private Reply within(HostId at, OpId transaction, Request step) {
    return ask(at, new Request.Within(transaction, step));
  }

  private void take(HostId at, OpId transaction, Token token) {
    assertThat(found(within(at, transaction, new Request.Take(named(token), 0))).map(Token::id))
        .contains(token.id());
  }

  private List<Reply> submit(HostId at, Request request) {
    List<Reply> told = new ArrayList<>();
    hosts.host(at).submit(request, told::add, hosts.now);
    hosts.settle();
    return told;
  }

  private Reply ask(HostId at, Request request) {
    List<Reply> told = submit(at, request);
    for (int i = 0; told.isEmpty() && i < 60; i++) {
      hosts.pass(50);
    }
    assertThat(told).as("%s", request).isNotEmpty();
    return told.get(0);
  }

  private static Optional<Token> found(Reply reply) {
    return ((Reply.Found) reply).token();
  }

  private static Reason aborted(List<Reply> told) {
    assertThat(told).hasSize(1);
    SpaceException why = ((Reply.Failed) told.get(0)).why();
    assertThat(why).isInstanceOf(TransactionAbortedException.class);
    return ((TransactionAbortedException) why).reason();
  }
}
