package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import teseus.pantheon.Pantheon;
import teseus.space.Consistency;
import teseus.space.Template;
import teseus.space.Tuple;

class ClusterIT {
  @RegisterExtension static final ClusterFixture CLUSTER = ClusterFixture.ofThree();

  @Test
  void works() {
    try (Pantheon hera = CLUSTER.client("hera");
        Pantheon zeus = CLUSTER.client("zeus")) {
      hera.write(Tuple.of("Job", Map.of("n", 1)));
      assertThat(zeus.take(Template.ofType("Job"), Duration.ofSeconds(10))).isPresent();
      assertThat(
              zeus.takeIfExists(Template.ofType("Job"), Duration.ofSeconds(10), Consistency.STRICT))
          .isEmpty();
    }
  }
}
