package teseus.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import teseus.space.Limits;
import teseus.space.TokenId;

/** What an {@link Admin} tells and changes. */
final class AdminEndpoints {
  private static final int MOST_BYTES = 64 << 10;

  private final Vertx vertx;
  private final Admin admin;
  private final Requests requests = new Requests(Limits.DEFAULT);

  AdminEndpoints(Vertx vertx, Admin admin) {
    this.vertx = vertx;
    this.admin = admin;
  }

  void cluster(RoutingContext context) {
    answer(context, admin.cluster());
  }

  void hosts(RoutingContext context) {
    answer(context, admin.hosts());
  }

  void admit(RoutingContext context) {
    ContentTypes.require(context.request(), Answers.JSON);
    String host = context.pathParam("host");
    answer(
        context,
        BodyReader.read(vertx, context.request(), MOST_BYTES)
            .map(json -> requests.applicant(host, json.getBytes()))
            .compose(admin::admit));
  }

  void remove(RoutingContext context) {
    answer(context, admin.remove(context.pathParam("host")));
  }

  void voters(RoutingContext context) {
    answer(context, admin.voters());
  }

  void changeVoters(RoutingContext context) {
    ContentTypes.require(context.request(), Answers.JSON);
    answer(
        context,
        BodyReader.read(vertx, context.request(), MOST_BYTES)
            .map(json -> requests.voters(json.getBytes()))
            .compose(admin::changeVoters));
  }

  void drain(RoutingContext context) {
    answer(context, admin.drain(context.pathParam("host")));
  }

  void cancelDrain(RoutingContext context) {
    answer(context, admin.cancelDrain(context.pathParam("host")));
  }

  void drained(RoutingContext context) {
    answer(context, admin.drained(context.pathParam("host")));
  }

  void strategies(RoutingContext context) {
    answer(context, admin.strategies());
  }

  void chooseStrategy(RoutingContext context) {
    ContentTypes.require(context.request(), Answers.JSON);
    answer(
        context,
        BodyReader.read(vertx, context.request(), MOST_BYTES)
            .map(json -> requests.choice(json.getBytes()))
            .compose(choice -> admin.chooseStrategy(choice.name(), choice.weights())));
  }

  void indexes(RoutingContext context) {
    answer(context, admin.indexes().map(Answers::indexes));
  }

  void lastAuction(RoutingContext context) {
    answer(context, admin.lastAuction());
  }

  void auction(RoutingContext context) {
    String text = context.pathParam("token");
    TokenId token;
    try {
      token = TokenId.parse(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(ProblemType.NOT_FOUND, "no token is called " + text);
    }
    answer(context, admin.auction(token));
  }

  void takeSnapshot(RoutingContext context) {
    admin
        .takeSnapshot()
        .onSuccess(json -> Answers.send(context.response(), 201, json))
        .onFailure(failure -> Answers.problem(context.response(), failure));
  }

  void snapshots(RoutingContext context) {
    answer(context, admin.snapshots());
  }

  void health(RoutingContext context) {
    answer(context, admin.health());
  }

  private static void answer(RoutingContext context, Future<JsonObject> document) {
    document
        .onSuccess(json -> Answers.send(context.response(), 200, json))
        .onFailure(failure -> Answers.problem(context.response(), failure));
  }
}
