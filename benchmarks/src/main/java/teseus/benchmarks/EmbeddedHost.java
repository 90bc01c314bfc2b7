package teseus.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import teseus.roulette.Strategies;
import teseus.snapshot.MemoryLog;
import teseus.space.HostId;
import teseus.space.Lease;
import teseus.space.Limits;
import teseus.space.Space;
import teseus.space.host.AskTimes;
import teseus.space.host.BeaconSettings;
import teseus.space.host.CopySettings;
import teseus.space.host.HostSettings;
import teseus.space.host.LoadLimits;
import teseus.space.host.SessionLimits;
import teseus.space.host.StoreIdentity;
import teseus.space.host.StrategyChoice;
import teseus.space.host.SubscriptionSettings;
import teseus.space.host.TransactionLimits;
import teseus.space.host.Watch;
import teseus.space.meta.MetaSettings;
import teseus.space.spi.Log;
import teseus.space.vertx.EmbeddedSpace;
import teseus.space.vertx.Functions;
import teseus.space.vertx.LinkConfig;
import teseus.space.vertx.LogOpener;
import teseus.space.vertx.SpaceSetup;
import teseus.space.vertx.SpaceVerticle;

/**
 * A host of its own in this process, with durability {@code memory} and settings by default but
 * one.
 */
final class EmbeddedHost implements AutoCloseable {
  private static final HostId SELF = new HostId("zeus");
  private static final long SESSION_LEASE_MS = 60_000;
  private static final int WRITES_UNDER_WAY = 512;
  private static final LoadLimits LOAD = // as usual, but for a million who wait at one host
      new LoadLimits(10_000_000, 10_000_000, 10_000, 64L << 20, 32L << 20);

  private final Vertx vertx = Vertx.vertx();
  private final Space space;

  private EmbeddedHost() {
    SpaceVerticle verticle =
        new SpaceVerticle(
            new SpaceSetup(
                settings(),
                new LinkConfig(
                    "benchmarks", SELF, SocketAddress.inetSocketAddress(0, "127.0.0.1"), Map.of()),
                EmbeddedHost::memory,
                Strategies::find,
                Functions.NONE,
                Watch.NOBODY,
                (peer, up, why) -> {},
                System.currentTimeMillis()));
    join(vertx.deployVerticle(verticle));
    space = new EmbeddedSpace(verticle);
  }

  /** A running host. */
  static EmbeddedHost start() {
    return new EmbeddedHost();
  }

  /** A running host that holds the items of the numbers from 0. */
  static EmbeddedHost filled(int count) {
    EmbeddedHost host = start();
    Deque<Future<Lease>> underWay = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      underWay.add(host.space.write(Item.of(i).tuple()));
      if (underWay.size() > WRITES_UNDER_WAY) {
        join(underWay.remove());
      }
    }
    underWay.forEach(EmbeddedHost::join);
    return host;
  }

  Space space() {
    return space;
  }

  /** What a future gives; the calling thread waits for it. */
  static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    join(vertx.close());
  }

  private static LogOpener.Opened memory(Log.Recovery recovery, Log.Listener listener) {
    MemoryLog log = new MemoryLog(new SecureRandom());
    return new LogOpener.Opened(log, new StoreIdentity(log.storeId(), 1), () -> false);
  }

  private static HostSettings settings() {
    return new HostSettings(
        SELF,
        List.of(SELF),
        MetaSettings.of(List.of(SELF)),
        4,
        CopySettings.ALONE,
        Runtime.getRuntime().maxMemory(),
        AskTimes.DEFAULT,
        250,
        SESSION_LEASE_MS,
        3_600_000,
        SessionLimits.DEFAULT,
        SubscriptionSettings.DEFAULT,
        TransactionLimits.DEFAULT,
        BeaconSettings.DEFAULT,
        Limits.DEFAULT,
        LOAD,
        new StrategyChoice("weighted-roulette", Map.of()),
        "benchmarks");
  }
}
