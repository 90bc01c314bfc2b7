package teseus.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * The page that shows a cluster at work, at {@code /}, and the one-way bridge that feeds it from
 * the event bus, at {@code /bridge/websocket}. What it shows: {@code docs/dashboard.md}.
 */
public final class Dashboard {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-cache");

  private Dashboard() {}

  /**
   * Adds the page's routes and the bridge's. The page itself asks {@code /v1/cluster}, which is not
   * mounted here and may be missing. Call once per router, on any thread; the page's few files are
   * read from the class path before this returns.
   *
   * @param router the server's; its routes for other paths may come before or after
   * @param vertx whose event bus is shown
   * @throws IllegalStateException if a file of the page is not on the class path
   */
  public static void mount(Router router, Vertx vertx) {
    for (PageFile file : PageFile.all()) {
      router.get(file.path()).handler(context -> send(context, file));
    }
    Bridge.mount(router, vertx);
  }

  private static void send(RoutingContext context, PageFile file) {
    var response = context.response();
    HEADERS.forEach(response::putHeader);
    response.putHeader(HttpHeaders.ETAG, file.tag());
    if (file.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType()).end(file.content());
  }
}
