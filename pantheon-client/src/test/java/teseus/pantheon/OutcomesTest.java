package teseus.pantheon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.SessionId;
import teseus.space.Tuple;
import teseus.space.host.Request;

class OutcomesTest {
  private static final URI NOBODY = URI.create("http://127.0.0.1:1");
  private static final Request WRITE =
      new Request.Write(Tuple.of("Job", Map.of()), Long.MAX_VALUE, null);

  private final Outcomes outcomes =
      new Outcomes(new RemoteAsker(PantheonConfig.of(List.of(NOBODY))));
  private final Session session = new Session(SessionId.parse("1-2"), new Route.Target(NOBODY, 0));
  private final Session other = new Session(SessionId.parse("1-3"), new Route.Target(NOBODY, 0));

  private Named keep(Session in) {
    Named write = new Named(in, in.begin().orElseThrow(), WRITE);
    outcomes.keep(write);
    return write;
  }

  @Test
  void keepsSoManyAndLeavesTheOldestFirst() {
    Named oldest = keep(session);
    for (int i = 1; i < Outcomes.MOST; i++) {
      keep(i < Session.WINDOW ? session : other);
    }
    assertThat(session.low(oldest.op())).isEqualTo(1);
    keep(other);
    Named next = new Named(session, session.begin().orElseThrow(), WRITE);
    assertThat(session.low(next.op())).as("only the oldest was let go").isEqualTo(2);
    assertThat(outcomes.ask(oldest.op())).isCompletedExceptionally();
  }

  @Test
  void keepsNothingOnceItIsClosed() {
    keep(session);
    outcomes.close();
    keep(session);
    assertThat(outcomes.isEmpty()).isTrue();
    assertThat(session.isIdle()).isTrue();
  }
}
