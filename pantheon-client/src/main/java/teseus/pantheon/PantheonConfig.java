package teseus.pantheon;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Which hosts a client may talk to, and how long it bears with them.
 *
 * @param hosts base URLs, {@code http} or {@code https}, at least one; tried in this order, and
 *     round again
 * @param patience how long an operation goes on while no host answers, at least 1 s
 * @param answer how much longer than an operation's own timeout its answer may take before its host
 *     is taken to be lost, at least 100 ms
 * @param probe how often a host is asked for a sign of life while operations wait there, and how
 *     long the sign may take, at least 100 ms; less than the cluster's session lease
 * @param keep how long an operation whose outcome is not known can be asked about ({@link
 *     Pantheon#outcome}), at least 100 ms; more than the cluster's session lease is of no use. Then
 *     a take is undone
 */
public record PantheonConfig(
    List<URI> hosts, Duration patience, Duration answer, Duration probe, Duration keep) {
  private static final Duration KEEP = Duration.ofMinutes(5);

  public PantheonConfig {
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("at least one host's URL is needed");
    }
    for (URI host : hosts) {
      boolean web = "http".equals(host.getScheme()) || "https".equals(host.getScheme());
      if (!web || host.getHost() == null) {
        throw new IllegalArgumentException("a host reads http://name:port, was " + host);
      }
    }
    hosts = List.copyOf(hosts);
    atLeast("patience", patience, 1_000);
    atLeast("answer", answer, 100);
    atLeast("probe", probe, 100);
    atLeast("keep", keep, 100);
  }

  /** As the other constructor, with keep 5 min. */
  public PantheonConfig(List<URI> hosts, Duration patience, Duration answer, Duration probe) {
    this(hosts, patience, answer, probe, KEEP);
  }

  /** Patience 30 s, answer 10 s, probe 3 s, keep 5 min. */
  public static PantheonConfig of(List<URI> hosts) {
    return new PantheonConfig(
        hosts, Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(3), KEEP);
  }

  private static void atLeast(String name, Duration value, long ms) {
    if (value.toMillis() < ms) {
      throw new IllegalArgumentException(name + " is at least " + ms + " ms, was " + value);
    }
  }
}
