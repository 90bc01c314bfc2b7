package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import teseus.space.Consistency;
import teseus.space.ContendedException;
import teseus.space.Edits;
import teseus.space.HostId;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.SegmentId;
import teseus.space.SessionGoneException;
import teseus.space.SessionId;
import teseus.space.SpaceFullException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.UnavailableException;
import teseus.space.wire.Envelope;
import teseus.space.wire.Frame;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;

class HostTest {
  private static final Template JOBS = Template.ofType("job");
  private static final long LONG = 3_600_000;
  private static final OpId OP = new OpId(new SessionId(1, 77), 5);

  private final WiredHosts hosts = new WiredHosts(8 << 20, HERA, ZEUS, ATHENA);

  private static Request.Write job(int bytes) {
    Tuple tuple = Tuple.of("job", Map.of("load", "x".repeat(bytes)));
    return new Request.Write(tuple, Long.MAX_VALUE, null);
  }

  private List<Reply> ask(WiredHosts all, HostId at, Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId unused = all.host(at).submit(request, replies::add, all.now);
    return replies;
  }

  private List<Reply> ask(HostId at, Request request) {
    return ask(hosts, at, request);
  }

  private static boolean taken(List<Reply> replies) {
    return replies.size() == 1
        && replies.get(0) instanceof Reply.Found found
        && found.token().isPresent();
  }

  private static final Reply EMPTY = new Reply.Found(Optional.empty());

  @Test
  void givesATakeThatWaitsWhatIsWrittenElsewhere() {
    List<Reply> take = ask(ZEUS, new Request.Take(JOBS, LONG));
    hosts.settle();
    assertThat(take).isEmpty();
    List<Reply> write = ask(ATHENA, job(1));
    hosts.settle();
    assertThat(write.get(0)).isInstanceOf(Reply.Written.class);
    assertThat(taken(take)).isTrue();
  }

  @Test
  void goesOnUnderItsStrategyIfMetaNamesOneThatIsNotInstalled() {
    hosts
        .host(HERA)
        .command(new MetaCommand.SetStrategy("unheard-of", Map.of()), refused -> {}, hosts.now);
    hosts.settle();
    List<Reply> write = ask(ZEUS, job(1));
    hosts.settle();
    assertThat(write.get(0)).isInstanceOf(Reply.Written.class);
    assertThat(hosts.host(ZEUS).status(0, 0, hosts.now).strategy().name())
        .isEqualTo("weighted-roulette");
  }

  @Test
  void handsATokenToATakerOfTheSegmentsHostInOneBatch() {
    List<Reply> take = ask(ZEUS, new Request.Take(JOBS, LONG));
    hosts.settle();
    long before = hosts.wired(ZEUS).log.end();
    List<Reply> write = ask(ZEUS, job(1));
    long flushed = hosts.wired(ZEUS).log.flushed();
    List<LogRecord> batch =
        hosts.wired(ZEUS).log.records(SomeTokens.ZEUS_0).stream()
            .filter(one -> one instanceof LogRecord.Put || one instanceof LogRecord.Take)
            .toList();
    assertThat(flushed).isGreaterThan(before);
    assertThat(batch).hasSize(2);
    assertThat(batch.get(0)).isInstanceOf(LogRecord.Put.class);
    assertThat(batch.get(1)).isInstanceOf(LogRecord.Take.class);
    assertThat(take).isEmpty();
    assertThat(hosts.force()).isTrue();
    assertThat(taken(take)).isTrue();
    assertThat(write.get(0)).isInstanceOf(Reply.Written.class);
  }

  @Test
  void changesATokenWhereverItIs() {
    List<Reply> write = ask(ZEUS, job(1));
    hosts.settle();
    Lease lease = ((Reply.Written) write.get(0)).lease();
    for (HostId at : List.of(HERA, ZEUS, ATHENA)) {
      for (SegmentId said :
          Arrays.asList(null, SomeTokens.HERA_0, SomeTokens.ZEUS_0, lease.segment())) {
        List<Reply> add =
            ask(at, new Request.Modify(lease.token(), said, Edits.increment("hits", 1)));
        hosts.settle();
        assertThat(taken(add)).as("%s, said to be in %s", at, said).isTrue();
      }
    }
    List<Reply> read = ask(ZEUS, new Request.ReadIfExists(JOBS, Consistency.STRICT));
    hosts.settle();
    Token token = ((Reply.Found) read.get(0)).token().orElseThrow();
    assertThat(token.tuple().at("hits")).isEqualTo(12L);
    assertThat(token.version()).isEqualTo(13);
    List<Reply> none =
        ask(HERA, new Request.Modify(new TokenId(OP), null, Edits.increment("hits", 1)));
    hosts.settle();
    assertThat(none).containsExactly(EMPTY);
  }

  @Test
  void saysWhereATokenCouldNotBeLookedFor() {
    hosts.unlink(HERA, ZEUS);
    hosts.settle();
    List<Reply> add =
        ask(HERA, new Request.Modify(new TokenId(OP), null, Edits.increment("hits", 1)));
    hosts.settle();
    assertThat(((Reply.Failed) add.get(0)).why())
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("zeus/0");
  }

  @Test
  void givesNobodyATokenPastItsLeaseBeforeItsTimerRan() {
    List<Reply> write = ask(ZEUS, new Request.Write(Tuple.of("job", Map.of("n", 1)), 100, null));
    hosts.settle();
    assertThat(write.get(0)).isInstanceOf(Reply.Written.class);
    hosts.now += 100;
    List<Reply> take = ask(ZEUS, new Request.TakeIfExists(JOBS, 0, Consistency.SESSION));
    hosts.settle();
    assertThat(take).containsExactly(EMPTY);
    assertThat(hosts.records(LogRecord.Expire.class)).hasSize(1);
  }

  @Test
  void givesNobodyATokenWhoseLeaseEndsBeforeItsWriteIsForced() {
    WiredHosts one = new WiredHosts(8 << 20, ZEUS);
    Request write = new Request.Write(Tuple.of("job", Map.of("n", 1)), 100, null);
    List<Reply> written = ask(one, ZEUS, write);
    List<Reply> take = ask(one, ZEUS, new Request.Take(JOBS, LONG));
    one.now += 100;
    one.settle();
    assertThat(written.get(0)).isInstanceOf(Reply.Written.class);
    assertThat(take).isEmpty();
    assertThat(one.records(LogRecord.Expire.class)).hasSize(1);
  }

  @Test
  void awardsAWriteToTheHostOfTheOldestWaiter() {
    List<Reply> take = ask(ZEUS, new Request.Take(JOBS, LONG));
    hosts.settle();
    List<Reply> write = ask(ATHENA, job(1));
    hosts.settle();
    assertThat(((Reply.Written) write.get(0)).lease().segment()).isEqualTo(SomeTokens.ZEUS_0);
    assertThat(taken(take)).isTrue();
  }

  @Test
  void givesEachTokenToOneOfManyTakers() {
    List<List<Reply>> takes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      takes.add(ask(i % 2 == 0 ? ZEUS : ATHENA, new Request.Take(JOBS, LONG)));
    }
    for (int i = 0; i < 30; i++) {
      List<Reply> unused = ask(HERA, job(1));
    }
    hosts.pass(2_000);
    assertThat(takes).allMatch(HostTest::taken);
    assertThat(hosts.records(LogRecord.Take.class).stream().map(LogRecord.Take::token).distinct())
        .hasSize(30);
  }

  @Test
  void answersEmptyAtTheDeadlineAndLeavesEveryQueue() {
    List<Reply> take = ask(ZEUS, new Request.Take(JOBS, 500));
    hosts.pass(400);
    assertThat(take).isEmpty();
    hosts.pass(100);
    assertThat(take).containsExactly(EMPTY);
    List<Reply> unused = ask(HERA, job(1));
    hosts.pass(1_000);
    assertThat(hosts.records(LogRecord.Take.class)).isEmpty();
  }

  @Test
  void goesDownTheRankingWhenAHostIsFullAndSaysTheFiguresWhenAllAre() {
    WiredHosts small = new WiredHosts(100_000, HERA, ZEUS);
    for (int i = 0; i < 4; i++) {
      List<Reply> write = ask(small, HERA, job(45_000));
      small.settle();
      assertThat(write.get(0)).as("write " + i).isInstanceOf(Reply.Written.class);
    }
    List<Reply> last = ask(small, HERA, job(45_000));
    small.settle();
    assertThat(((Reply.Failed) last.get(0)).why())
        .isInstanceOf(SpaceFullException.class)
        .hasMessageContaining("hera")
        .hasMessageContaining("zeus");
  }

  @Test
  void goesOnInANewSessionWhenItsOwnHasEnded() {
    List<Reply> first = ask(ZEUS, job(1));
    hosts.settle();
    assertThat(first.get(0)).isInstanceOf(Reply.Written.class);
    SessionId session = ((Reply.Written) first.get(0)).lease().token().write().session();
    for (HostId id : List.of(HERA, ZEUS, ATHENA)) {
      hosts
          .host(id)
          .receive(ZEUS, List.of(new Frame(0, 0, 0, new Message.EndSession(session))), hosts.now);
    }
    hosts.settle();
    int gone = 0;
    for (int i = 0; i < 10; i++) {
      List<Reply> next = ask(ZEUS, job(1));
      hosts.settle();
      if (next.get(0) instanceof Reply.Failed failed) {
        assertThat(failed.why()).isInstanceOf(SessionGoneException.class);
        gone++;
      }
    }
    assertThat(gone).isLessThanOrEqualTo(1);
  }

  @Test
  void tellsWhoWaitsUnderAnEarlierTurnThatItGoesOnUnderALater() {
    SessionId session = hosts.host(ZEUS).openSession(hosts.now);
    OpId op = new OpId(session, 1);
    Request.Take take = new Request.Take(JOBS, LONG);
    List<Reply> old = new ArrayList<>();
    hosts.host(ZEUS).submit(op, new Said(0, 1), take, old::add, hosts.now);
    List<Reply> later = new ArrayList<>();
    hosts.host(ZEUS).submit(op, new Said(1, 1), take, later::add, hosts.now);
    hosts.settle();
    assertThat(((Reply.Failed) old.get(0)).why()).isInstanceOf(OutcomeUnknownException.class);
    List<Reply> unused = ask(HERA, job(1));
    hosts.settle();
    assertThat(taken(later)).isTrue();
  }

  @Test
  void findsAtAnotherHostWhatTheFirstTookBeforeItWasLost() {
    List<Reply> write = ask(HERA, job(1));
    hosts.settle();
    OpId op = new OpId(hosts.host(ZEUS).openSession(hosts.now), 1);
    Request.Take take = new Request.Take(JOBS, LONG);
    List<Reply> lost = new ArrayList<>();
    hosts.host(ZEUS).submit(op, new Said(0, 1), take, lost::add, hosts.now);
    hosts.settle();
    assertThat(taken(lost)).isTrue();
    List<Reply> again = new ArrayList<>();
    hosts.host(ATHENA).submit(op, new Said(1, 1), take, again::add, hosts.now);
    hosts.settle();
    assertThat(again).isEqualTo(lost);
    assertThat(hosts.records(LogRecord.Take.class)).hasSize(1);
    assertThat(write).hasSize(1);
  }

  @Test
  void cutsBeforeItServesAClientThatHasSeenTheSnapshotElsewhere() {
    hosts.lose(message -> message instanceof Message.MetaTold told && told.ask() == 0);
    hosts.host(HERA).snapshot(new NoSink(), hosts.now);
    hosts.settle();
    long seen = hosts.host(HERA).colour();
    assertThat(seen).isEqualTo(1);
    List<Boolean> known = new ArrayList<>();
    hosts.host(ATHENA).seen(seen, known::add, hosts.now);
    hosts.settle();
    assertThat(known).containsExactly(true);
    assertThat(hosts.host(ATHENA).colour()).isEqualTo(seen);
    hosts.host(ATHENA).seen(seen + 1, known::add, hosts.now);
    hosts.settle();
    assertThat(known).as("a snapshot that never began").containsExactly(true, false);
    assertThat(hosts.host(ATHENA).colour()).isEqualTo(seen);
  }

  /** Wants nothing of a snapshot. */
  private static final class NoSink implements SnapshotSink {
    @Override
    public void begun(long round) {}

    @Override
    public void committed(Map<SegmentId, Long> cuts) {}

    @Override
    public void part(SegmentId segment, List<Envelope> tokens, Consumer<@Nullable String> next) {
      next.accept(null);
    }

    @Override
    public void complete() {}

    @Override
    public void failed(String why) {}
  }

  @Test
  void doesNotTakeUpASessionUnderTheFirstTurnThatItDidNotOpen() {
    List<Reply> written = ask(HERA, job(1));
    List<Reply> more = ask(HERA, job(2));
    hosts.settle();
    OpId op = new OpId(hosts.host(ZEUS).openSession(hosts.now), 1);
    Request.Take take = new Request.Take(JOBS, LONG);
    List<Reply> first = new ArrayList<>();
    hosts.host(ZEUS).submit(op, new Said(0, 1), take, first::add, hosts.now);
    hosts.settle();
    List<Reply> again = new ArrayList<>();
    hosts.host(ATHENA).submit(op, new Said(0, 1), take, again::add, hosts.now);
    hosts.settle();
    assertThat(((Reply.Failed) again.get(0)).why()).isInstanceOf(SessionGoneException.class);
    assertThat(hosts.records(LogRecord.Take.class)).hasSize(1);
    assertThat(written).hasSameSizeAs(more);
  }

  @Test
  void keepsALateResultForWhoAsksAndPutsItBackIfNobodyDoes() {
    List<Reply> write = ask(HERA, job(1));
    hosts.settle();
    HostId where = ((Reply.Written) write.get(0)).lease().segment().founder();
    HostId asker = where.equals(ZEUS) ? ATHENA : ZEUS;
    hosts.lose(Message.Answer.class::isInstance);
    List<Reply> take = ask(asker, new Request.Take(JOBS, 100));
    hosts.pass(2_000);
    assertThat(((Reply.Failed) take.get(0)).why()).isInstanceOf(OutcomeUnknownException.class);
    hosts.lose(message -> false);
    hosts.pass(500);
    assertThat(hosts.records(LogRecord.Take.class)).hasSize(1);
    assertThat(hosts.records(LogRecord.Return.class)).isEmpty();
    hosts.pass(6_000);
    assertThat(hosts.records(LogRecord.Return.class)).hasSize(1);
    List<Reply> next = ask(asker, new Request.Take(JOBS, 1_000));
    hosts.pass(1_000);
    assertThat(taken(next)).isTrue();
  }

  @Test
  void waitsAnewWhereALinkBrokeAndCameBack() {
    List<Reply> take = ask(ZEUS, new Request.Take(JOBS, LONG));
    hosts.settle();
    hosts.unlink(ZEUS, ATHENA);
    hosts.unlink(ZEUS, HERA);
    List<Reply> write = ask(ATHENA, job(1));
    hosts.pass(1_000);
    assertThat(write.get(0)).isInstanceOf(Reply.Written.class);
    assertThat(take).isEmpty();
    hosts.link(ZEUS, ATHENA);
    hosts.link(ZEUS, HERA);
    hosts.pass(1_000);
    assertThat(taken(take)).isTrue();
  }

  @Test
  void takesIfThereIsOneAndElseSaysSoAtOnce() {
    Request.TakeIfExists take = new Request.TakeIfExists(JOBS, 0, Consistency.STRICT);
    List<Reply> none = ask(ZEUS, take);
    hosts.settle();
    assertThat(none).containsExactly(EMPTY);
    List<Reply> unused = ask(HERA, job(1));
    hosts.settle();
    List<Reply> one = ask(ZEUS, take);
    hosts.settle();
    assertThat(taken(one)).isTrue();
  }

  @Test
  void servesATakeThatHasWaitedForSeveralEras() {
    List<Reply> take = ask(ZEUS, new Request.Take(JOBS, 10 * LONG));
    hosts.settle();
    for (int era = 0; era < 3; era++) {
      hosts.host(HERA).command(new MetaCommand.RaiseEra(), refused -> {}, hosts.now);
      hosts.pass(2 * WiredHosts.LEASE_MS);
    }
    List<Reply> write = ask(ATHENA, job(1));
    hosts.pass(1_000);
    assertThat(write.get(0)).isInstanceOf(Reply.Written.class);
    assertThat(taken(take)).as(take.toString()).isTrue();
  }

  /** A token in hera's segment whose PUT is not safe yet, and zeus linked to it. */
  private WiredHosts onItsWay() {
    WiredHosts two = new WiredHosts(8 << 20, HERA, ZEUS);
    two.unlink(HERA, ZEUS);
    two.wired(HERA).stalled = true;
    List<Reply> unused = ask(two, HERA, job(1));
    two.settle();
    two.link(HERA, ZEUS);
    two.settle();
    return two;
  }

  @Test
  void waitsForAMatchOnItsWayAndTakesItWhenItIsThere() {
    WiredHosts two = onItsWay();
    Request.TakeIfExists take = new Request.TakeIfExists(JOBS, 5_000, Consistency.SESSION);
    List<Reply> replies = ask(two, ZEUS, take);
    two.pass(1_000);
    assertThat(replies).isEmpty();
    two.wired(HERA).stalled = false;
    two.pass(500);
    assertThat(taken(replies)).isTrue();
  }

  @Test
  void saysNoneWhenItHasWaitedLongEnoughForAMatchOnItsWay() {
    WiredHosts two = onItsWay();
    Request.TakeIfExists take = new Request.TakeIfExists(JOBS, 1_000, Consistency.SESSION);
    List<Reply> replies = ask(two, ZEUS, take);
    two.pass(900);
    two.lose(Message.Peeked.class::isInstance);
    two.pass(150); // the end comes between a question and its answer
    two.lose(message -> false);
    two.pass(500);
    assertThat(replies).containsExactly(EMPTY);
  }

  @Test
  void saysAtOnceThatAMatchOnItsWayIsOutOfReach() {
    WiredHosts two = onItsWay();
    Request.TakeIfExists take = new Request.TakeIfExists(JOBS, 60_000, Consistency.SESSION);
    List<Reply> replies = ask(two, ZEUS, take);
    two.pass(300);
    two.lose(Message.Peeked.class::isInstance);
    two.pass(200);
    assertThat(replies).isEmpty();
    two.unlink(HERA, ZEUS);
    assertThat(((Reply.Failed) replies.get(0)).why()).isInstanceOf(UnavailableException.class);
  }

  @Test
  void countsAMatchOnItsWayAsOneForAStrictRead() {
    WiredHosts two = onItsWay();
    List<Reply> loose = ask(two, ZEUS, new Request.ReadIfExists(JOBS, Consistency.SESSION));
    List<Reply> strict = ask(two, ZEUS, new Request.ReadIfExists(JOBS, Consistency.STRICT));
    two.pass(300);
    assertThat(loose).containsExactly(EMPTY);
    assertThat(strict).isEmpty();
    two.wired(HERA).stalled = false;
    two.pass(300);
    assertThat(taken(strict)).isTrue();
  }

  @Test
  void givesUpAStrictReadWhoseMatchStaysOnItsWay() {
    WiredHosts two = onItsWay();
    List<Reply> strict = ask(two, ZEUS, new Request.ReadIfExists(JOBS, Consistency.STRICT));
    two.pass(1_100);
    assertThat(((Reply.Failed) strict.get(0)).why()).isInstanceOf(ContendedException.class);
  }

  @Test
  void refusesANumberThatWasUsedForAnotherRequestAndGoesOn() {
    List<Reply> first = ask(HERA, job(1));
    hosts.settle();
    OpId op = new OpId(hosts.host(ZEUS).openSession(hosts.now), 1);
    List<Reply> take = new ArrayList<>();
    hosts.host(ZEUS).submit(op, new Said(0, 1), new Request.Take(JOBS, LONG), take::add, hosts.now);
    hosts.settle();
    List<Reply> write = new ArrayList<>();
    hosts.host(ATHENA).submit(op, new Said(1, 1), job(1), write::add, hosts.now);
    hosts.settle();
    assertThat(((Reply.Failed) write.get(0)).why())
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("another request");
    assertThat(first).hasSize(1);
    assertThat(taken(take)).isTrue();
  }
}
