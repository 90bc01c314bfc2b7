package teseus.benchmarks;

import com.hazelcast.config.Config;
import com.hazelcast.config.IndexConfig;
import com.hazelcast.config.IndexType;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;

/**
 * The peer Hazelcast: one member that joins nobody, with a map without backups, or one of two that
 * hold a backup of what the other has.
 */
final class Grid implements AutoCloseable {
  private final HazelcastInstance member;
  private final IMap<String, Item> items;

  private Grid(HazelcastInstance member) {
    this.member = member;
    this.items = member.getMap("items");
  }

  /** A member that holds the items of the numbers from 0 by their keys, with an index on notes. */
  static Grid filled(int count) {
    Config config = config("benchmarks-" + ProcessHandle.current().pid());
    config.addMapConfig(
        new MapConfig("items")
            .setBackupCount(0)
            .addIndexConfig(new IndexConfig(IndexType.HASH, "note")));
    Grid grid = new Grid(Hazelcast.newHazelcastInstance(config));
    for (int i = 0; i < count; i++) {
      Item item = Item.of(i);
      grid.items.set(item.key(), item);
    }
    return grid;
  }

  /**
   * A member whose map has one synchronous backup.
   *
   * @param port where another is that it joins; 0 if it is the first
   */
  static Grid backed(String cluster, int port) {
    Config config = config(cluster);
    config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true);
    if (port > 0) {
      config.getNetworkConfig().getJoin().getTcpIpConfig().addMember("127.0.0.1:" + port);
    }
    config.addMapConfig(new MapConfig("items").setBackupCount(1));
    return new Grid(Hazelcast.newHazelcastInstance(config));
  }

  private static Config config(String cluster) {
    Config config = new Config();
    config.setClusterName(cluster);
    config.setProperty("hazelcast.logging.type", "none");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    return config;
  }

  String cluster() {
    return member.getConfig().getClusterName();
  }

  int port() {
    return member.getCluster().getLocalMember().getSocketAddress().getPort();
  }

  /** Whether there are two members, and each has the backup of the other. */
  boolean isWhole() {
    return member.getCluster().getMembers().size() == 2
        && member.getPartitionService().isClusterSafe();
  }

  IMap<String, Item> items() {
    return items;
  }

  @Override
  public void close() {
    member.shutdown();
  }
}
