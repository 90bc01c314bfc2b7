package teseus.server.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import teseus.space.Limits;
import teseus.space.host.LoadLimits;
import teseus.space.host.TransactionLimits;
import teseus.space.vertx.Gateway;

/**
 * The paths below {@code /v1}, as {@code docs/openapi.yaml} describes them. Errors are {@code
 * application/problem+json}; none of them ends more than its own request. Answers carry no CORS
 * headers: a page of another origin may not read them.
 */
public final class HttpApi {
  private static final Buffer OPENAPI = resource("openapi.yaml");

  private final Router router;

  private HttpApi(Router router) {
    this.router = router;
  }

  /**
   * Adds the API to a router. Mount it where no body handler comes before: bodies are read here,
   * within their limits.
   *
   * @param router of a server of {@code vertx}
   * @param gateway whose host is asked
   * @param admin what tells of the host
   * @param limits on one tuple
   * @param load on all that clients have open
   * @param transacted on transactions that they have open
   * @param requestBytes of a body, or of a line of a stream, at most
   */
  public static void mount(
      Router router,
      Vertx vertx,
      Gateway gateway,
      Admin admin,
      Limits limits,
      LoadLimits load,
      TransactionLimits transacted,
      int requestBytes) {
    Visitors visitors = new Visitors(load, transacted);
    SpaceEndpoints space = new SpaceEndpoints(vertx, gateway, limits, visitors, requestBytes);
    AdminEndpoints host = new AdminEndpoints(vertx, admin);
    HttpApi api = new HttpApi(router);
    router.route("/v1/*").handler(HttpApi::secure).failureHandler(HttpApi::failed);
    api.path("/v1/tuples", Map.of(HttpMethod.POST, space::write));
    api.path("/v1/evals", Map.of(HttpMethod.POST, space::eval));
    api.path("/v1/take", Map.of(HttpMethod.POST, space::take));
    api.path("/v1/read", Map.of(HttpMethod.POST, space::read));
    api.path("/v1/update", Map.of(HttpMethod.POST, space::update));
    api.path("/v1/modify", Map.of(HttpMethod.POST, space::modify));
    api.path("/v1/renew", Map.of(HttpMethod.POST, space::renew));
    api.path("/v1/cancel-lease", Map.of(HttpMethod.POST, space::cancelLease));
    api.path("/v1/take-all", Map.of(HttpMethod.POST, space::takeAll));
    api.path("/v1/contents", Map.of(HttpMethod.POST, space::contents));
    api.path("/v1/count", Map.of(HttpMethod.POST, space::count));
    api.path("/v1/explain", Map.of(HttpMethod.POST, space::explain));
    api.path(
        "/v1/indexes", Map.of(HttpMethod.GET, host::indexes, HttpMethod.POST, space::declareIndex));
    transactions(api, new TransactionEndpoints(space, limits));
    api.path("/v1/events", Map.of(HttpMethod.POST, space::events));
    api.path("/v1/sessions", Map.of(HttpMethod.POST, space::openSession));
    api.path("/v1/sessions/:session", Map.of(HttpMethod.DELETE, space::endSession));
    api.path("/v1/operations/:op", Map.of(HttpMethod.DELETE, space::cancel));
    api.path("/v1/cluster", Map.of(HttpMethod.GET, host::cluster));
    api.path("/v1/hosts", Map.of(HttpMethod.GET, host::hosts));
    api.path(
        "/v1/hosts/:host", Map.of(HttpMethod.PUT, host::admit, HttpMethod.DELETE, host::remove));
    api.path(
        "/v1/hosts/:host/drain",
        Map.of(
            HttpMethod.GET, host::drained,
            HttpMethod.PUT, host::drain,
            HttpMethod.DELETE, host::cancelDrain));
    api.path(
        "/v1/voters", Map.of(HttpMethod.GET, host::voters, HttpMethod.PUT, host::changeVoters));
    api.path("/v1/strategies", Map.of(HttpMethod.GET, host::strategies));
    api.path("/v1/strategy", Map.of(HttpMethod.PUT, host::chooseStrategy));
    api.path("/v1/auctions/last", Map.of(HttpMethod.GET, host::lastAuction));
    api.path("/v1/auctions/:token", Map.of(HttpMethod.GET, host::auction));
    api.path(
        "/v1/snapshots",
        Map.of(HttpMethod.GET, host::snapshots, HttpMethod.POST, host::takeSnapshot));
    api.path("/v1/restore", Map.of(HttpMethod.POST, space::restore));
    api.path("/v1/health", Map.of(HttpMethod.GET, host::health));
    api.path("/v1/openapi.yaml", Map.of(HttpMethod.GET, HttpApi::openapi));
    router
        .route("/v1/*")
        .handler(
            context -> {
              throw ProblemException.of(
                  ProblemType.NOT_FOUND, "nothing is at this path; GET /v1/openapi.yaml lists all");
            });
  }

  private static void transactions(HttpApi api, TransactionEndpoints transactions) {
    String one = TransactionEndpoints.PATH + ":transaction";
    api.path("/v1/transactions", Map.of(HttpMethod.POST, transactions::begin));
    api.path(one + "/tuples", Map.of(HttpMethod.POST, transactions::write));
    api.path(one + "/read", Map.of(HttpMethod.POST, transactions::read));
    api.path(one + "/take", Map.of(HttpMethod.POST, transactions::take));
    api.path(one + "/renew", Map.of(HttpMethod.POST, transactions::renew));
    api.path(one + "/commit", Map.of(HttpMethod.POST, transactions::commit));
    api.path(one + "/abort", Map.of(HttpMethod.POST, transactions::abort));
  }

  private void path(String path, Map<HttpMethod, Handler<RoutingContext>> methods) {
    Map<String, Handler<RoutingContext>> allowed = new TreeMap<>();
    methods.forEach((method, handler) -> allowed.put(method.name(), handler));
    if (methods.containsKey(HttpMethod.GET)) {
      allowed.put(HttpMethod.HEAD.name(), methods.get(HttpMethod.GET));
    }
    allowed.forEach(
        (method, handler) -> router.route(HttpMethod.valueOf(method), path).handler(handler));
    String allow = String.join(", ", allowed.keySet());
    Route others = router.route(path);
    others.handler(
        context -> {
          context.response().putHeader(HttpHeaders.ALLOW, allow);
          throw ProblemException.of(
              ProblemType.METHOD_NOT_ALLOWED,
              "this path takes "
                  + allowed.keySet().stream().collect(Collectors.joining(" or "))
                  + ", not "
                  + context.request().method());
        });
  }

  private static void secure(RoutingContext context) {
    context
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    context.next();
  }

  private static void failed(RoutingContext context) {
    Throwable failure = context.failure();
    Answers.problem(
        context.response(),
        failure != null
            ? failure
            // The router's own: a path that is no path.
            : ProblemException.of(ProblemType.INVALID, "this request line cannot be read"));
  }

  private static void openapi(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml").end(OPENAPI);
  }

  private static Buffer resource(String name) {
    try (InputStream in = HttpApi.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not packed with the server");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
