package teseus.space.vertx;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CompletionException;
import teseus.roulette.Strategies;
import teseus.space.HostId;
import teseus.space.Space;
import teseus.space.host.HostSettings;
import teseus.space.host.LoadLimits;
import teseus.space.host.Watch;
import teseus.space.spi.TupleFunction;

/**
 * A host of its own in this process: without peers, ports or files, on daemon threads. What it
 * holds is gone when it is closed. Call from any thread but an event loop.
 */
public final class EmbeddedHost implements AutoCloseable {
  private static final HostId SELF = new HostId("embedded");

  private final Vertx vertx;
  private final SpaceVerticle verticle;

  private EmbeddedHost(Vertx vertx, SpaceVerticle verticle) {
    this.vertx = vertx;
    this.verticle = verticle;
  }

  /** Starts one with the usual limits, whose tokens may take half of the largest heap. */
  public static EmbeddedHost start(List<TupleFunction> functions) {
    return start(functions, Runtime.getRuntime().maxMemory() / 2, LoadLimits.DEFAULT);
  }

  /**
   * Starts one.
   *
   * @param functions those that it computes tuples with
   * @param budget bytes that its tokens may take, above 0
   */
  public static EmbeddedHost start(List<TupleFunction> functions, long budget, LoadLimits load) {
    Functions usual = Functions.NONE;
    SpaceVerticle verticle =
        new SpaceVerticle(
            new SpaceSetup(
                HostSettings.alone(SELF, budget, load),
                null,
                MemoryLog.opener(),
                Strategies::find,
                new Functions(functions, usual.parallel(), usual.limit()),
                Watch.NOBODY,
                (peer, up, why) -> {},
                1));
    Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
    try {
      vertx.deployVerticle(verticle).toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      vertx.close();
      throw e;
    }
    return new EmbeddedHost(vertx, verticle);
  }

  /** Its door for those who ask. */
  public Gateway gateway() {
    return verticle.gateway();
  }

  /** The space that it serves. */
  public Space space() {
    return new EmbeddedSpace(verticle.gateway());
  }

  /** Stops it; what is under way then is answered that the host does not run, or not at all. */
  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
