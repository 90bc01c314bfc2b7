package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import teseus.space.Consistency;
import teseus.space.ContendedException;
import teseus.space.HostId;
import teseus.space.Lease;
import teseus.space.SegmentId;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.Tuple;
import teseus.space.UnavailableException;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.MoveMessage;

/** Tokens that go from a segment of hera to one of juno, one segment a host, on a quiet network. */
class TokenMovesTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId JUNO = new HostId("juno");
  private static final HostId ZEUS = new HostId("zeus");
  private static final SegmentId H = new SegmentId(HERA, 0);
  private static final SegmentId J = new SegmentId(JUNO, 0);
  private static final Template JOB = Template.ofType("job");

  private WiredHosts hosts = new WiredHosts(1 << 20, HERA, JUNO, ZEUS);

  @Test
  void aTokenIsFoundElsewhereAsItWas() {
    Lease lease = writtenAtHera(60_000);
    Token before = found(HERA, Consistency.STRICT);
    assertThat(hosts.host(HERA).move(H, J, 5, hosts.now)).isEqualTo(1);
    hosts.pass(1_000);

    Token after = found(ZEUS, Consistency.STRICT);
    assertThat(after.id()).isEqualTo(lease.token());
    assertThat(after.segment()).isEqualTo(J);
    assertThat(after.tuple()).isEqualTo(before.tuple());
    assertThat(after.version()).isEqualTo(before.version());
    assertThat(after.born()).isEqualTo(before.born());
    assertThat(after.until()).isEqualTo(before.until());
    assertThat(counted()).isEqualTo(1);
    assertThat(hosts.records(LogRecord.Done.class)).hasSize(1);
    assertThat(hosts.records(LogRecord.Forget.class)).hasSize(1);
    assertThat(hosts.host(HERA).load().moves() + hosts.host(JUNO).load().moves()).isZero();
    hosts.pass(60_000);
    assertThat(counted()).as("its lease ends there").isZero();
  }

  @ParameterizedTest
  @EnumSource(value = Consistency.class, names = "LOOSE", mode = EnumSource.Mode.EXCLUDE)
  void nobodySaysNoneWhileItIsOnItsWay(Consistency consistency) {
    Lease lease = writtenAtHera(Long.MAX_VALUE);
    hosts.lose(Message.Moving.class::isInstance);
    assertThat(hosts.host(HERA).move(H, J, 5, hosts.now)).isEqualTo(1);
    List<Reply> read = ask(ZEUS, new Request.ReadIfExists(JOB, consistency));
    List<Reply> take = ask(ZEUS, new Request.TakeIfExists(JOB, 0, consistency));
    List<Reply> change = ask(ZEUS, update(lease));
    hosts.pass(900);
    assertThat(List.of(read, take, change)).allMatch(List::isEmpty);
    hosts.pass(300);
    assertThat(failure(read)).isInstanceOf(ContendedException.class);
    assertThat(failure(take)).isInstanceOf(ContendedException.class);
    assertThat(failure(change))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("on its way to another segment");

    List<Reply> patient = ask(ZEUS, update(lease));
    hosts.lose(message -> false);
    hosts.pass(500);
    assertThat(token(patient)).get().extracting(Token::version).isEqualTo(2L);
    assertThat(found(HERA, consistency).segment()).isEqualTo(J);
  }

  @Test
  void aTokenThatLeavesWhileItIsLookedForIsNotGone() {
    Lease lease = writtenAtHera(Long.MAX_VALUE);
    hosts.lose(this::asksHera);
    List<Reply> change = ask(ZEUS, update(lease));
    List<Reply> read = ask(ZEUS, new Request.ReadIfExists(JOB, Consistency.SESSION));
    List<Reply> take = ask(ZEUS, new Request.TakeIfExists(JOB, 0, Consistency.STRICT));
    assertThat(hosts.host(HERA).move(H, J, 5, hosts.now)).isEqualTo(1);
    hosts.settle();
    assertThat(hosts.records(LogRecord.Done.class)).as("juno was asked before").hasSize(1);

    hosts.lose(message -> false);
    hosts.pass(300);
    assertThat(token(change)).isPresent();
    assertThat(token(read)).isPresent();
    assertThat(token(take)).isPresent();
  }

  private boolean asksHera(Message message) {
    return message instanceof Message.Locate locate && locate.segment().equals(H)
        || message instanceof Message.Peek peek && peek.segment().equals(H);
  }

  @Test
  void whoeverWaitsIsCalledForWhatComesIn() {
    Lease lease = writtenAtHera(Long.MAX_VALUE);
    hosts.lose(Message.Moving.class::isInstance);
    assertThat(hosts.host(HERA).move(H, J, 5, hosts.now)).isEqualTo(1);
    List<Reply> take = ask(ZEUS, new Request.Take(JOB, 10_000));
    hosts.pass(500);
    assertThat(take).isEmpty();
    hosts.lose(message -> false);
    hosts.pass(500);
    assertThat(token(take)).get().extracting(Token::id).isEqualTo(lease.token());
  }

  @Test
  void aTokenThatDoesNotFitIsFoundWhereItWas() {
    hosts =
        new WiredHosts(id -> id.equals(JUNO) ? 100 : 1 << 20, CopySettings.ALONE, HERA, JUNO, ZEUS);
    Lease lease = writtenAtHera(Long.MAX_VALUE);
    assertThat(hosts.host(HERA).move(H, J, 5, hosts.now)).isEqualTo(1);
    hosts.pass(1_000);
    assertThat(hosts.records(LogRecord.Never.class)).hasSize(1);
    assertThat(hosts.records(LogRecord.Back.class)).hasSize(1);
    Token back = found(ZEUS, Consistency.STRICT);
    assertThat(back.segment()).isEqualTo(H);
    assertThat(back.id()).isEqualTo(lease.token());
    assertThat(hosts.host(HERA).load().moves() + hosts.host(JUNO).load().moves()).isZero();
  }

  @Test
  void whatNobodyHasInHandLeavesAndNothingElse() {
    Lease held = writtenAtHera(Long.MAX_VALUE);
    List<Reply> take = ask(HERA, new Request.TakeIfExists(JOB, 0, Consistency.SESSION));
    assertThat(hosts.host(HERA).move(H, J, 5, hosts.now)).as("it is taken").isZero();
    assertThat(token(take)).get().extracting(Token::id).isEqualTo(held.token());
    assertThat(hosts.host(HERA).move(H, H, 5, hosts.now)).isZero();
    assertThat(hosts.host(HERA).move(J, H, 5, hosts.now)).as("not led here").isZero();
  }

  @Test
  void whatCameToASegmentThatIsLostDoesNotComeInAgain() {
    CopySettings memory = new CopySettings(1, 0, 1_000, 4 << 20, false);
    hosts = new WiredHosts(1 << 20, memory, HERA, JUNO, ZEUS);
    Lease unused = writtenAtHera(Long.MAX_VALUE);
    hosts.lose(
        message ->
            message instanceof Message.Moving moving
                && moving.what() instanceof MoveMessage.Settled);
    assertThat(hosts.host(HERA).move(H, J, 5, hosts.now)).isEqualTo(1);
    hosts.settle();
    assertThat(token(ask(ZEUS, new Request.TakeIfExists(JOB, 0, Consistency.SESSION)))).isPresent();

    hosts.lose(message -> false);
    hosts.replace(JUNO, memory);
    hosts.pass(10_000);
    assertThat(hosts.host(JUNO).digests()).containsKey(J);
    assertThat(counted()).isZero();
    assertThat(hosts.records(LogRecord.Done.class)).hasSize(1);
    assertThat(hosts.host(HERA).load().moves()).isZero();
  }

  private Lease writtenAtHera(long term) {
    while (true) {
      List<Reply> replies =
          ask(HERA, new Request.Write(Tuple.of("job", Map.of("n", 1)), term, null));
      Lease lease = ((Reply.Written) replies.get(0)).lease();
      if (lease.segment().equals(H)) {
        return lease;
      }
      assertThat(token(ask(HERA, new Request.TakeIfExists(JOB, 0, Consistency.STRICT))))
          .isPresent();
    }
  }

  private static Request update(Lease lease) {
    return new Request.Update(lease.token(), null, 1, Tuple.of("job", Map.of("n", 2)));
  }

  private List<Reply> ask(HostId at, Request request) {
    List<Reply> replies = new ArrayList<>();
    hosts.host(at).submit(request, replies::add, hosts.now);
    hosts.settle();
    return replies;
  }

  private Token found(HostId at, Consistency consistency) {
    return token(ask(at, new Request.ReadIfExists(JOB, consistency))).orElseThrow();
  }

  private long counted() {
    return ((Reply.Counted) ask(ZEUS, new Request.Count(JOB)).get(0)).count();
  }

  private static Optional<Token> token(List<Reply> replies) {
    assertThat(replies).hasSize(1);
    return ((Reply.Found) replies.get(0)).token();
  }

  private static SpaceException failure(List<Reply> replies) {
    assertThat(replies).hasSize(1);
    return ((Reply.Failed) replies.get(0)).why();
  }
}
