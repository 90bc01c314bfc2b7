package teseus.server;

import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import teseus.roulette.Strategies;
import teseus.server.config.BeaconConfig;
import teseus.server.config.ClusterConfig;
import teseus.server.config.Durability;
import teseus.server.config.HostConfig;
import teseus.server.config.Version;
import teseus.snapshot.FileSnapshotSink;
import teseus.snapshot.SnapshotVerticle;
import teseus.space.HostId;
import teseus.space.host.AskTimes;
import teseus.space.host.BeaconSettings;
import teseus.space.host.CopySettings;
import teseus.space.host.HostSettings;
import teseus.space.host.StrategyChoice;
import teseus.space.host.Watch;
import teseus.space.meta.MetaSettings;
import teseus.space.vertx.Discovery;
import teseus.space.vertx.Functions;
import teseus.space.vertx.LinkConfig;
import teseus.space.vertx.SpaceSetup;
import teseus.space.vertx.SpaceVerticle;
import teseus.space.wire.MetaState;
import teseus.space.wire.Whereabouts;

/** Turns {@code cluster.json} into what the parts of one host are told. */
final class HostSetup {
  private static final long ERA_MS = 3_600_000;

  private final ClusterConfig config;
  private final HostConfig self;
  private final boolean acceptLoss;

  HostSetup(ClusterConfig config, HostId self, boolean acceptLoss) {
    this.acceptLoss = acceptLoss;
    this.config = config;
    this.self = config.host(self);
  }

  HostConfig self() {
    return self;
  }

  Path data() {
    return config.dataFolder(self);
  }

  Discovery discovery() {
    List<String> peers =
        config.hosts().stream()
            .filter(host -> !host.equals(self))
            .map(host -> host.address() + ":" + host.discoveryPort())
            .toList();
    return new Discovery(
        config.name(), self.address(), self.discoveryPort(), self.busPort(), peers);
  }

  SpaceSetup space(Watch watch, SpaceSetup.Members members) {
    return new SpaceSetup(
        host(),
        links(),
        new HostStore(config, self, acceptLoss).opener(),
        Strategies::find,
        new Functions(
            Functions.installed(), config.functions().parallel(), config.functions().limit()),
        watch,
        members,
        config.durability() == Durability.MEMORY ? System.currentTimeMillis() : 1);
  }

  SnapshotVerticle snapshots(SpaceVerticle space) {
    return new SnapshotVerticle(
        space,
        new FileSnapshotSink.Source(
            config.name(), Version.VERSION, config.hosts().stream().map(HostConfig::id).toList()),
        config.snapshotFolder(),
        config.snapshot().every(),
        this::schedules,
        config.snapshot().keep());
  }

  /** One host of the cluster keeps the schedule: the first of those that keep META. */
  private boolean schedules(MetaState meta) {
    List<HostId> voters = meta.voters().hosts();
    return config.voters().stream()
        .filter(host -> voters.isEmpty() || voters.contains(host))
        .findFirst()
        .or(() -> voters.stream().findFirst())
        .filter(self.id()::equals)
        .isPresent();
  }

  private HostSettings host() {
    BeaconConfig beacon = config.beacon();
    long lease = config.session().lease().toMillis();
    return new HostSettings(
        self.id(),
        new Whereabouts(self.address(), self.linkPort(), self.http()),
        config.hosts().stream().map(HostConfig::id).toList(),
        MetaSettings.of(config.voters()),
        config.segmentsPerHost(),
        new CopySettings(
            config.copies().min(),
            config.copies().spare(),
            config.copies().ack().toMillis(),
            CopySettings.ALONE.creditBytes(),
            config.durability() != Durability.MEMORY && !acceptLoss),
        self.memory(),
        new AskTimes(
            AskTimes.DEFAULT.resend(), config.waits().answer().toMillis(), Math.max(1_000, lease)),
        config.waits().hold().toMillis(),
        lease,
        Math.max(ERA_MS, 2 * lease),
        config.clock().maxSkew().toMillis(),
        config.session().limits(),
        config.subscriptions(),
        config.transactions(),
        new BeaconSettings(
            (int) beacon.fixed().toMillis(),
            (int) beacon.random().toMillis(),
            (int) beacon.round().toMillis()),
        config.limits(),
        config.load(),
        new StrategyChoice(config.placement().strategy(), config.placement().weights()),
        config.digest());
  }

  private LinkConfig links() {
    Map<HostId, SocketAddress> peers = new HashMap<>();
    for (HostConfig host : config.hosts()) {
      if (!host.equals(self)) {
        peers.put(host.id(), SocketAddress.inetSocketAddress(host.linkPort(), host.address()));
      }
    }
    return new LinkConfig(
        config.name(),
        self.id(),
        SocketAddress.inetSocketAddress(self.linkPort(), self.address()),
        peers,
        config.links().heartbeat(),
        config.links().lostAfter(),
        LinkConfig.DEFAULT_WINDOW);
  }
}
