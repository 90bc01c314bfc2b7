package teseus.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.server.config.ClusterConfig;
import teseus.server.config.Durability;
import teseus.server.config.HostConfig;
import teseus.server.config.Version;
import teseus.server.http.Admin.Applicant;
import teseus.server.http.Admin.NotFoundException;
import teseus.space.HostId;
import teseus.space.vertx.SpaceVerticle;
import teseus.space.wire.Leaving;
import teseus.space.wire.Member;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.Whereabouts;

/** Has hosts added to the list of the cluster's hosts, and taken off it. */
final class HostMembership {
  private static final int CONNECT_MS = 2_000;
  private static final String FORGETFUL =
      "with durability 'memory' the list of hosts would be lost with META's voter: change"
          + " cluster.json, and start all hosts anew";

  private final ClusterConfig config;
  private final HostConfig self;
  private final HostVoters voters;
  private final SpaceVerticle space;
  private final Changes changes;
  private final NetClient client;

  HostMembership(
      Vertx vertx, ClusterConfig config, HostConfig self, HostVoters voters, SpaceVerticle space) {
    this.config = config;
    this.self = self;
    this.voters = voters;
    this.space = space;
    this.changes = new Changes(space);
    this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MS));
  }

  /** Has a host added, or found on the list, or moved. */
  Future<JsonObject> admit(Applicant applicant) {
    HostId host = applicant.host();
    return meta()
        .compose(
            meta -> {
              String refusal = refusal(applicant, meta);
              return refusal == null
                  ? reached(host, applicant.at())
                  : Future.failedFuture(new IllegalArgumentException(refusal));
            })
        .compose(
            reached ->
                changes.ask(new MetaCommand.Admit(host, applicant.at(), applicant.segments())))
        .map(
            done -> new JsonObject().put("host", host.name()).put("at", applicant.at().toString()));
  }

  /** Why a host cannot be one of the cluster's as it is; null if it can. */
  private @Nullable String refusal(Applicant applicant, MetaState meta) {
    HostId host = applicant.host();
    String here = self.id().name();
    if (!applicant.cluster().equals(config.name())) {
      return here
          + " belongs to cluster '"
          + config.name()
          + "', "
          + host
          + " asks for '"
          + applicant.cluster()
          + "'";
    }
    if (!applicant.release().equals(Version.VERSION)) {
      return here + " runs " + Version.VERSION + ", " + host + " " + applicant.release();
    }
    if (config.durability() == Durability.MEMORY) {
      return FORGETFUL;
    }
    if (!applicant.settings().equals(config.digest())
        || applicant.segments() != config.segmentsPerHost()) {
      return "the cluster.json of "
          + host
          + " has other settings than that of "
          + here
          + ": give it the same file";
    }
    if (named(host) && !meta.roster().members().containsKey(host)) {
      return here + " has " + host + " in its cluster.json: start it without --join";
    }
    if (meta.roster().removed().containsKey(host)) {
      return host
          + " was removed from the cluster, and its name is not used again: choose another, and an"
          + " empty data folder";
    }
    return taken(applicant, meta);
  }

  private boolean named(HostId host) {
    return config.hosts().stream().anyMatch(one -> one.id().equals(host));
  }

  /** Whether somebody else has the name, or is where the host says that it is. */
  private @Nullable String taken(Applicant applicant, MetaState meta) {
    HostId host = applicant.host();
    Whereabouts at = applicant.at();
    Map<HostId, Member> members = meta.roster().members();
    if (members.size() >= ClusterConfig.MAX_HOSTS && !members.containsKey(host)) {
      return "the cluster has " + members.size() + " hosts, as many as it may: remove one first";
    }
    for (Map.Entry<HostId, Member> each : members.entrySet()) {
      Whereabouts there = each.getValue().at();
      boolean same = there.address().equals(at.address()) && there.port() == at.port();
      if (!each.getKey().equals(host) && same) {
        return at + " is where " + each.getKey() + " is: give " + host + " another port";
      }
    }
    return null;
  }

  private Future<Void> reached(HostId host, Whereabouts at) {
    return known(host, at)
        .compose(
            known ->
                client
                    .connect(at.port(), at.address())
                    .compose(
                        socket -> socket.close(),
                        cause ->
                            Future.failedFuture(
                                new IllegalArgumentException(
                                    self.id()
                                        + " cannot reach "
                                        + host
                                        + " at "
                                        + at
                                        + " ("
                                        + cause.getMessage()
                                        + "): give it an address and a port that the other hosts"
                                        + " can reach"))));
  }

  /** A host that runs somewhere else under that name is not moved. */
  private Future<Void> known(HostId host, Whereabouts at) {
    return space
        .ask((running, now) -> running.status(0, 0, now).reaches().contains(host))
        .compose(
            reaches ->
                meta()
                    .compose(
                        meta -> {
                          Member member = meta.roster().members().get(host);
                          return reaches && member != null && !member.at().equals(at)
                              ? Future.failedFuture(
                                  new IllegalArgumentException(
                                      "a host "
                                          + host
                                          + " runs at "
                                          + member.at()
                                          + ": stop it, or choose another name"))
                              : Future.succeededFuture();
                        }));
  }

  /** Takes a host off the list, for ever. */
  Future<JsonObject> remove(String name) {
    return meta()
        .compose(
            meta -> {
              HostId host = new HostId(name);
              String refusal = refusal(host, meta);
              return refusal == null
                  ? changes.ask(new MetaCommand.Remove(host))
                  : Future.failedFuture(new IllegalArgumentException(refusal));
            })
        .map(done -> new JsonObject().put("host", name).put("standing", "removed"));
  }

  private @Nullable String refusal(HostId host, MetaState meta) {
    boolean removed = meta.roster().removed().containsKey(host);
    if (!removed && !meta.roster().members().containsKey(host)) {
      throw new NotFoundException(
          "no host "
              + host
              + " has joined the cluster; those that have are "
              + meta.roster().members().keySet());
    }
    if (config.durability() == Durability.MEMORY) {
      return FORGETFUL;
    }
    List<HostId> keepers = voters.hosts(meta);
    if (keepers.contains(host)) {
      return host
          + " is one of "
          + keepers
          + ", who keep META: have another do so in its place first, with teseus host voters and"
          + " the names of all who are to";
    }
    boolean started = meta.hosts().containsKey(host);
    return removed || !started || meta.leaving().get(host) == Leaving.DRAINED
        ? null
        : host
            + " takes part, and holds "
            + meta.heldBy(host).size()
            + " segments: let it go first, with teseus host drain "
            + host;
  }

  private Future<MetaState> meta() {
    return space.ask((host, now) -> host.meta());
  }
}
