package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import teseus.space.BusyException;
import teseus.space.LimitReached;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.Tuple;

/** A host that bears no more operations still ends transactions, which is what some wait for. */
class FullHostTest {
  private static final int OPEN = 5;
  private static final Template JOBS = Template.ofType("job");
  private static final Request JOB = write("job");
  private static final Request NOTE = write("note");
  private static final Request TAKE = new Request.Take(JOBS, Long.MAX_VALUE);
  private static final Request NOW = new Request.Take(JOBS, 0);

  private final WiredHosts hosts =
      new WiredHosts(
          64 << 20, new LoadLimits(100, OPEN, OPEN, 4 << 20, 4 << 20, 16 << 20), HERA, ZEUS);
  private final List<Reply> waited = new ArrayList<>();

  private static Request write(String type) {
    return new Request.Write(Tuple.of(type, Map.of()), Long.MAX_VALUE, null);
  }

  private List<Reply> submit(Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId unused = hosts.host(ZEUS).submit(request, replies::add, hosts.now);
    hosts.settle();
    return replies;
  }

  private Reply ask(Request request) {
    return only(submit(request));
  }

  private static Reply only(List<Reply> replies) {
    assertThat(replies).hasSize(1);
    return replies.get(0);
  }

  private OpId begin() {
    return ((Reply.Begun) ask(new Request.Begin(3_600_000, null))).id();
  }

  private void within(OpId transaction, Request step) {
    assertThat(ask(new Request.Within(transaction, step))).isNotInstanceOf(Reply.Failed.class);
  }

  /** Takes that wait until the host bears no more. */
  private void fill() {
    for (int i = 0; i < OPEN; i++) {
      OpId unused = hosts.host(ZEUS).submit(TAKE, waited::add, hosts.now);
    }
    hosts.settle();
    assertThat(waited).isEmpty();
    assertFull(ask(new Request.Count(JOBS)), OPEN);
  }

  private static void assertFull(Reply reply, int used) {
    assertThat(((Reply.Failed) reply).why())
        .isInstanceOfSatisfying(
            BusyException.class,
            busy ->
                assertThat(busy.limit()).contains(new LimitReached(LoadLimits.OPEN, used, OPEN)));
  }

  @Test
  void anAbortLetsOutWhatWaitsForItsLocks() {
    assertThat(ask(JOB)).isInstanceOf(Reply.Written.class);
    OpId transaction = begin();
    within(transaction, NOW);
    fill();
    assertThat(ask(new Request.Abort(transaction))).isEqualTo(new Reply.Ended());
    hosts.pass(100);
    assertThat(((Reply.Found) only(waited)).token()).isPresent();
  }

  @Test
  void aCommitLetsOutWhatWaitsForItsWrites() {
    OpId transaction = begin();
    within(transaction, JOB);
    fill();
    assertThat(ask(new Request.Commit(transaction))).isEqualTo(new Reply.Ended());
    hosts.pass(100);
    assertThat(((Reply.Found) only(waited)).token()).isPresent();
  }

  @Test
  void aClientEndsItsTransactionsInItsSession() {
    SessionId session = hosts.host(ZEUS).openSession(hosts.now);
    assertThat(named(session, 1, 0, new Request.Begin(60_000, null))).hasSize(1);
    assertThat(named(session, 2, 0, new Request.Begin(60_000, null))).hasSize(1);
    fill();
    OpId first = new OpId(session, 1);
    OpId second = new OpId(session, 2);
    assertThat(named(session, 3, 0, new Request.Commit(first))).containsExactly(new Reply.Ended());
    assertThat(named(session, 4, 0, new Request.Abort(second))).containsExactly(new Reply.Ended());
  }

  private List<Reply> named(SessionId session, long number, int turn, Request request) {
    List<Reply> replies = new ArrayList<>();
    Consumer<Reply> listener = replies::add;
    hosts
        .host(ZEUS)
        .submit(new OpId(session, number), new Said(turn, 1), request, listener, hosts.now);
    hosts.settle();
    return replies;
  }

  @Test
  void whatEndsATransactionCountsUntilItIsAnswered() {
    OpId transaction = begin();
    within(transaction, NOTE);
    fill();
    stall(true);
    List<Reply> committed = submit(new Request.Commit(transaction));
    assertThat(committed).isEmpty();
    assertFull(ask(new Request.Count(JOBS)), OPEN + 1);
    stall(false);
    hosts.settle();
    assertThat(committed).containsExactly(new Reply.Ended());
    assertFull(ask(new Request.Count(JOBS)), OPEN);
  }

  private void stall(boolean stalled) {
    hosts.wired(HERA).stalled = stalled;
    hosts.wired(ZEUS).stalled = stalled;
  }

  @Test
  void beyondTheLimitThereIsOneCommitOfEachOpenTransactionAndNoOther() {
    OpId transaction = begin();
    OpId over = begin();
    within(transaction, NOTE);
    assertThat(ask(new Request.Commit(over))).isEqualTo(new Reply.Ended());
    fill();
    assertFull(ask(new Request.Commit(over)), OPEN);
    assertFull(ask(new Request.Commit(new OpId(over.session(), 99))), OPEN);
    stall(true);
    assertThat(submit(new Request.Commit(transaction))).isEmpty();
    assertFull(ask(new Request.Commit(transaction)), OPEN + 1);
  }

  /** Under a later turn a commit first has that put on record, and waits for it. */
  @Test
  void beyondTheLimitACommitThatWaitsForItsTurnIsTheOnlyOneOfItsTransaction() {
    SessionId session = hosts.host(ZEUS).openSession(hosts.now);
    OpId begun = new OpId(session, 1);
    assertThat(named(session, 1, 1, new Request.Begin(60_000, null))).hasSize(1);
    fill();
    stall(true);
    assertThat(named(session, 2, 1, new Request.Commit(begun))).isEmpty();
    assertFull(only(named(session, 3, 1, new Request.Commit(begun))), OPEN + 1);
    stall(false);
    hosts.pass(2_000);
    assertThat(hosts.host(ZEUS).load().operations()).isEqualTo(OPEN);
  }

  @Test
  void aCommitThatCouldNotBeDoneYetIsLetInAgain() {
    OpId transaction = begin();
    List<Reply> step = new ArrayList<>();
    OpId waits =
        hosts.host(ZEUS).submit(new Request.Within(transaction, TAKE), step::add, hosts.now);
    hosts.settle();
    for (int i = 1; i < OPEN; i++) {
      OpId unused = hosts.host(ZEUS).submit(TAKE, waited::add, hosts.now);
    }
    hosts.settle();
    Reply early = ask(new Request.Commit(transaction));
    assertThat(((BusyException) ((Reply.Failed) early).why()).limit()).isEqualTo(Optional.empty());
    hosts.host(ZEUS).cancel(waits, false, hosts.now);
    hosts.settle();
    assertThat(submit(TAKE)).isEmpty();
    assertThat(ask(new Request.Commit(transaction))).isEqualTo(new Reply.Ended());
  }
}
