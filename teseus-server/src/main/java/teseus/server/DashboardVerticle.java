package teseus.server;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import teseus.server.config.ClusterConfig;
import teseus.server.config.HostConfig;
import teseus.server.http.Dashboard;
import teseus.server.http.Events;
import teseus.server.http.HttpApi;
import teseus.space.vertx.Gateway;

/** The HTTP door of a host: the API, the page, and the road of its events. */
final class DashboardVerticle extends VerticleBase {
  private static final int MAX_FRAME = 1 << 16;

  private final ClusterConfig config;
  private final HostConfig self;
  private final Gateway gateway;
  private final HostAdmin admin;

  DashboardVerticle(ClusterConfig config, HostConfig self, Gateway gateway, HostAdmin admin) {
    this.config = config;
    this.self = self;
    this.gateway = gateway;
    this.admin = admin;
  }

  @Override
  public Future<?> start() {
    vertx.eventBus().<JsonObject>consumer(Events.HOST, message -> admin.heard(message.body()));
    Router router = Router.router(vertx);
    HttpApi.mount(
        router,
        vertx,
        gateway,
        admin,
        config.limits(),
        config.load(),
        config.transactions(),
        config.http().requestBytes());
    Dashboard.mount(router, vertx);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(self.address())
            .setPort(self.http())
            .setMaxWebSocketFrameSize(MAX_FRAME)
            .setMaxWebSocketMessageSize(MAX_FRAME);
    return vertx.createHttpServer(options).requestHandler(router).listen();
  }
}
