package teseus.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.List;
import teseus.space.FieldIndex;
import teseus.space.Limits;
import teseus.space.SpaceException;
import teseus.space.Token;
import teseus.space.host.LoadLimits;
import teseus.space.host.TransactionLimits;

/** A host with a list for its space, behind the API as it is, for tests of what calls it. */
public final class FakeHost implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final FakeGateway gateway = new FakeGateway(vertx);
  private final HttpServer server;

  /**
   * Listens on loopback.
   *
   * @param port 0 for any
   */
  public FakeHost(int port, Admin admin) throws Exception {
    Router router = Router.router(vertx);
    HttpApi.mount(
        router,
        vertx,
        gateway,
        admin,
        Limits.DEFAULT,
        LoadLimits.DEFAULT,
        TransactionLimits.DEFAULT,
        Limits.DEFAULT.bytes());
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(port, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, SECONDS);
  }

  public String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** From now on every operation fails like this, undone. */
  public void failWith(SpaceException why) {
    gateway.failWith(why);
  }

  public List<Token> tokens() {
    return gateway.tokens();
  }

  public List<FieldIndex> indexes() {
    return gateway.indexes();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
  }
}
