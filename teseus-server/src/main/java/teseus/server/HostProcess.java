package teseus.server;

import io.vertx.core.Future;
import teseus.server.config.ClusterConfig;
import teseus.space.HostId;

/** One host of a cluster in this process. */
public final class HostProcess {
  private HostProcess() {}

  /** Starts a host. */
  public static Future<HostProcess> start(ClusterConfig config, HostId self) {
    return Future.failedFuture(
        new UnsupportedOperationException(config.name() + "/" + self + " cannot be started yet"));
  }

  /** Where its HTTP door is. */
  public String url() {
    throw new UnsupportedOperationException();
  }

  /** Stops it. */
  public Future<Void> stop() {
    throw new UnsupportedOperationException();
  }

  /** Succeeds, with the reason, when the host can serve no longer. */
  public Future<String> failed() {
    throw new UnsupportedOperationException();
  }
}
