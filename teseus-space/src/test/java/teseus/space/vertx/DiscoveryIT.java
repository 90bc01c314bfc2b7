package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
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

    publishUntilHeard(ofOne, 1, atTwo);
    publishUntilHeard(ofTwo, 2, atOne);
    publishUntilHeard(ofOne, 1, atTwo);

    assertThat(atOne).allSatisfy(beacon -> assertThat(beacon).containsExactly(2));
    assertThat(atTwo).allSatisfy(beacon -> assertThat(beacon).containsExactly(1));
  }

  /** Again and again: a host may learn a moment late who else listens, and beacons are soft. */
  private static void publishUntilHeard(BusBeacons from, int beacon, BlockingQueue<byte[]> at)
      throws InterruptedException {
    byte[] heard = null;
    for (int i = 0; i < 100 && heard == null; i++) {
      from.publish(new byte[] {(byte) beacon});
      heard = at.poll(200, TimeUnit.MILLISECONDS);
    }
    assertThat(heard).containsExactly(beacon);
  }

  @Test
  void bindsItsOwnAddressAlone() throws Exception {
    List<Integer> ports = freePorts(3);
    join(ports.get(0), ports.get(1), ports.get(2));

    for (int port : ports.subList(0, 2)) {
      new Socket("127.0.0.1", port).close();
      assertThatThrownBy(() -> new Socket("127.0.0.2", port).close())
          .isInstanceOf(IOException.class);
    }
  }

  private Vertx join(int port, int busPort, int peer) throws Exception {
    Vertx vertx =
        new Discovery(cluster, "127.0.0.1", port, busPort, List.of("127.0.0.1:" + peer))
            .join()
            .await(60, TimeUnit.SECONDS);
    started.add(vertx);
    return vertx;
  }

  /** Below those that the system gives to outgoing connections, so that none is taken meanwhile. */
  private static List<Integer> freePorts(int count) {
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        ports.add(socket.getLocalPort());
      } catch (IOException taken) {
        continue;
      }
    }
    return List.copyOf(ports);
  }
}
