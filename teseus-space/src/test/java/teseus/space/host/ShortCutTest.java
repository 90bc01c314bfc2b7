package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import teseus.space.BusyException;
import teseus.space.Consistency;
import teseus.space.ContendedException;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.OutcomeUnknownException;
import teseus.space.SessionId;
import teseus.space.SpaceException;
import teseus.space.SpaceFullException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.wire.Action;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Result;

class ShortCutTest {
  private static final Template JOBS = Template.ofType("job");
  private static final Reply EMPTY = new Reply.Found(Optional.empty());
  private static final long LONG = 3_600_000;

  private final WiredHosts alone = new WiredHosts(8 << 20, ZEUS);
  private final WiredHosts two = new WiredHosts(8 << 20, HERA, ZEUS);

  private static Request.Write job(int number) {
    return new Request.Write(Tuple.of("job", Map.of("n", number)), Long.MAX_VALUE, null);
  }

  private static Request.TakeIfExists takeNow() {
    return new Request.TakeIfExists(JOBS, 0, Consistency.SESSION);
  }

  private static List<Reply> call(WiredHosts hosts, HostId at, Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId unused = hosts.host(at).call(request, replies::add, hosts.now);
    return replies;
  }

  private List<Reply> call(Request request) {
    return call(alone, ZEUS, request);
  }

  private static Token found(List<Reply> replies) {
    assertThat(replies).hasSize(1);
    return ((Reply.Found) replies.get(0)).token().orElseThrow();
  }

  private static SpaceException failure(List<Reply> replies) {
    assertThat(replies).hasSize(1);
    return ((Reply.Failed) replies.get(0)).why();
  }

  private static TokenId written(List<Reply> replies) {
    assertThat(replies).hasSize(1);
    return ((Reply.Written) replies.get(0)).lease().token();
  }

  private void memory() {
    alone.wired(ZEUS).log.safeAtOnce = true;
  }

  @Test
  void leavesItsRecordsAndNothingToRememberThemBy() {
    TokenId token = written(settled(alone, call(job(1))));
    assertThat(found(settled(alone, call(takeNow()))).id()).isEqualTo(token);
    assertThat(alone.records(LogRecord.Put.class)).hasSize(1);
    assertThat(alone.records(LogRecord.Take.class)).hasSize(1);
    assertThat(alone.records(LogRecord.Open.class)).isEmpty();
    HostLoad load = alone.host(ZEUS).load();
    assertThat(load.operations() + load.remembered() + load.sessions()).isZero();
  }

  @Test
  void passesOverWhatATransactionHasLockedAndSaysNoStrictNoneBesideIt() {
    memory();
    TokenId token = written(call(job(1)));
    OpId transaction = ((Reply.Begun) call(new Request.Begin(LONG, null)).get(0)).id();
    Request take = new Request.Within(transaction, new Request.Take(JOBS, 0));
    assertThat(found(settled(alone, call(take))).id()).isEqualTo(token);
    assertThat(call(takeNow())).containsExactly(EMPTY);
    assertThat(call(new Request.ReadIfExists(JOBS, Consistency.SESSION))).containsExactly(EMPTY);
    List<Reply> read = call(new Request.ReadIfExists(JOBS, Consistency.STRICT));
    alone.pass(2_000);
    assertThat(failure(read)).isInstanceOf(ContendedException.class);
    assertThat(settled(alone, call(new Request.Abort(transaction)))).hasSize(1);
    assertThat(found(call(takeNow())).id()).isEqualTo(token);
  }

  private static List<Reply> settled(WiredHosts hosts, List<Reply> replies) {
    hosts.settle();
    return replies;
  }

  @Test
  void answersWhatIsForcedAndNothingBefore() {
    List<Reply> write = call(job(1));
    assertThat(write).isEmpty();
    assertThat(call(new Request.ReadIfExists(JOBS, Consistency.SESSION))).containsExactly(EMPTY);
    assertThat(call(takeNow())).containsExactly(EMPTY);
    assertThat(alone.force()).isTrue();
    assertThat(written(write)).isNotNull();
    List<Reply> take = call(takeNow());
    assertThat(take).isEmpty();
    assertThat(call(takeNow())).as("gone as soon as that is appended").containsExactly(EMPTY);
    assertThat(alone.force()).isTrue();
    assertThat(found(take).tuple().at("n")).isEqualTo(1L);
  }

  @Test
  void answersBeforeTheCallReturnsWhereNothingHasToBeForced() {
    memory();
    TokenId token = written(call(job(1)));
    assertThat(found(call(new Request.ReadIfExists(JOBS, Consistency.STRICT))).id())
        .isEqualTo(token);
    assertThat(found(call(new Request.Read(JOBS, LONG))).id()).isEqualTo(token);
    assertThat(found(call(new Request.Take(JOBS, LONG))).id()).isEqualTo(token);
    assertThat(call(new Request.Read(JOBS, 0))).containsExactly(EMPTY);
    assertThat(call(new Request.Take(JOBS, 0))).containsExactly(EMPTY);
  }

  @Test
  void givesTheOldestFirst() {
    memory();
    for (int i = 0; i < 5; i++) {
      assertThat(written(call(job(i)))).isNotNull();
    }
    for (int i = 0; i < 5; i++) {
      assertThat(found(call(takeNow())).tuple().at("n")).isEqualTo((long) i);
    }
  }

  @Test
  void callsWhoeverWaitsBeforeAnybodyElse() {
    memory();
    List<Reply> waiting = call(new Request.Take(JOBS, LONG));
    assertThat(waiting).isEmpty();
    TokenId token = written(call(job(1)));
    assertThat(found(waiting).id()).isEqualTo(token);
    assertThat(call(takeNow())).containsExactly(EMPTY);
    assertThat(alone.host(ZEUS).auction(token).orElseThrow().strategy())
        .isEqualTo(Auction.WAITING_TAKER);
  }

  @Test
  void showsReadersThatWaitWhatComes() {
    memory();
    List<Reply> waiting = call(new Request.Read(JOBS, LONG));
    TokenId token = written(call(job(1)));
    assertThat(found(waiting).id()).isEqualTo(token);
  }

  @Test
  void givesNobodyWhatIsHeldForAnother() {
    two.unlink(HERA, ZEUS);
    List<Reply> write = call(two, ZEUS, job(1));
    two.settle();
    two.link(HERA, ZEUS);
    two.settle();
    two.lose(message -> message instanceof Message.Call);
    List<Reply> waiting = new ArrayList<>();
    OpId unused = two.host(HERA).submit(new Request.Take(JOBS, LONG), waiting::add, two.now);
    two.settle();
    assertThat(two.host(ZEUS).load().held()).isEqualTo(1);
    List<Reply> take = call(two, ZEUS, takeNow());
    two.settle();
    assertThat(take).containsExactly(EMPTY);
    two.lose(message -> false);
    two.pass(1_000);
    assertThat(found(waiting).id()).isEqualTo(written(write));
  }

  @Test
  void leavesToTheLongWayWhatOthersMayHave() {
    List<Reply> write = call(two, ZEUS, job(1));
    two.settle();
    assertThat(two.records(LogRecord.Open.class)).as("others bid").hasSize(1);
    HostId other =
        ((Reply.Written) write.get(0)).lease().segment().founder().equals(ZEUS) ? HERA : ZEUS;
    List<Reply> read =
        call(two, other, new Request.ReadIfExists(JOBS, Consistency.SESSION, Order.NEAR));
    List<Reply> take = call(two, other, takeNow());
    assertThat(read).as("somebody else is to be asked").isEmpty();
    assertThat(take).isEmpty();
    two.settle();
    assertThat(found(read).id()).isEqualTo(written(write));
    assertThat(found(take).id()).isEqualTo(written(write));
  }

  @Test
  void explainsItsAuctions() {
    memory();
    TokenId token = written(call(job(1)));
    Explained explained = alone.host(ZEUS).auction(token).orElseThrow();
    assertThat(explained).isEqualTo(alone.host(ZEUS).lastAuction().orElseThrow());
    assertThat(explained.winner()).contains(ZEUS);
    assertThat(explained.strategy()).isEqualTo("weighted-roulette");
    assertThat(explained.segment()).isEqualTo(SomeTokens.ZEUS_0);
    assertThat(explained.failure()).isNull();
    assertThat(explained.bidders()).hasSize(1);
    assertThat(explained.bidders().get(0).odds()).isEqualTo(1);
  }

  @Test
  void refusesWhatTheLongWayRefuses() {
    Request huge =
        new Request.Write(
            Tuple.of("job", Map.of("load", "x".repeat(9 << 20))), Long.MAX_VALUE, null);
    assertThatThrownBy(() -> call(huge)).isInstanceOf(IllegalArgumentException.class);
    WiredHosts small = new WiredHosts(1_000, ZEUS);
    Request large =
        new Request.Write(Tuple.of("job", Map.of("load", "x".repeat(900))), Long.MAX_VALUE, null);
    assertThat(failure(settled(small, call(small, ZEUS, large))))
        .isInstanceOf(SpaceFullException.class);
    LoadLimits one = new LoadLimits(10_000, 1, 1, 64L << 20, 32L << 20, 16L << 20);
    WiredHosts busy = new WiredHosts(8 << 20, one, ZEUS);
    List<Reply> first = call(busy, ZEUS, job(1));
    assertThat(failure(call(busy, ZEUS, job(2)))).isInstanceOf(BusyException.class);
    assertThat(written(settled(busy, first))).isNotNull();
    assertThat(written(settled(busy, call(busy, ZEUS, job(3))))).isNotNull();
  }

  @Test
  void tellsThatItDoesNotKnowIfTheLogTakesItsTime() {
    alone.wired(ZEUS).stalled = true;
    List<Reply> replies = new ArrayList<>();
    OpId op = alone.host(ZEUS).call(job(1), replies::add, alone.now);
    alone.pass(6_000);
    assertThat(failure(replies)).isInstanceOf(OutcomeUnknownException.class);
    List<Reply> outcome = new ArrayList<>();
    alone.host(ZEUS).outcome(op, outcome::add, alone.now);
    assertThat(outcome).isEmpty();
    alone.wired(ZEUS).stalled = false;
    alone.settle();
    assertThat(written(outcome)).isEqualTo(new TokenId(op));
    assertThat(alone.host(ZEUS).load().operations()).isZero();
  }

  @Test
  void isFoundAgainAfterARestart() {
    for (int i = 0; i < 4; i++) {
      assertThat(written(settled(alone, call(job(i))))).isNotNull();
    }
    assertThat(found(settled(alone, call(takeNow()))).tuple().at("n")).isEqualTo(0L);
    HeldLog log = alone.wired(ZEUS).log;
    assertThat(log.recover(log.end()).digest(SomeTokens.ZEUS_0))
        .isEqualTo(alone.host(ZEUS).digests().get(SomeTokens.ZEUS_0));
    assertThat(log.recover(log.end()).tokens(SomeTokens.ZEUS_0)).hasSize(3);
  }

  @Test
  void namesNothingThatAnybodyElseCouldAskFor() {
    OnePrimary hera = new OnePrimary();
    OpId op = new OpId(new SessionId(0, 7), 1);
    Result refused = hera.done(OnePrimary.aim(op, 1, new Action.Take(JOBS, null)));
    assertThat(refused)
        .isEqualTo(new Result.Refused(Result.Refusal.SESSION_GONE, hera.segment.epoch()));
  }
}
