package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import teseus.space.OpId;
import teseus.space.SessionId;
import teseus.space.wire.Message;

class AskerSessionsTest {
  private static final SessionId CLIENT = new SessionId(1, 77);

  private final Asked zeus = new Asked();
  private final AskerSessions sessions =
      new AskerSessions(
          new Post(SomeTokens.ZEUS, zeus.network), zeus.directory, new SplittableRandom(1), 10_000);

  private void close(OpId op) {
    AskerSession session = sessions.get(op.session());
    if (session != null) {
      sessions.closed(session, op);
    }
  }

  private List<SessionId> ended() {
    return zeus.sent(Message.EndSession.class).stream()
        .map(Message.EndSession::session)
        .distinct()
        .toList();
  }

  @Test
  void goOnInANewOneWhenALongOperationHoldsAThousandAnswersBack() {
    OpId waits = sessions.number(0);
    for (int i = 2; i <= AskerSession.WINDOW; i++) {
      OpId op = sessions.number(0);
      assertThat(op.session()).isEqualTo(waits.session());
      close(op);
    }
    OpId next = sessions.number(0);
    assertThat(next.session()).isNotEqualTo(waits.session());
    assertThat(ended()).isEmpty();
    close(waits);
    assertThat(ended()).containsExactly(waits.session());
    assertThat(sessions.size()).isEqualTo(1);
  }

  @Test
  void stayInOneAsLongAsItsLowFollows() {
    OpId first = sessions.number(0);
    close(first);
    for (int i = 0; i < 5_000; i++) {
      OpId op = sessions.number(0);
      assertThat(op.session()).isEqualTo(first.session());
      close(op);
    }
    assertThat(sessions.get(first.session()).low()).isEqualTo(5_002);
  }

  @Test
  void goOnInANewOneInANewEraAndAfterASegmentEndedIt() {
    OpId first = sessions.number(0);
    close(first);
    sessions.era(2);
    OpId second = sessions.number(0);
    assertThat(second.session().era()).isEqualTo(2);
    assertThat(ended()).containsExactly(first.session());
    sessions.gone(second.session());
    OpId third = sessions.number(0);
    assertThat(third.session()).isNotEqualTo(second.session());
    close(second);
    assertThat(ended()).containsExactly(second.session());
  }

  @Test
  void forgetAClientsWhenItIsIdleForALeaseAndNotBefore() {
    sessions.client(CLIENT, 0).joined(new OpId(CLIENT, 1));
    sessions.lapse(60_000);
    assertThat(sessions.get(CLIENT)).isNotNull();
    close(new OpId(CLIENT, 1));
    AskerSession unused = sessions.client(CLIENT, 60_000);
    sessions.lapse(69_999);
    assertThat(sessions.get(CLIENT)).isNotNull();
    sessions.lapse(70_000);
    assertThat(sessions.size()).isZero();
  }

  @Test
  void keepAClientsAnswersUntilItNeedsThemNoMore() {
    AskerSession session = sessions.client(CLIENT, 0);
    Reply reply = new Reply.Counted(0);
    for (int i = 1; i <= 3; i++) {
      session.answered(new OpId(CLIENT, i), 0, false, reply);
    }
    session.low(3);
    assertThat(session.answer(new OpId(CLIENT, 2))).isNull();
    assertThat(session.answer(new OpId(CLIENT, 3))).isNotNull();
    session.answered(new OpId(CLIENT, 1), 0, false, reply);
    assertThat(session.answer(new OpId(CLIENT, 1))).as("below its low").isNull();
    session.ends();
    assertThat(session.answer(new OpId(CLIENT, 3))).as("its client is gone").isNull();
  }

  @Test
  void areKeptAliveWithTheirLow() {
    sessions.client(CLIENT, 0).low(12);
    sessions.keepAlive();
    assertThat(zeus.sent(Message.KeepAlive.class))
        .hasSize(2)
        .allSatisfy(alive -> assertThat(alive.low()).containsEntry(CLIENT, 12L));
  }
}
