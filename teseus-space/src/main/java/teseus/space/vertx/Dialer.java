package teseus.space.vertx;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;

/** Connects to one peer, again and again until it is stopped. Belongs to its context. */
final class Dialer {
  private final Vertx vertx;
  private final NetClient client;
  private final SocketAddress address;
  private final Backoff backoff;
  private final Consumer<NetSocket> connected;
  private final Consumer<Throwable> failed;
  private boolean stopped;

  Dialer(
      Vertx vertx,
      NetClient client,
      SocketAddress address,
      Backoff backoff,
      Consumer<NetSocket> connected,
      Consumer<Throwable> failed) {
    this.vertx = vertx;
    this.client = client;
    this.address = address;
    this.backoff = backoff;
    this.connected = connected;
    this.failed = failed;
  }

  void dial() {
    if (stopped) {
      return;
    }
    client
        .connect(address)
        .onComplete(
            socket -> {
              if (stopped) {
                socket.close();
              } else {
                connected.accept(socket);
              }
            },
            e -> {
              if (!stopped) {
                failed.accept(e);
                again();
              }
            });
  }

  /** The connection is gone, or never came: another one, after a while. */
  void again() {
    vertx.setTimer(backoff.next(), waited -> dial());
  }

  /** The connection has proved good. */
  void settled() {
    backoff.reset();
  }

  void stop() {
    stopped = true;
  }
}
