package teseus.olimpo;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import teseus.space.host.HostStatus;
import teseus.space.vertx.SpaceVerticle;

/**
 * The Olimpo agent of a host: measures the machine it runs on, once a second, and hands the figures
 * to the host, which bids with them. Deploy it after the {@link SpaceVerticle} that it measures
 * for.
 */
public final class AgentVerticle extends VerticleBase {
  private static final long PERIOD_MS = 1_000;
  private static final Duration HALF_LIFE = Duration.ofMinutes(10);

  private final SpaceVerticle space;
  private final Path data;
  private Availability availability;

  /**
   * An agent that has measured nothing.
   *
   * @param data the data folder, whose disk is measured
   */
  public AgentVerticle(SpaceVerticle space, Path data) {
    this.space = space;
    this.data = data;
    this.availability = Availability.from(HALF_LIFE, space.clock().now());
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(() -> HostMeter.of(data))
        .onSuccess(meter -> vertx.setPeriodic(PERIOD_MS, tick -> measure(meter)));
  }

  private void measure(HostMeter meter) {
    long now = space.clock().now();
    Future<Readings> machine = vertx.executeBlocking(() -> meter.read(now));
    Future<HostStatus> host = space.ask((running, at) -> running.status(0, 0, at));
    Future.all(machine, host)
        .onSuccess(
            both -> {
              availability =
                  availability.seenBy(host.result().seenBy(), host.result().peers(), now);
              space.measured(
                  new teseus.space.host.Readings(
                      machine.result().cpuIdle(),
                      machine.result().diskIdle(),
                      availability.share(now),
                      false));
            });
  }
}
