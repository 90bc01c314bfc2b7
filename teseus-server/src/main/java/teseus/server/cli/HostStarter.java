package teseus.server.cli;

import io.vertx.core.Future;
import teseus.server.config.ClusterConfig;
import teseus.space.HostId;

/** What starts a host in this process. */
@FunctionalInterface
public interface HostStarter {
  /**
   * Starts one host. Call once in a process.
   *
   * @param self one of the configuration's hosts
   * @param acceptLoss whether to go on without what a damaged journal held; recorded in its folder
   * @return succeeds once the host serves; fails, leaving nothing open, with a {@link
   *     java.net.BindException} for a port in use, or an {@link java.io.IOException} of the store
   *     for a data folder that is locked or damaged, as it is or as a cause
   */
  Future<RunningHost> start(ClusterConfig config, HostId self, boolean acceptLoss);

  /** A host that serves. */
  interface RunningHost {
    /** Its base URL. */
    String url();

    /** Stops it in order; what was acknowledged stays in its store. */
    Future<Void> stop();

    /** Succeeds when it is drained, and nothing is left for it to do. */
    Future<Void> drained();

    /** Succeeds, with the reason, when it turns out that it was removed from the cluster. */
    Future<String> removed();

    /** Succeeds, with the reason, when it can serve no longer, as when its journal fails. */
    Future<String> failed();
  }
}
