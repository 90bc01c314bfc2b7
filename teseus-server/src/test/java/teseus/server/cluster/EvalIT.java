package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.space.NoSuchFunctionException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;

/** Tuples that real hosts compute, and go on computing after all were killed. */
@Tag("once")
class EvalIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Template PINGS = Template.ofType("Ping");
  private static final int EVALS = 40;

  @RegisterExtension static final ClusterFixture CLUSTER = ClusterFixture.SHARED;

  @Test
  void whatWasAcknowledgedIsComputedOnceThoughAllHostsAreKilled() throws Exception {
    Map<TokenId, Tuple> asked = new HashMap<>();
    for (String host : CLUSTER.hosts()) {
      try (Pantheon client = CLUSTER.client(host)) {
        for (int n = 0; n < EVALS; n++) {
          Tuple ping = Tuple.of("Ping", Map.of("from", host, "n", n));
          asked.put(client.eval("echo", ping).token(), ping);
        }
      }
    }
    CLUSTER.killAll();
    CLUSTER.startAll();

    Map<TokenId, Tuple> found = new HashMap<>();
    try (Pantheon client = CLUSTER.client("zeus")) {
      for (int i = 0; i < asked.size(); i++) {
        Token token = client.take(PINGS, SOON).orElseThrow();
        assertThat(found.put(token.id(), token.tuple())).as("%s came twice", token).isNull();
      }
      assertThat(found).isEqualTo(asked);
      assertThat(client.count(Template.any())).isZero();
    }
  }

  @Test
  void saysWhichFunctionsThereAreIfNobodyHasTheOneAskedFor() throws Exception {
    try (Pantheon client = CLUSTER.client("hera")) {
      assertThatThrownBy(() -> client.eval("none", Tuple.of("Ping", Map.of())))
          .isInstanceOf(NoSuchFunctionException.class)
          .hasMessageContaining("echo at [");
    }
  }
}
