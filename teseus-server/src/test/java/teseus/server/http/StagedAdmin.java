package teseus.server.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import teseus.space.FieldIndex;
import teseus.space.HostId;
import teseus.space.TokenId;

/** Tells what it was given, and remembers the strategy chosen. */
public final class StagedAdmin implements Admin {
  private final JsonObject cluster;
  private String standing = "member";
  private List<HostId> keepers = List.of(new HostId("hera"));
  private int looks;
  private JsonObject current = new JsonObject("{\"name\":\"memory-roulette\",\"weights\":{}}");

  public StagedAdmin(JsonObject cluster) {
    this.cluster = cluster;
  }

  public JsonObject current() {
    return current;
  }

  @Override
  public Future<JsonObject> cluster() {
    return Future.succeededFuture(cluster);
  }

  @Override
  public Future<JsonObject> hosts() {
    return Future.succeededFuture(
        new JsonObject(
            """
            {"hosts":[
              {"name":"hera","up":true,"http":"http://127.0.0.1:8081","budget":67108864,
               "votes":true,"leads":true,
               "state":{"tokensTotal":1234,"used":3145728,"cpuIdle":0.82,"availability":1}},
              {"name":"juno","up":false,"http":"http://127.0.0.1:8082","budget":33554432,
               "votes":true,"leads":false}]}
            """));
  }

  @Override
  public Future<SortedSet<FieldIndex>> indexes() {
    return Future.succeededFuture(new TreeSet<>(Set.of(new FieldIndex("Job", "n", true))));
  }

  @Override
  public Future<JsonObject> admit(Applicant applicant) {
    return Future.succeededFuture(
        new JsonObject().put("host", applicant.host().name()).put("at", applicant.at().toString()));
  }

  @Override
  public Future<JsonObject> remove(String host) {
    return Future.succeededFuture(new JsonObject().put("host", host).put("standing", "removed"));
  }

  @Override
  public Future<JsonObject> voters() {
    JsonArray all = new JsonArray();
    keepers.forEach(
        host ->
            all.add(
                JsonObject.of(
                    "host", host.name(), "up", true, "lost", host.name().equals("zeus"))));
    return Future.succeededFuture(
        JsonObject.of("changes", 0, "leader", keepers.get(0).name(), "voters", all));
  }

  @Override
  public Future<JsonObject> changeVoters(List<HostId> hosts) {
    if (hosts.size() % 2 == 0) {
      return Future.failedFuture(new IllegalArgumentException("not by " + hosts));
    }
    keepers = hosts;
    return voters();
  }

  @Override
  public Future<JsonObject> drain(String host) {
    standing = "draining";
    return drained(host);
  }

  @Override
  public Future<JsonObject> cancelDrain(String host) {
    standing = "member";
    return drained(host);
  }

  @Override
  public Future<JsonObject> drained(String host) {
    if (!host.equals("zeus")) {
      return Future.failedFuture(new NotFoundException("no host " + host + " has joined"));
    }
    if (standing.equals("draining") && looks++ == 2) {
      standing = "drained";
    }
    JsonObject held =
        JsonObject.of(
            "segment", "zeus/0", "leads", true, "why", "juno is being sent what it lacks");
    return Future.succeededFuture(
        new JsonObject()
            .put("host", host)
            .put("standing", standing)
            .put("votes", false)
            .put("holds", standing.equals("draining") ? JsonArray.of(held) : JsonArray.of()));
  }

  @Override
  public Future<JsonObject> strategies() {
    return Future.succeededFuture(
        new JsonObject(
                """
                {"strategies":[
                  {"name":"memory-roulette","summary":"Equal odds with room.","weights":{}},
                  {"name":"weighted-roulette","summary":"Odds by figures.",
                   "weights":{"memory":2.0,"cpu":1.0,"availability":1.0}}]}
                """)
            .put("current", current));
  }

  @Override
  public Future<JsonObject> chooseStrategy(String name, Map<String, Double> weights) {
    if (!name.endsWith("-roulette")) {
      return Future.failedFuture(new IllegalArgumentException("unknown strategy: " + name));
    }
    JsonObject given = new JsonObject();
    weights.forEach(given::put);
    current = JsonObject.of("name", name, "weights", given);
    return Future.succeededFuture(current);
  }

  @Override
  public Future<JsonObject> lastAuction() {
    return Future.succeededFuture(
        new JsonObject(
            """
            {"token":"1-a-7","type":"Package","bytes":84,"at":1790000000000,"entry":"hera",
             "strategy":"weighted-roulette","draw":0.41273,"winner":"juno","segment":"juno/0",
             "reason":null,"bids":[
              {"host":"zeus","place":1,"fate":"refused","why":"only 12 bytes free now",
               "free":90,"budget":16777216,"cpuIdle":0.8,"diskIdle":1,"availability":0.999,
               "score":0.61,"odds":0.45},
              {"host":"juno","place":2,"fate":"won","why":null,"free":32505856,"budget":33554432,
               "cpuIdle":0.75,"diskIdle":1,"availability":1,"score":0.91,"odds":0.55},
              {"host":"hera","place":3,"fate":"not_needed","why":null,"free":1024,
               "budget":67108864,"cpuIdle":0.5,"diskIdle":1,"availability":1,"score":0,"odds":0},
              {"host":"ares","place":0,"fate":"ruled_out","why":"needs 84 bytes, has 3 free",
               "free":3,"budget":1048576,"cpuIdle":1,"diskIdle":1,"availability":1,
               "score":0,"odds":0},
              {"host":"dis","place":0,"fate":"silent"}]}
            """));
  }

  @Override
  public Future<JsonObject> auction(TokenId token) {
    return Future.failedFuture(new NotFoundException("the auction of " + token + " is forgotten"));
  }

  @Override
  public Future<JsonObject> takeSnapshot() {
    return Future.failedFuture(new NotFoundException("no snapshots here"));
  }

  @Override
  public Future<JsonObject> snapshots() {
    return Future.failedFuture(new NotFoundException("no snapshots here"));
  }

  @Override
  public Future<JsonObject> health() {
    return Future.succeededFuture(JsonObject.of("status", "up"));
  }
}
