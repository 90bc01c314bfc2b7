package teseus.server.http;

import io.vertx.core.Vertx;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages listen to {@link Events#ALL} over a WebSocket, and say nothing. Of the handler's many
 * transports only the plain WebSocket is open, and only to pages of the same origin: a browser
 * sends a WebSocket across origins without asking.
 *
 * <p>How large a message to the bridge may be is the server's {@code maxWebSocketMessageSize};
 * nothing larger than an address has any use here.
 */
final class Bridge {
  private static final String PATH = "/bridge/websocket";
  private static final int MAX_PAGES = 100;
  private static final int MAX_ADDRESS = 64;
  private static final int PING_TIMEOUT_MS = 20_000;

  private final AtomicInteger pages = new AtomicInteger();

  private Bridge() {}

  static void mount(Router router, Vertx vertx) {
    router.route("/bridge/*").handler(Bridge::admit);
    SockJSBridgeOptions options =
        new SockJSBridgeOptions()
            .setMaxHandlersPerSocket(Events.ALL.size())
            .setMaxAddressLength(MAX_ADDRESS)
            .setPingTimeout(PING_TIMEOUT_MS);
    Events.ALL.forEach(
        address -> options.addOutboundPermitted(new PermittedOptions().setAddress(address)));
    router
        .route("/bridge/*")
        .subRouter(SockJSHandler.create(vertx).bridge(options, new Bridge()::decide));
  }

  private static void admit(RoutingContext context) {
    if (!context.request().path().equals(PATH)) {
      context.response().setStatusCode(404).end();
    } else if (!sameOrigin(context)) {
      context.response().setStatusCode(403).end();
    } else {
      context.next();
    }
  }

  private static boolean sameOrigin(RoutingContext context) {
    String origin = context.request().getHeader("Origin");
    if (origin == null) {
      return true; // no browser: whoever can send this could send any other origin
    }
    String host = context.request().getHeader("Host");
    return host != null && host.equalsIgnoreCase(authority(origin));
  }

  private static @Nullable String authority(String origin) {
    try {
      return new URI(origin).getAuthority();
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private void decide(BridgeEvent event) {
    event.complete(allows(event));
  }

  private boolean allows(BridgeEvent event) {
    BridgeEventType type = event.type();
    switch (type) {
      case SOCKET_CREATED:
        // A page turned away is closed before it counts: no SOCKET_CLOSED follows for it.
        return pages.getAndUpdate(count -> Math.min(MAX_PAGES, count + 1)) < MAX_PAGES;
      case SOCKET_CLOSED:
        pages.decrementAndGet();
        return true;
      case SEND:
      case PUBLISH:
        return false;
      case RECEIVE:
        // A page that reads too slowly misses events instead of filling the host's memory.
        return !event.socket().writeQueueFull();
      default:
        return true;
    }
  }
}
