package teseus.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A page's server, with hosts that only speak: each says its state five times a second. */
final class StagedCluster implements AutoCloseable {
  static final String TOKENS = "tokens";

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, JsonObject> speaking = new ConcurrentHashMap<>();
  private HttpServer server;

  StagedCluster() {
    server = serve(0);
    vertx.setPeriodic(200, id -> speaking.values().forEach(this::publishState));
  }

  private HttpServer serve(int port) {
    Router router = Router.router(vertx);
    Dashboard.mount(router, vertx);
    router.get("/v1/cluster").handler(context -> context.json(cluster()));
    return now(vertx.createHttpServer().requestHandler(router).listen(port, "127.0.0.1"));
  }

  private static JsonObject cluster() {
    JsonArray hosts = new JsonArray();
    List.of("hades", "hera", "zeus")
        .forEach(
            name ->
                hosts.add(
                    new JsonObject()
                        .put("name", name)
                        .put("address", name + ":7700")
                        .put("http", "http://" + name + ".example:7780/")
                        .put("budget", 64 << 20)));
    return new JsonObject()
        .put("name", "argo")
        .put("hosts", hosts)
        .put("strategy", "memory-roulette")
        .put(
            "strategies",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "memory-roulette")
                        .put("summary", "Draws among the hosts with enough free memory."))
                .add(
                    new JsonObject()
                        .put("name", "roleta-soma")
                        .put("summary", "The host with the shortest waiting time wins.")));
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/";
  }

  /** From now on a host says this, until it says something else or falls silent. */
  void says(JsonObject state) {
    speaking.put(state.getString("host"), state);
    publishState(state);
  }

  void silence(String host) {
    speaking.remove(host);
  }

  private void publishState(JsonObject state) {
    publish(Events.HOST, state.put("at", System.currentTimeMillis()));
  }

  void publish(String address, JsonObject event) {
    vertx.eventBus().publish(address, event);
  }

  void closeServer() {
    now(server.close());
  }

  /** The server again, at the port where it was. */
  void reopenServer() {
    server = serve(server.actualPort());
  }

  @Override
  public void close() {
    now(vertx.close());
  }

  static <T> T now(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A host's state with as many tokens as types are given. */
  static JsonObject state(String host, String strategy, long meta, List<String> types) {
    List<JsonObject> tokens = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      tokens.add(
          new JsonObject()
              .put("id", host + "-1." + i)
              .put("type", types.get(i))
              .put("bytes", 180 + i)
              .put("born", 1_790_000_000_000L + i));
    }
    long budget = host.equals("zeus") ? 256L << 20 : 128L << 20;
    long used = budget / 5 + types.size() * 300_000L;
    return new JsonObject()
        .put("host", host)
        .put("store", "9f2c41d7")
        .put("incarnation", 1)
        .put("uptimeMs", 5_400_000)
        .put("http", "http://" + host + ".example:7780/")
        .put("strategy", strategy)
        .put("weights", new JsonObject())
        .put("config", "3fa1c0de77")
        .put("meta", meta)
        .put("budget", budget)
        .put("used", used)
        .put("free", budget - used)
        .put("cpuIdle", host.equals("hades") ? 0.31 : 0.82)
        .put("diskIdle", 0.95)
        .put("availability", 0.9987)
        .put(
            "segments",
            new JsonArray().add(segment(host + "/0", types.size())).add(segment(host + "/1", 0)))
        .put("waiting", new JsonArray())
        .put("waitingTotal", 0)
        .put(TOKENS, new JsonArray(tokens))
        .put("tokensTotal", types.size())
        .put("reaches", new JsonArray(List.of("hades", "hera", "zeus")))
        .put("written", 48_211)
        .put("taken", 47_019)
        .put("reads", 120_334)
        .put("expired", 12);
  }

  static JsonObject segment(String id, int tokens) {
    return new JsonObject()
        .put("id", id)
        .put("epoch", 3)
        .put(TOKENS, tokens)
        .put("bytes", tokens * 200)
        .put("lsn", 91_204)
        .put("waiters", 1)
        .put("open", true)
        .put("copies", new JsonArray().add(copy(id.substring(0, id.indexOf('/')), true, 0L)))
        .putNull("lacking");
  }

  /** A copy of a segment; null as {@code behind} if nobody knows. */
  static JsonObject copy(String host, boolean member, Long behind) {
    return new JsonObject()
        .put("host", host)
        .put("member", member)
        .put("linked", true)
        .put("behind", behind);
  }

  static JsonObject auction(String type, String winner) {
    JsonArray bids =
        new JsonArray()
            .add(bid("zeus", 0.61, null))
            .add(bid("hera", 0.39, null))
            .add(bid("hades", 0, "only 40 KiB free"));
    return new JsonObject()
        .put("at", System.currentTimeMillis())
        .put("token", "hera-1.77")
        .put("type", type)
        .put("bytes", 2_412)
        .put("entry", "hera")
        .put("strategy", "memory-roulette")
        .put("draw", 0.41273)
        .put("winner", winner)
        .put("segment", winner + "/0")
        .putNull("reason")
        .put("bids", bids)
        .put("dropped", 0);
  }

  private static JsonObject bid(String host, double odds, String ruledOut) {
    return new JsonObject()
        .put("host", host)
        .put("free", ruledOut == null ? 90 << 20 : 40 << 10)
        .put("budget", 128 << 20)
        .put("cpuIdle", 0.8)
        .put("availability", 0.999)
        .put("score", odds * 3)
        .put("odds", odds)
        .put("ruledOut", ruledOut);
  }

  static JsonObject lost(String by, String of) {
    return new JsonObject()
        .put("host", by)
        .put("of", of)
        .put("state", "down")
        .put("why", "link closed")
        .put("at", System.currentTimeMillis());
  }

  static JsonObject waiter(String op, String template) {
    return new JsonObject()
        .put("op", op)
        .put("template", template)
        .put("take", true)
        .put("host", "zeus")
        .put("ageMs", 12_400);
  }
}
