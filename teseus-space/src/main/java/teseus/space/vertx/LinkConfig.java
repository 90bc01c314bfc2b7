package teseus.space.vertx;

import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import teseus.space.HostId;

/**
 * How one host is linked with its peers.
 *
 * @param cluster the cluster's name, 1 to 255 bytes of UTF-8; peers must give the same
 * @param self this host
 * @param listen address and port this host listens at; port 0 takes any free one
 * @param peers where every other host listens, by name; this host is not among them
 * @param heartbeat how often a link that is otherwise idle says that it lives, 10 ms to 1 min
 * @param lostAfter how long a link may be silent before it is closed, at least twice {@code
 *     heartbeat}, at most 10 min; judged in whole heartbeats
 * @param window the most bytes kept for a peer that does not read, at least 32 MiB; above it the
 *     link is closed and what was queued is lost
 */
public record LinkConfig(
    String cluster,
    HostId self,
    SocketAddress listen,
    Map<HostId, SocketAddress> peers,
    Duration heartbeat,
    Duration lostAfter,
    long window) {
  /** A peer may leave this many bytes unread, unless said otherwise: 64 MiB. */
  public static final long DEFAULT_WINDOW = 64L << 20;

  public LinkConfig {
    int length = cluster.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > 255) {
      throw new IllegalArgumentException("a cluster's name has 1 to 255 bytes, was " + length);
    }
    if (peers.containsKey(self)) {
      throw new IllegalArgumentException("a host is not its own peer: " + self);
    }
    if (heartbeat.toMillis() < 10 || heartbeat.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("heartbeat must be 10 ms to 1 min, was " + heartbeat);
    }
    if (lostAfter.compareTo(heartbeat.multipliedBy(2)) < 0
        || lostAfter.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException(
          "lostAfter must be two heartbeats to 10 min, was " + lostAfter);
    }
    if (window < LinkFrames.MAX_MESSAGE) {
      throw new IllegalArgumentException(
          "window must be at least " + LinkFrames.MAX_MESSAGE + " bytes, was " + window);
    }
    peers = Map.copyOf(peers);
  }

  /** A heartbeat a second, lost after ten seconds of silence, a window of 64 MiB. */
  public LinkConfig(
      String cluster, HostId self, SocketAddress listen, Map<HostId, SocketAddress> peers) {
    this(
        cluster,
        self,
        listen,
        peers,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        DEFAULT_WINDOW);
  }

  /** After how many silent heartbeats a link is lost. */
  int patience() {
    long beats = (lostAfter.toMillis() + heartbeat.toMillis() - 1) / heartbeat.toMillis();
    return Math.toIntExact(beats);
  }
}
