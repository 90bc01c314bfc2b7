package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryIT {
  private final String cluster = "test-" + UUID.randomUUID();
  private final List<Vertx> started = new ArrayList<>();

  @AfterEach
  void leave() throws Exception {
    for (Vertx vertx : started) {
      vertx.close().await(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void beaconsPassBetweenTwoHostsAndNobodyHearsItsOwn() throws Exception {
    List<Integer> ports = freePorts(4);
    Vertx one = join(ports.get(0), ports.get(1), ports.get(2));
    Vertx two = join(ports.get(2), ports.get(3), ports.get(0));
    BlockingQueue<byte[]> atOne = new LinkedBlockingQueue<>();
    BlockingQueue<byte[]> atTwo = new LinkedBlockingQueue<>();
    BusBeacons ofOne = BusBeacons.start(one, atOne::add).await(20, TimeUnit.SECONDS);
    BusBeacons ofTwo = BusBeacons.start(two, atTwo::add).await(20, TimeUnit.SECONDS);

    ofOne.publish(new byte[] {1});
    assertThat(atTwo.poll(20, TimeUnit.SECONDS)).containsExactly(1);
    ofTwo.publish(new byte[] {2});
    assertThat(atOne.poll(20, TimeUnit.SECONDS)).as("not its own first").containsExactly(2);
    ofOne.publish(new byte[] {3});
    assertThat(atTwo.poll(20, TimeUnit.SECONDS)).as("not its own first").containsExactly(3);
  }

  private Vertx join(int port, int busPort, int peer) throws Exception {
    long start = System.nanoTime();
    Vertx vertx =
        new Discovery(cluster, "127.0.0.1", port, busPort, List.of("127.0.0.1:" + peer))
            .join()
            .await(60, TimeUnit.SECONDS);
    System.out.println("joined in ms " + (System.nanoTime() - start) / 1_000_000);
    started.add(vertx);
    return vertx;
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
