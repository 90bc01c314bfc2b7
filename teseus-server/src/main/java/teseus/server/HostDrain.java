package teseus.server;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import teseus.server.http.Admin.NotFoundException;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.vertx.SpaceVerticle;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/** Has a host drained, or taken back, and tells how far that is. */
final class HostDrain {
  /** What this host knows. */
  private record Known(MetaState meta, Set<HostId> reaches) {}

  private final HostVoters voters;
  private final SpaceVerticle space;
  private final Changes changes;
  private final Map<String, JsonObject> heard;

  /**
   * For the hosts of a cluster.
   *
   * @param heard what each said of itself last
   */
  HostDrain(HostVoters voters, SpaceVerticle space, Map<String, JsonObject> heard) {
    this.voters = voters;
    this.space = space;
    this.changes = new Changes(space);
    this.heard = heard;
  }

  /** Begins to drain a host; nothing happens if that is under way, or done. */
  Future<JsonObject> begin(String name) {
    return known(name)
        .compose(
            known -> {
              refuseTheLast(new HostId(name), known.meta);
              return changes.ask(new MetaCommand.Drain(new HostId(name)));
            })
        .compose(done -> report(name));
  }

  private static void refuseTheLast(HostId host, MetaState meta) {
    if (meta.hosts().keySet().stream().allMatch(one -> one.equals(host) || !meta.stays(one))) {
      throw new IllegalArgumentException(
          "nobody would be left: " + host + " is the last host that is not drained");
    }
  }

  /** Takes a host back; nothing happens if it is not drained. */
  Future<JsonObject> cancel(String name) {
    return known(name)
        .compose(known -> changes.ask(new MetaCommand.Readmit(new HostId(name))))
        .compose(done -> report(name));
  }

  /** How far it is. */
  Future<JsonObject> report(String name) {
    return known(name).map(known -> report(new HostId(name), known));
  }

  private Future<Known> known(String name) {
    return space
        .ask((host, now) -> new Known(host.meta(), host.status(0, 0, now).reaches()))
        .map(
            known -> {
              Set<HostId> joined = known.meta.hosts().keySet();
              if (joined.stream().noneMatch(host -> host.name().equals(name))) {
                throw new NotFoundException(
                    "no host " + name + " has joined the cluster; those that have are " + joined);
              }
              return known;
            });
  }

  private JsonObject report(HostId host, Known known) {
    MetaState meta = known.meta;
    JsonArray holds = new JsonArray();
    meta.heldBy(host)
        .forEach(
            (segment, config) -> {
              HostId primary = config.primary().host();
              holds.add(
                  new JsonObject()
                      .put("segment", segment.toString())
                      .put("leads", primary.equals(host))
                      .put("why", why(segment, primary, known)));
            });
    return new JsonObject()
        .put("host", host.name())
        .put("standing", StatusJson.standing(meta.leaving().get(host)))
        .put("votes", voters.hosts(meta).contains(host))
        .put("voters", voters.names(meta))
        .put("holds", holds);
  }

  /** Why a segment is still where it is, as its primary says. */
  private String why(SegmentId segment, HostId primary, Known known) {
    JsonObject state = heard.get(primary.name());
    if (state == null || !known.reaches.contains(primary)) {
      return primary + ", which leads it, is not reached; start it, or mend its links";
    }
    return state.getJsonArray("segments").stream()
        .map(JsonObject.class::cast)
        .filter(one -> segment.toString().equals(one.getString("id")))
        .findAny()
        .map(one -> one.getString("leaving"))
        .orElse("changes hands");
  }
}
