package teseus.server;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import teseus.server.config.ClusterConfig;
import teseus.server.config.Durability;
import teseus.server.http.Admin.NotFoundException;
import teseus.space.HostId;
import teseus.space.host.HostStatus;
import teseus.space.vertx.SpaceVerticle;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.StoreName;
import teseus.space.wire.VoterGroup;

/** Tells who keeps META, and has others keep it. */
final class HostVoters {
  private static final String ALONE =
      "with durability 'memory' one host keeps META, for as long as it runs: choose it in"
          + " cluster.json, and start all hosts anew";

  /** What this host knows. */
  private record Known(MetaState meta, Set<HostId> reaches, Optional<HostId> leader) {}

  private final ClusterConfig config;
  private final SpaceVerticle space;
  private final Changes changes;

  HostVoters(ClusterConfig config, SpaceVerticle space) {
    this.config = config;
    this.space = space;
    this.changes = new Changes(space);
  }

  /** Those who keep META, as far as a host knows that has this of META. */
  List<HostId> hosts(MetaState meta) {
    List<HostId> known = meta.voters().hosts();
    return known.isEmpty() ? config.voters() : known;
  }

  /** Their names. */
  JsonArray names(MetaState meta) {
    return new JsonArray(hosts(meta).stream().map(HostId::name).toList());
  }

  /**
   * Whether a host is one of them by name alone: it runs on another data folder than the one that
   * votes, and does not vote.
   */
  static boolean lost(HostId host, MetaState meta) {
    MetaState.Store store = meta.hosts().get(host);
    VoterGroup voters = meta.voters();
    return store != null && voters.names(host) && !voters.has(new StoreName(host, store.folder()));
  }

  /** Who they are, and how each stands. */
  Future<JsonObject> report() {
    return known().map(this::report);
  }

  private Future<Known> known() {
    return space.ask(
        (host, now) -> {
          HostStatus status = host.status(0, 0, now);
          return new Known(host.meta(), status.reaches(), status.leader());
        });
  }

  private JsonObject report(Known known) {
    JsonArray voters = new JsonArray();
    hosts(known.meta)
        .forEach(
            host ->
                voters.add(
                    new JsonObject()
                        .put("host", host.name())
                        .put("up", known.reaches.contains(host))
                        .put("lost", lost(host, known.meta))));
    return new JsonObject()
        .put("changes", known.meta.voters().number())
        .put("leader", known.leader.map(HostId::name).orElse(null))
        .put("voters", voters);
  }

  /** Has these hosts keep META from now on; nothing happens if they do. */
  Future<JsonObject> change(List<HostId> hosts) {
    return known()
        .compose(
            known -> {
              MetaState meta = known.meta;
              String refusal = refusal(hosts, known);
              if (refusal != null) {
                return Future.failedFuture(new IllegalArgumentException(refusal));
              }
              Map<HostId, Long> folders = folders(hosts, meta);
              return folders.equals(meta.voters().folders())
                  ? Future.succeededFuture()
                  : changes.ask(new MetaCommand.ChangeVoters(meta.voters().next(folders)));
            })
        .compose(done -> report());
  }

  /** The folder that each runs on. */
  private static Map<HostId, Long> folders(List<HostId> hosts, MetaState meta) {
    Map<HostId, Long> folders = new TreeMap<>();
    for (HostId host : hosts) {
      MetaState.Store store = meta.hosts().get(host);
      if (store == null) {
        throw new NotFoundException(
            "no host " + host + " has joined; those that have are " + meta.hosts().keySet());
      }
      folders.put(host, store.folder());
    }
    return folders;
  }

  /** Why these cannot come to keep META as things are; null if they can. */
  private @Nullable String refusal(List<HostId> hosts, Known known) {
    if (config.durability() == Durability.MEMORY) {
      return ALONE;
    }
    if (hosts.size() % 2 == 0 || hosts.size() > VoterGroup.MOST) {
      return "META is kept by 1, 3, 5 or 7 hosts, so that more than half of them is as few as can"
          + " be; not by "
          + hosts;
    }
    if (Set.copyOf(hosts).size() < hosts.size()) {
      return "each host keeps META once, in " + hosts + " one stands twice";
    }
    Map<HostId, Long> folders = folders(hosts, known.meta);
    for (HostId host : hosts) {
      boolean votes = Objects.equals(folders.get(host), known.meta.voters().folder(host));
      if (!votes && !known.meta.stays(host)) {
        return host + " is drained, or about to be: take it back, or choose another";
      }
      if (!votes && !known.reaches.contains(host)) {
        return host + " is not reached, and could not begin to keep META: start it first";
      }
    }
    List<HostId> reached = hosts.stream().filter(known.reaches::contains).toList();
    return reached.size() * 2 > hosts.size()
        ? null
        : "of " + hosts + " only " + reached + " are reached, and META would stand still";
  }
}
