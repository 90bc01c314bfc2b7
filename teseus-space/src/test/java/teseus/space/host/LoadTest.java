package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.BusyException;
import teseus.space.Edits;
import teseus.space.HostId;
import teseus.space.Lease;
import teseus.space.LimitReached;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.SpaceException;
import teseus.space.SpaceFullException;
import teseus.space.Template;
import teseus.space.TransactionAbortedException;
import teseus.space.Tuple;
import teseus.space.VersionConflictException;

/** What a host bears, and that what it refuses is not done and slows nobody. */
class LoadTest {
  private static final int OPEN = 20;
  private static final int TOKENS = 15;
  private static final Template JOBS = Template.ofType("job");
  private static final Request NEVER = new Request.Take(Template.ofType("none"), Long.MAX_VALUE);

  private final WiredHosts hosts =
      new WiredHosts(
          64 << 20,
          new LoadLimits(TOKENS, OPEN, OPEN, 4 << 20, 4 << 20, 16 << 20),
          HERA,
          ZEUS,
          ATHENA);

  private List<Reply> ask(HostId at, Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId unused = hosts.host(at).submit(request, replies::add, hosts.now);
    return replies;
  }

  private static Request job(int bytes) {
    return new Request.Write(load(bytes), Long.MAX_VALUE, null);
  }

  private static Tuple load(int bytes) {
    return Tuple.of("job", Map.of("load", "x".repeat(bytes)));
  }

  private static SpaceException refusal(List<Reply> replies) {
    assertThat(replies).hasSize(1);
    return ((Reply.Failed) replies.get(0)).why();
  }

  @Test
  void beyondItsLimitOnOperationsAHostRefusesAndTheOthersGoOn() {
    List<OpId> waiting = new ArrayList<>();
    for (int i = 0; i < OPEN; i++) {
      waiting.add(hosts.host(ZEUS).submit(NEVER, reply -> {}, hosts.now));
    }
    hosts.settle();
    BusyException busy = (BusyException) refusal(ask(ZEUS, job(1)));
    assertThat(busy.limit()).contains(new LimitReached("limits.open", OPEN, OPEN));
    assertThat(busy.retry()).isTrue();
    hosts.settle();
    List<Reply> count = ask(HERA, new Request.Count(Template.any()));
    List<Reply> written = ask(ATHENA, job(1));
    hosts.settle();
    assertThat(count).containsExactly(new Reply.Counted(0));
    assertThat(written.get(0)).isInstanceOf(Reply.Written.class);

    hosts.host(ZEUS).cancel(waiting.get(0), false, hosts.now);
    List<Reply> taken = ask(ZEUS, new Request.Take(JOBS, 0));
    hosts.settle();
    assertThat(((Reply.Found) taken.get(0)).token()).isPresent();
  }

  @Test
  void whatIsUnderWayIsJoinedAndAnsweredAgainHoweverMuchIsOpen() {
    SessionId session = hosts.host(ZEUS).openSession(hosts.now);
    List<Reply> once = new ArrayList<>();
    for (int i = 0; i < OPEN; i++) {
      OpId op = new OpId(session, i + 1);
      hosts
          .host(ZEUS)
          .submit(op, new Said(0, 1), new Request.Take(JOBS, 1_000), once::add, hosts.now);
    }
    hosts.settle();
    List<Reply> again = new ArrayList<>();
    OpId first = new OpId(session, 1);
    hosts
        .host(ZEUS)
        .submit(first, new Said(0, 1), new Request.Take(JOBS, 1_000), again::add, hosts.now);
    assertThat(again).isEmpty();
    OpId more = new OpId(session, OPEN + 1);
    hosts.host(ZEUS).submit(more, new Said(0, 1), NEVER, again::add, hosts.now);
    assertThat(refusal(again)).isInstanceOf(BusyException.class);
    hosts.pass(1_100);
    assertThat(once).hasSize(OPEN);
    assertThat(again).hasSize(2);
  }

  @Test
  void beyondItsLimitOnBytesAHostRefusesWritesUntilSomeAreAnswered() {
    stall(true);
    List<List<Reply>> written = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      written.add(ask(ZEUS, job(1_000_000)));
    }
    BusyException busy = (BusyException) refusal(ask(ZEUS, job(1)));
    LimitReached limit = busy.limit().orElseThrow();
    assertThat(limit.setting()).isEqualTo("limits.pending");
    assertThat(limit.used()).isBetween(5_000_000L, 5_100_000L);
    List<Reply> elsewhere = ask(HERA, job(1));
    stall(false);
    hosts.settle();
    assertThat(elsewhere.get(0)).isInstanceOf(Reply.Written.class);
    assertThat(written).allSatisfy(w -> assertThat(w.get(0)).isInstanceOf(Reply.Written.class));
    List<Reply> later = ask(ZEUS, job(1));
    hosts.settle();
    assertThat(later.get(0)).isInstanceOf(Reply.Written.class);
  }

  @Test
  void theBytesOfUpdatesAndEditsUnderWayCountAsThoseOfWrites() {
    List<Lease> leases = List.of(written(), written(), written(), written(), written());
    stall(true);
    List<List<Reply>> changed = new ArrayList<>();
    for (Lease lease : leases.subList(0, 3)) {
      changed.add(ask(ZEUS, update(lease, 1_000_000)));
    }
    for (Lease lease : leases.subList(3, 5)) {
      changed.add(ask(ZEUS, modify(lease, 1_000_000)));
    }
    Lease any = leases.get(0);
    for (Request more : List.of(update(any, 1), modify(any, 1), job(1))) {
      BusyException busy = (BusyException) refusal(ask(ZEUS, more));
      LimitReached limit = busy.limit().orElseThrow();
      assertThat(limit.setting()).isEqualTo("limits.pending");
      assertThat(limit.used()).isBetween(5_000_000L, 5_100_000L);
    }
    stall(false);
    hosts.settle();
    assertThat(changed).allSatisfy(c -> assertThat(c.get(0)).isInstanceOf(Reply.Found.class));
    List<Reply> later = ask(ZEUS, update(any, 1));
    hosts.settle();
    assertThat(refusal(later)).isInstanceOf(VersionConflictException.class);
  }

  private Lease written() {
    List<Reply> written = ask(ZEUS, job(1));
    hosts.settle();
    return ((Reply.Written) written.get(0)).lease();
  }

  private void stall(boolean stalled) {
    for (HostId id : List.of(HERA, ZEUS, ATHENA)) {
      hosts.wired(id).stalled = stalled;
    }
  }

  private static Request update(Lease lease, int bytes) {
    return new Request.Update(lease.token(), lease.segment(), 1, load(bytes));
  }

  private static Request modify(Lease lease, int bytes) {
    return new Request.Modify(lease.token(), lease.segment(), Edits.set("load", "x".repeat(bytes)));
  }

  @Test
  void hostsTakeInNoMoreTokensThanTheirLimitAndGoOnWhenSomeAreTaken() {
    int room = 3 * TOKENS;
    List<Reply> full = List.of();
    for (int i = 0; i <= room; i++) {
      full = ask(ZEUS, job(1));
      hosts.settle();
    }
    assertThat(refusal(full))
        .isInstanceOf(SpaceFullException.class)
        .hasMessageContaining("limits.tokens");
    List<Reply> count = ask(HERA, new Request.Count(JOBS));
    hosts.settle();
    assertThat(count).containsExactly(new Reply.Counted(room));
    List<Reply> taken = ask(ATHENA, new Request.Take(JOBS, 0));
    hosts.pass(2_000);
    List<Reply> written = ask(ZEUS, job(1));
    hosts.settle();
    assertThat(taken).hasSize(1);
    assertThat(written.get(0)).isInstanceOf(Reply.Written.class);
  }

  @Test
  void aTransactionBringsAHostNoMoreTokensThanItsLimit() {
    WiredHosts one =
        new WiredHosts(64 << 20, new LoadLimits(2, OPEN, OPEN, 4 << 20, 4 << 20, 16 << 20), ZEUS);
    TransactionAbortedException aborted = (TransactionAbortedException) refusal(commit(one, 3));
    assertThat(aborted.reason()).isEqualTo(TransactionAbortedException.Reason.NO_ROOM);
    assertThat(commit(one, 2)).containsExactly(new Reply.Ended());
    List<Reply> count = new ArrayList<>();
    OpId unused = one.host(ZEUS).submit(new Request.Count(JOBS), count::add, one.now);
    one.settle();
    assertThat(count).containsExactly(new Reply.Counted(2));
  }

  /** What is said to the commit of so many writes. */
  private static List<Reply> commit(WiredHosts one, int writes) {
    List<Reply> begun = new ArrayList<>();
    OpId unused = one.host(ZEUS).submit(new Request.Begin(60_000, null), begun::add, one.now);
    OpId transaction = ((Reply.Begun) begun.get(0)).id();
    for (int i = 0; i < writes; i++) {
      List<Reply> written = new ArrayList<>();
      OpId ignored =
          one.host(ZEUS).submit(new Request.Within(transaction, job(1)), written::add, one.now);
      assertThat(written.get(0)).isInstanceOf(Reply.Written.class);
    }
    List<Reply> ended = new ArrayList<>();
    OpId last = one.host(ZEUS).submit(new Request.Commit(transaction), ended::add, one.now);
    one.settle();
    return ended;
  }
}
