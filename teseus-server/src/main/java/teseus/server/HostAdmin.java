package teseus.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import teseus.roulette.Strategies;
import teseus.roulette.Strategy;
import teseus.server.config.ClusterConfig;
import teseus.server.config.HostConfig;
import teseus.server.http.Admin;
import teseus.snapshot.SnapshotVerticle;
import teseus.space.FieldIndex;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.UnavailableException;
import teseus.space.host.Explained;
import teseus.space.host.HostStatus;
import teseus.space.host.StrategyChoice;
import teseus.space.vertx.SpaceVerticle;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/** Tells of a running host, and changes what the cluster lets be changed. */
final class HostAdmin implements Admin {
  private final ClusterConfig config;
  private final HostConfig self;
  private final SpaceVerticle space;
  private final SnapshotVerticle snapshots;
  private final Map<String, JsonObject> heard = new HashMap<>();
  private final Changes changes;
  private final HostDrain drain;
  private final HostList list;
  private final HostMembership membership;
  private final HostVoters voters;
  private final long startedAt;

  HostAdmin(
      Vertx vertx,
      ClusterConfig config,
      HostConfig self,
      SpaceVerticle space,
      SnapshotVerticle snapshots) {
    this.config = config;
    this.self = self;
    this.space = space;
    this.snapshots = snapshots;
    this.changes = new Changes(space);
    this.voters = new HostVoters(config, space);
    this.drain = new HostDrain(voters, space, heard);
    this.list = new HostList(config);
    this.membership = new HostMembership(vertx, config, self, voters, space);
    this.startedAt = space.clock().now();
  }

  static String url(HostConfig host) {
    return "http://" + host.address() + ":" + host.http();
  }

  /** What a host said of itself on the event bus; called on this host's HTTP context. */
  void heard(JsonObject state) {
    String name = state.getString("host");
    if (name != null && list.has(name)) {
      heard.put(name, state);
    }
  }

  /** This host's state, in the fields of {@code teseus.host}. */
  Future<JsonObject> state() {
    return space
        .ask(
            (host, now) -> {
              list.learned(host.roster());
              return host.status(StatusJson.MOST_TOKENS, StatusJson.MOST_WAITING, now);
            })
        .map(status -> StatusJson.host(status, url(self), config.digest(), startedAt));
  }

  @Override
  public Future<JsonObject> cluster() {
    return Future.join(state(), space.ask((host, now) -> host.meta()))
        .map(
            both -> {
              JsonObject own = both.resultAt(0);
              MetaState meta = both.resultAt(1);
              heard(own);
              return new JsonObject()
                  .put("name", config.name())
                  .put("config", config.digest())
                  .put("configuration", new JsonObject(config.canonical()))
                  .put("host", self.id().name())
                  .put("voters", voters.names(meta))
                  .put("leader", own.getString("leader"))
                  .put("durability", config.durability().key())
                  .put("hosts", entries())
                  .put("strategy", own.getString("strategy"))
                  .put("weights", own.getJsonObject("weights"))
                  .put("strategies", all())
                  .put("states", states());
            });
  }

  private JsonArray entries() {
    JsonArray hosts = new JsonArray();
    list.entries().forEach(host -> hosts.add(entry(host)));
    return hosts;
  }

  private JsonObject entry(HostList.Entry host) {
    String name = host.id().name();
    JsonObject known = heard.get(name);
    return new JsonObject()
        .put("name", name)
        .put("address", host.address())
        .put("http", host.url())
        .put(
            "budget", host.budget() > 0 || known == null ? host.budget() : known.getLong("budget"));
  }

  private JsonArray states() {
    JsonArray states = new JsonArray();
    heard.forEach(
        (name, state) -> {
          if (list.has(name)) {
            states.add(state);
          }
        });
    return states;
  }

  @Override
  public Future<JsonObject> hosts() {
    return Future.join(state(), space.ask((host, now) -> host.meta()))
        .map(
            both -> {
              JsonObject own = both.resultAt(0);
              MetaState meta = both.resultAt(1);
              heard(own);
              JsonArray hosts = new JsonArray();
              list.entries().forEach(host -> hosts.add(entry(host, own, meta)));
              JsonArray lost =
                  new JsonArray(meta.lost().stream().map(SegmentId::toString).toList());
              return new JsonObject().put("hosts", hosts).put("lost", lost);
            });
  }

  private JsonObject entry(HostList.Entry host, JsonObject own, MetaState meta) {
    String name = host.id().name();
    JsonObject entry =
        entry(host)
            .put("up", own.getJsonArray("reaches").contains(name))
            .put("standing", StatusJson.standing(host.id(), meta))
            .put("holds", meta.heldBy(host.id()).size())
            .put("votes", voters.hosts(meta).contains(host.id()))
            .put("lost", HostVoters.lost(host.id(), meta))
            .put("leads", name.equals(own.getString("leader")));
    if (!meta.roster().open(host.id())) {
      List<String> awaited = meta.unaware(host.id()).stream().map(HostId::name).toList();
      entry.put("awaits", new JsonArray(awaited));
    }
    JsonObject known = heard.get(name);
    return known == null ? entry : entry.put("state", known);
  }

  @Override
  public Future<JsonObject> admit(Applicant applicant) {
    return membership.admit(applicant);
  }

  @Override
  public Future<JsonObject> remove(String host) {
    return membership.remove(host);
  }

  @Override
  public Future<JsonObject> voters() {
    return voters.report();
  }

  @Override
  public Future<JsonObject> changeVoters(List<HostId> hosts) {
    return voters.change(hosts);
  }

  @Override
  public Future<JsonObject> drain(String host) {
    return drain.begin(host);
  }

  @Override
  public Future<JsonObject> cancelDrain(String host) {
    return drain.cancel(host);
  }

  @Override
  public Future<JsonObject> drained(String host) {
    return drain.report(host);
  }

  @Override
  public Future<JsonObject> strategies() {
    return status()
        .map(
            status ->
                new JsonObject()
                    .put("current", chosen(status.strategy()))
                    .put("strategies", all()));
  }

  private static JsonObject chosen(StrategyChoice choice) {
    return new JsonObject().put("name", choice.name()).put("weights", StatusJson.weights(choice));
  }

  private static JsonArray all() {
    JsonArray strategies = new JsonArray();
    for (Strategy strategy : Strategies.all()) {
      strategies.add(
          new JsonObject()
              .put("name", strategy.name())
              .put("summary", strategy.summary())
              .put(
                  "weights",
                  StatusJson.weights(new StrategyChoice(strategy.name(), strategy.weights()))));
    }
    return strategies;
  }

  @Override
  public Future<JsonObject> chooseStrategy(String name, Map<String, Double> weights) {
    Map<String, Double> resolved = Strategies.checked(name, weights);
    return changes
        .ask(new MetaCommand.SetStrategy(name, resolved))
        .map(done -> chosen(new StrategyChoice(name, resolved)));
  }

  @Override
  public Future<SortedSet<FieldIndex>> indexes() {
    return status().map(HostStatus::indexes);
  }

  @Override
  public Future<JsonObject> lastAuction() {
    return space
        .ask((host, now) -> host.lastAuction())
        .map(
            last ->
                explained(
                    last.orElseThrow(
                        () -> new NotFoundException("no auction was held at " + self.id()))));
  }

  @Override
  public Future<JsonObject> auction(TokenId token) {
    return space
        .ask((host, now) -> host.auction(token))
        .map(
            found ->
                explained(
                    found.orElseThrow(
                        () ->
                            new NotFoundException(
                                "no auction of token "
                                    + token
                                    + " is remembered at "
                                    + self.id()
                                    + "; it may have been written through another host"))));
  }

  private JsonObject explained(Explained auction) {
    return StatusJson.auction(auction, self.id().name());
  }

  @Override
  public Future<JsonObject> takeSnapshot() {
    return snapshots
        .take()
        .map(SnapshotJson::one)
        .recover(
            cause ->
                Future.failedFuture(
                    new UnavailableException("no snapshot was taken: " + cause.getMessage())));
  }

  @Override
  public Future<JsonObject> snapshots() {
    return snapshots.list().map(SnapshotJson::all);
  }

  @Override
  public Future<JsonObject> health() {
    return status()
        .map(
            status -> {
              if (status.leaving().isPresent()) {
                throw new UnavailableException("this host is drained, or about to be: ask another");
              }
              if (status.segments().stream().noneMatch(HostStatus.Led::open)) {
                throw new UnavailableException("this host leads no segment yet; try again soon");
              }
              return new JsonObject()
                  .put("host", self.id().name())
                  .put("status", "up")
                  .put("reaches", status.reaches().size());
            });
  }

  private Future<HostStatus> status() {
    return space.ask((host, now) -> host.status(0, 0, now));
  }
}
