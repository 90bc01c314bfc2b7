package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;

class OutcomeTest {
  private static final Template JOBS = Template.ofType("job");

  private final WiredHosts alone = new WiredHosts(8 << 20, ZEUS);
  private final Host host = alone.host(ZEUS);

  @Test
  void tellsWhatATakeGotToWhoeverAskedBeforeThatWasKnown() {
    Tuple job = Tuple.of("job", Map.of("n", 1));
    OpId write = host.submit(new Request.Write(job, Long.MAX_VALUE, null), reply -> {}, alone.now);
    alone.settle();
    alone.wired(ZEUS).stalled = true;
    List<Reply> told = new ArrayList<>();
    OpId take = host.submit(new Request.Take(JOBS, 100), told::add, alone.now);
    alone.pass(6_000);
    assertThat(((Reply.Failed) told.get(0)).why()).isInstanceOf(OutcomeUnknownException.class);
    List<Reply> outcome = new ArrayList<>();
    host.outcome(take, outcome::add, alone.now);
    assertThat(outcome).isEmpty();
    alone.wired(ZEUS).stalled = false;
    alone.settle();
    assertThat(outcome).hasSize(1);
    assertThat(((Reply.Found) outcome.get(0)).token().orElseThrow().id())
        .isEqualTo(new TokenId(write));
    assertThat(host.load().operations()).isZero();
  }
}
