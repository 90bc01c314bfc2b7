package teseus.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import teseus.pantheon.Pantheon;
import teseus.server.http.Await;
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

  /**
   * Takes the parcels that are left, and tells the tally of each; what takes of unknown outcome
   * hold comes back as their sessions end. Fails if some are still missing after the limit.
   */
  static void rest(Pantheon client, Tally tally, Duration limit) throws Exception {
    Await.until(
        limit,
        () -> {
          Optional<Token> next = take(client, Clients.PARCELS);
          next.ifPresent(tally::taken);
          return next.isEmpty() && (tally.unknownTakes() == 0 || tally.lost() == 0);
        });
    assertThat(client.count(Clients.PARCELS)).isZero();
  }

  static Optional<Token> take(Pantheon client, Template template) {
    return client.takeIfExists(template, Duration.ofSeconds(10), Consistency.STRICT);
  }
}
