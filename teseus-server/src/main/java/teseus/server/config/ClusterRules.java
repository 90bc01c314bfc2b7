package teseus.server.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import teseus.roulette.Nearest;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.host.LoadLimits;
import teseus.space.meta.MetaSettings;

/** What the entries of {@code cluster.json} ask of each other. */
final class ClusterRules {
  private final SortedMap<Integer, HostConfig> hosts;
  private final Findings findings;

  /**
   * @param hosts by their place in the file; those that are wrong in themselves are left out
   */
  ClusterRules(SortedMap<Integer, HostConfig> hosts, Findings findings) {
    this.hosts = hosts;
    this.findings = findings;
  }

  void hostsStandApart(Path folder) {
    namesDiffer();
    portsDiffer();
    dataFoldersDiffer(folder);
    allOrNoneIsLoopback();
  }

  void votersAreHosts(List<HostId> voters, Durability durability) {
    if (voters.size() % 2 == 0 || voters.size() > MetaSettings.MOST_VOTERS) {
      findings.add("/voters", "1, 3, 5 or 7 hosts' names", voters.size() + " names");
      return;
    }
    if (voters.size() > 1 && durability == Durability.MEMORY) {
      findings.add(
          "/voters",
          "one host's name where durability is memory (a voter must not forget its vote)",
          voters.size() + " names");
    }
    Set<String> names =
        hosts.values().stream().map(host -> host.id().name()).collect(Collectors.toSet());
    for (int i = 0; i < voters.size(); i++) {
      String voter = voters.get(i).name();
      if (voters.indexOf(voters.get(i)) < i) {
        findings.add("/voters/" + i, "each host once", voter);
      }
      if (!names.contains(voter)) {
        String hint =
            Nearest.to(voter, names).map(near -> "; did you mean " + near + "?").orElse("");
        findings.add("/voters/" + i, "the name of one of the hosts" + hint, voter);
      }
    }
  }

  void copiesFit(CopiesConfig copies, Durability durability) {
    if (copies.min() > hosts.size()) {
      findings.add(
          "/copies/min",
          "at most as many as there are hosts (" + hosts.size() + ")",
          Integer.toString(copies.min()));
    }
    if (durability == Durability.MEMORY && copies.min() > 1) {
      findings.add(
          "/copies/min",
          "1, for durability is memory: META, which names who holds a segment, would not outlive it",
          Integer.toString(copies.min()));
    }
    if (durability == Durability.REPLICATED && copies.min() < 2) {
      findings.add(
          "/copies/min",
          "2 or more, for durability is replicated: a write is in the memory of that many hosts, and"
              + " on no disk (2 is the default with three hosts or more)",
          Integer.toString(copies.min()));
    }
  }

  void tuplesFit(Limits limits, HttpConfig http) {
    if (http.requestBytes() < limits.bytes()) {
      findings.add(
          "/http/request-bytes",
          "at least limits.tuple (" + ByteSize.text(limits.bytes()) + ")",
          ByteSize.text(http.requestBytes()));
    }
    long largest = hosts.values().stream().mapToLong(HostConfig::memory).max().orElse(0);
    if (!hosts.isEmpty() && limits.bytes() > largest) {
      findings.add(
          "/limits/tuple",
          "at most the largest host's memory (" + ByteSize.text(largest) + ")",
          ByteSize.text(limits.bytes()));
    }
  }

  void requestsFit(LoadLimits load, HttpConfig http) {
    if (load.pendingPerClient() < http.requestBytes()) {
      findings.add(
          "/limits/pending-per-client",
          "at least http.request-bytes (" + ByteSize.text(http.requestBytes()) + ")",
          ByteSize.text(load.pendingPerClient()));
    }
  }

  private void namesDiffer() {
    Set<HostId> names = new HashSet<>();
    hosts.forEach(
        (at, host) -> {
          if (!names.add(host.id())) {
            findings.add(
                "/hosts/" + at + "/name", "a name that no other host has", host.id().name());
          }
        });
  }

  private void portsDiffer() {
    Map<Door, String> owners = new HashMap<>();
    hosts.forEach(
        (at, host) -> {
          String name = host.id().name();
          occupy(owners, at, "port", host, host.linkPort(), name + "'s links");
          occupy(owners, at, "port", host, host.busPort(), name + "'s event bus");
          occupy(owners, at, "port", host, host.discoveryPort(), name + "'s discovery");
          occupy(owners, at, "http", host, host.http(), name + "'s HTTP");
        });
  }

  private void occupy(
      Map<Door, String> owners, int at, String key, HostConfig host, int port, String what) {
    String owner = owners.putIfAbsent(new Door(host.machine(), port), what);
    if (owner != null) {
      String expected =
          key.equals("port")
              ? "three free ports in a row (links, event bus, discovery) at "
              : "a free port at ";
      findings.add(
          "/hosts/" + at + "/" + key,
          expected + host.address(),
          "%d for %s, which is already %s".formatted(port, what, owner));
    }
  }

  private void dataFoldersDiffer(Path folder) {
    hosts.forEach(
        (at, host) ->
            hosts.headMap(at).values().stream()
                .filter(other -> other.machine().equals(host.machine()))
                .filter(other -> overlap(folder.resolve(other.data()), folder.resolve(host.data())))
                .findFirst()
                .ifPresent(
                    other ->
                        findings.add(
                            "/hosts/" + at + "/data",
                            "a folder of its own, not in another host's",
                            "%s, where %s has %s"
                                .formatted(host.data(), other.id(), other.data()))));
  }

  private static boolean overlap(Path one, Path other) {
    Path a = one.normalize();
    Path b = other.normalize();
    return a.startsWith(b) || b.startsWith(a);
  }

  private void allOrNoneIsLoopback() {
    boolean all = hosts.values().stream().allMatch(HostConfig::loopback);
    hosts.forEach(
        (at, host) -> {
          if (!all && host.loopback()) {
            findings.add(
                "/hosts/" + at + "/address",
                "an address that the hosts on other machines can reach",
                host.address());
          }
        });
  }

  private record Door(String machine, int port) {}
}
