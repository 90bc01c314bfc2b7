package teseus.server;

import java.util.ArrayList;
import java.util.List;
import teseus.server.config.ClusterConfig;
import teseus.server.config.HostConfig;
import teseus.space.HostId;
import teseus.space.wire.Roster;
import teseus.space.wire.Whereabouts;

/**
 * The hosts to tell of: those that {@code cluster.json} names and those that META has on its list.
 */
final class HostList {
  /**
   * One of them.
   *
   * @param url its page and API
   * @param budget bytes for tokens; 0 if the file does not say
   */
  record Entry(HostId id, String address, String url, long budget) {}

  private final ClusterConfig config;
  private volatile Roster roster = Roster.EMPTY;

  HostList(ClusterConfig config) {
    this.config = config;
  }

  /** META's list, as the host knows it. */
  void learned(Roster latest) {
    roster = latest;
  }

  /** Whether a host is one of them. */
  boolean has(String name) {
    return entries().stream().anyMatch(host -> host.id().name().equals(name));
  }

  /** Those of the file in its order, then the others. */
  List<Entry> entries() {
    Roster now = roster;
    List<Entry> entries = new ArrayList<>();
    for (HostConfig host : config.hosts()) {
      if (!now.removed().containsKey(host.id())) {
        entries.add(new Entry(host.id(), host.address(), HostAdmin.url(host), host.memory()));
      }
    }
    now.members()
        .forEach(
            (id, member) -> {
              if (config.hosts().stream().noneMatch(host -> host.id().equals(id))) {
                Whereabouts at = member.at();
                String url = "http://" + at.address() + ":" + at.http();
                entries.add(new Entry(id, at.address(), url, 0));
              }
            });
    return entries;
  }
}
