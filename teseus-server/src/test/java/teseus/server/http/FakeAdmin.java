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
import teseus.space.UnavailableException;

/** A host of two strategies that remembers no auction. */
final class FakeAdmin implements Admin {
  private JsonObject strategy = JsonObject.of("name", "best-fit", "weights", new JsonObject());
  private String standing = "member";
  private List<HostId> keepers = List.of(new HostId("hera"));
  private boolean up = true;

  void down() {
    up = false;
  }

  @Override
  public Future<JsonObject> cluster() {
    return Future.succeededFuture(JsonObject.of("name", "test"));
  }

  @Override
  public Future<JsonObject> hosts() {
    throw new IllegalStateException("the cause, which stays in the host's log");
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
    return Future.succeededFuture(JsonObject.of("host", host, "standing", standing));
  }

  @Override
  public Future<JsonObject> strategies() {
    return Future.succeededFuture(
        JsonObject.of("current", strategy, "strategies", JsonArray.of("best-fit", "uniform")));
  }

  @Override
  public Future<JsonObject> chooseStrategy(String name, Map<String, Double> weights) {
    if (!name.equals("uniform")) {
      return Future.failedFuture(new IllegalArgumentException("no strategy is called " + name));
    }
    strategy = JsonObject.of("name", name, "weights", JsonObject.mapFrom(weights));
    return Future.succeededFuture(strategy);
  }

  @Override
  public Future<JsonObject> lastAuction() {
    return Future.failedFuture(new NotFoundException("no auction was decided here yet"));
  }

  @Override
  public Future<JsonObject> auction(TokenId token) {
    return Future.failedFuture(new NotFoundException("the auction of " + token + " is forgotten"));
  }

  @Override
  public Future<JsonObject> takeSnapshot() {
    return Future.failedFuture(new UnavailableException("nobody within reach leads [zeus/0]"));
  }

  @Override
  public Future<JsonObject> snapshots() {
    return Future.succeededFuture(JsonObject.of("snapshots", JsonArray.of()));
  }

  @Override
  public Future<JsonObject> health() {
    return up
        ? Future.succeededFuture(JsonObject.of("status", "up"))
        : Future.failedFuture(new UnavailableException("this host is draining"));
  }
}
