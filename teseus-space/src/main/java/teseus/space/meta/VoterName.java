package teseus.space.meta;

import io.microraft.RaftEndpoint;
import java.util.Collection;
import java.util.List;
import teseus.space.HostId;

/** A voter's name, as the library wants it. */
record VoterName(HostId host) implements RaftEndpoint {
  @Override
  public Object getId() {
    return host.name();
  }

  static List<RaftEndpoint> all(Collection<HostId> hosts) {
    return hosts.stream().<RaftEndpoint>map(VoterName::new).toList();
  }

  static List<HostId> hosts(Collection<RaftEndpoint> names) {
    return names.stream().map(VoterName::host).toList();
  }

  static HostId host(RaftEndpoint name) {
    return ((VoterName) name).host;
  }
}
