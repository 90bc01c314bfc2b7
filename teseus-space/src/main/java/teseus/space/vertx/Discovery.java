package teseus.space.vertx;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.spi.properties.ClusterProperty;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Joins the Vert.x of this host with those of its peers, through Hazelcast, for the event bus
 * alone. What Hazelcast thinks of who is there decides nothing: links do ({@code PeerLinks}).
 *
 * @param cluster the cluster's name; others on the same network are not joined
 * @param address this host's address, the only one it binds
 * @param port where Hazelcast listens, 1 to 65535
 * @param busPort where the event bus listens, 1 to 65535
 * @param peers {@code address:port} of Hazelcast on every other host, up or not
 */
public record Discovery(String cluster, String address, int port, int busPort, List<String> peers) {
  // Held here: a level set on a logger that nobody references is forgotten.
  private static final Logger HAZELCAST = Logger.getLogger("com.hazelcast");

  public Discovery {
    checkPort(port);
    checkPort(busPort);
    peers = List.copyOf(peers);
  }

  private static void checkPort(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535, was " + port);
    }
  }

  /**
   * Starts a clustered Vert.x. Waits for no peer: the first host that starts is a cluster of one.
   * Hazelcast's log is left at warnings, unless its level is configured.
   *
   * @return it; fails if an address cannot be bound, and nothing is left behind then
   */
  public Future<Vertx> join() {
    if (HAZELCAST.getLevel() == null) {
      HAZELCAST.setLevel(Level.WARNING);
    }
    EventBusOptions bus =
        new EventBusOptions()
            .setHost(address)
            .setPort(busPort)
            .setClusterPublicHost(address)
            .setClusterPublicPort(busPort)
            .setConnectTimeout(2_000);
    return Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(bus))
        .withClusterManager(new HazelcastClusterManager(hazelcast()))
        .buildClustered();
  }

  Config hazelcast() {
    Config config = new Config().setClusterName(cluster);
    config.setNetworkConfig(network());
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(2)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(2));
    set(config, ClusterProperty.LOGGING_TYPE.getName(), "jdk");
    set(config, ClusterProperty.PHONE_HOME_ENABLED.getName(), "false");
    set(config, ClusterProperty.METRICS_ENABLED.getName(), "false");
    set(config, ClusterProperty.HEALTH_MONITORING_LEVEL.getName(), "OFF");
    // Vert.x ends Hazelcast itself; leaving waits for the copies of registrations, not for ever.
    set(config, ClusterProperty.SHUTDOWNHOOK_ENABLED.getName(), "false");
    set(config, ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT.getName(), "10");
    set(config, ClusterProperty.SOCKET_BIND_ANY.getName(), "false");
    set(config, "hazelcast.local.localAddress", address);
    set(config, ClusterProperty.HEARTBEAT_INTERVAL_SECONDS.getName(), "1");
    set(config, ClusterProperty.MAX_NO_HEARTBEAT_SECONDS.getName(), "10");
    // Start at once, alone if need be; two that did so find each other soon.
    set(config, ClusterProperty.INITIAL_WAIT_SECONDS.getName(), "0");
    set(config, ClusterProperty.WAIT_SECONDS_BEFORE_JOIN.getName(), "0");
    // Hosts that start at the same time on a busy machine need longer than one alone; to be late
    // is better than not to start.
    set(config, ClusterProperty.MAX_JOIN_SECONDS.getName(), "60");
    set(config, ClusterProperty.MERGE_FIRST_RUN_DELAY_SECONDS.getName(), "10");
    set(config, ClusterProperty.MERGE_NEXT_RUN_DELAY_SECONDS.getName(), "10");
    return config;
  }

  private NetworkConfig network() {
    NetworkConfig network =
        new NetworkConfig()
            .setPort(port)
            .setPortAutoIncrement(false)
            .setPublicAddress(address + ":" + port);
    JoinConfig join = network.getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2).setMembers(peers);
    return network;
  }

  private static void set(Config config, String property, String value) {
    config.setProperty(property, value);
  }
}
