package teseus.space.vertx;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;

/** The options of every socket between hosts, in one place. */
final class Sockets {
  private static final int CONNECT_TIMEOUT_MS = 2_000;

  private Sockets() {}

  static NetServerOptions server(SocketAddress listen) {
    return new NetServerOptions()
        .setHost(listen.host())
        .setPort(listen.port())
        .setTcpNoDelay(true)
        .setTcpKeepAlive(true);
  }

  static NetClientOptions client() {
    return new NetClientOptions()
        .setConnectTimeout(CONNECT_TIMEOUT_MS)
        .setTcpNoDelay(true)
        .setTcpKeepAlive(true);
  }
}
