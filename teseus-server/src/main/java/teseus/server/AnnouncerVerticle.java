package teseus.server;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import teseus.server.config.Durability;
import teseus.server.http.Events;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.host.Explained;
import teseus.space.host.Skew;
import teseus.space.host.Watch;
import teseus.space.vertx.Announcer;
import teseus.space.vertx.AuctionQuota;
import teseus.space.vertx.HostClock;
import teseus.space.vertx.SpaceSetup;
import teseus.space.wire.Beacon;
import teseus.space.wire.BeaconCodec;
import teseus.space.wire.MetaState;

/**
 * Tells on the event bus what goes on in a host: its state once a second, auctions, beacons, and
 * who comes and goes. What it is told on the host's context it says from its own.
 */
final class AnnouncerVerticle extends VerticleBase implements Watch, SpaceSetup.Members {
  private static final System.Logger LOG = System.getLogger(AnnouncerVerticle.class.getName());
  private static final long PERIOD_MS = 1_000;

  private final HostId self;
  private final Durability durability;
  private final HostClock clock = new HostClock();
  private final Set<SegmentId> lost = ConcurrentHashMap.newKeySet(); // said once
  private final AuctionQuota auctions = new AuctionQuota(); // the host's turns' own, as the next
  private boolean voteGone;
  private @Nullable Announcer announcer;
  private @Nullable HostAdmin admin;

  AnnouncerVerticle(HostId self, Durability durability) {
    this.self = self;
    this.durability = durability;
  }

  @Override
  public Future<?> start() {
    announcer = new Announcer(vertx.eventBus(), clock::now);
    vertx.setPeriodic(PERIOD_MS, tick -> state());
    return Future.succeededFuture();
  }

  /** The host runs: its state is told from now on. */
  void running(HostAdmin of) {
    say(
        to -> {
          admin = of;
          state();
        });
  }

  private void state() {
    if (admin != null) {
      admin.state().onSuccess(state -> say(to -> to.host(state)));
    }
  }

  @Override
  public void auction(Supplier<Explained> auction) {
    auctions
        .next(clock.now())
        .ifPresent(
            before ->
                say(to -> to.auction(StatusJson.auction(auction.get(), self.name()), before)));
  }

  @Override
  public void spoke(Beacon beacon) {
    say(
        to ->
            vertx
                .eventBus()
                .publish(
                    Events.BEACON_PULSE,
                    StatusJson.pulse(beacon, BeaconCodec.encode(beacon).length)));
  }

  @Override
  public void meta(MetaState state) {
    for (SegmentId segment : state.lost()) {
      if (segment.founder().equals(self) && lost.add(segment)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "segment {0} was held by {1}start {2} once with --accept-loss to begin it again with"
                + " nothing",
            segment,
            durability == Durability.REPLICATED
                ? "hosts that were all started again, is lost, and stays closed: "
                : "stores that are gone, and stays closed: put the right data folder back, or ",
            self);
      }
    }
    vote(HostVoters.lost(self, state));
    say(to -> state());
  }

  private void vote(boolean gone) {
    if (gone && !voteGone) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} keeps META by its name, but voted from another data folder, which is not here: it"
              + " does not vote. If that folder is lost, have it vote from this one, or another in"
              + " its place, with teseus host voters",
          self);
    }
    voteGone = gone;
  }

  @Override
  public void clock(Skew skew, long bound) {
    if (skew.off()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the clock of {0} is {1} ms or more {2}, {3} are allowed: it leads nothing that another"
              + " can lead. Set the clock (NTP), then start {0} again",
          self,
          Long.toString(Math.abs(skew.ahead())),
          skew.ahead() > 0 ? "ahead" : "behind",
          Long.toString(bound));
    } else if (skew.split() > 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the clocks of the hosts within reach of {0} differ by {1} ms or more, {2} are allowed,"
              + " and nobody can tell which is right: set them all (NTP), then start the hosts again"
              + " whose clock was off",
          self,
          Long.toString(skew.split()),
          Long.toString(bound));
    } else {
      LOG.log(System.Logger.Level.INFO, "the clock of {0} agrees with the others''", self);
    }
    say(to -> state());
  }

  @Override
  public void changed(HostId peer, boolean up, String why) {
    say(
        to ->
            to.member(
                new JsonObject()
                    .put("host", self.name())
                    .put("of", peer.name())
                    .put("state", up ? "up" : "down")
                    .put("why", why)
                    .put("at", clock.now())));
  }

  private void say(Consumer<Announcer> what) {
    if (context != null) {
      context.runOnContext(
          unused -> {
            if (announcer != null) {
              what.accept(announcer);
            }
          });
    }
  }
}
