package teseus.benchmarks;

import com.hazelcast.config.Config;
import com.hazelcast.config.IndexConfig;
import com.hazelcast.config.IndexType;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;

/** The peer Hazelcast: one member that joins nobody, one map without backups. */
final class Grid implements AutoCloseable {
  private final HazelcastInstance member;
  private final IMap<String, Item> items;

  private Grid(HazelcastInstance member) {
    this.member = member;
    this.items = member.getMap("items");
  }

  /** A member that holds the items of the numbers from 0 by their keys, with an index on notes. */
  static Grid filled(int count) {
    Config config = new Config();
    config.setClusterName("benchmarks-" + ProcessHandle.current().pid());
    config.setProperty("hazelcast.logging.type", "none");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
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

  IMap<String, Item> items() {
    return items;
  }

  @Override
  public void close() {
    member.shutdown();
  }
}
