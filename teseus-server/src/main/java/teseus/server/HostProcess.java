package teseus.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import teseus.olimpo.AgentVerticle;
import teseus.pantheon.Pantheon;
import teseus.server.config.ClusterConfig;
import teseus.snapshot.SnapshotVerticle;
import teseus.space.HostId;
import teseus.space.vertx.SpaceVerticle;

/** One running host: its verticles, on a Vert.x of its own. */
public final class HostProcess {
  private final Vertx vertx;
  private final SpaceVerticle space;
  private final String url;

  private HostProcess(Vertx vertx, SpaceVerticle space, String url) {
    this.vertx = vertx;
    this.space = space;
    this.url = url;
  }

  /**
   * Starts a host of a cluster. Others need not run yet.
   *
   * @param acceptLoss whether to go on, this once, without what a damaged journal held
   * @return once it serves; fails if its store, a port or its place in the cluster cannot be had,
   *     and then nothing of it runs on
   * @throws IllegalArgumentException if {@code cluster.json} names no such host
   */
  public static Future<HostProcess> start(ClusterConfig config, HostId self, boolean acceptLoss) {
    HostSetup setup = new HostSetup(config, self, acceptLoss);
    Promise<HostProcess> started = Promise.promise(); // of no context: closing ends their threads
    setup
        .discovery()
        .join()
        .onFailure(started::fail)
        .onSuccess(
            vertx ->
                start(config, setup, vertx)
                    .onSuccess(started::complete)
                    .onFailure(cause -> vertx.close().onComplete(closed -> started.fail(cause))));
    return started.future();
  }

  private static Future<HostProcess> start(ClusterConfig config, HostSetup setup, Vertx vertx) {
    AnnouncerVerticle announcer = new AnnouncerVerticle(setup.self().id(), config.durability());
    SpaceVerticle space = new SpaceVerticle(setup.space(announcer, announcer));
    SnapshotVerticle snapshots = setup.snapshots(space);
    HostAdmin admin = new HostAdmin(vertx, config, setup.self(), space, snapshots);
    return vertx
        .deployVerticle(announcer)
        .compose(deployed -> vertx.deployVerticle(space))
        .compose(deployed -> vertx.deployVerticle(new AgentVerticle(space, setup.data())))
        .compose(deployed -> vertx.deployVerticle(snapshots))
        .compose(
            deployed ->
                vertx.deployVerticle(
                    new DashboardVerticle(config, setup.self(), space.gateway(), admin)))
        .map(
            deployed -> {
              announcer.running(admin);
              return new HostProcess(vertx, space, HostAdmin.url(setup.self()));
            });
  }

  /** Where its page and API are. */
  public String url() {
    return url;
  }

  /** A client of its own in this process, which goes on for as long as the host runs. */
  public Pantheon pantheon() {
    return Pantheon.of(space.gateway());
  }

  /** Completes once the host is drained and does not keep META: it need not run any more. */
  public Future<Void> drained() {
    return space.drained();
  }

  /** Completes, saying why, if the others say that it is one of the cluster's hosts no more. */
  public Future<String> removed() {
    return space.removed();
  }

  /** Completes, saying why, if the host cannot go on: it has stopped answering. */
  public Future<String> failed() {
    return space.broken();
  }

  /** Stops it; what was acknowledged is safe already. */
  public Future<Void> stop() {
    return vertx.close();
  }
}
