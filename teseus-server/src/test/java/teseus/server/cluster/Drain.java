package teseus.server.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import teseus.pantheon.Pantheon;
import teseus.space.Consistency;
import teseus.space.Template;
import teseus.space.Token;

/** Takes all there is. */
final class Drain {
  private Drain() {}

  /** Takes until a strict take says that there was a moment without a match. */
  static List<Token> of(ClusterFixture cluster, String host, Template template) {
    try (Pantheon client = cluster.client(host)) {
      List<Token> taken = new ArrayList<>();
      for (Optional<Token> next = take(client, template);
          next.isPresent();
          next = take(client, template)) {
        taken.add(next.get());
      }
      return taken;
    }
  }

  static Optional<Token> take(Pantheon client, Template template) {
    return client.takeIfExists(template, Duration.ofSeconds(10), Consistency.STRICT);
  }
}
