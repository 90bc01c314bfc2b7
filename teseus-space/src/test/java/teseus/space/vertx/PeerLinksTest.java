package teseus.space.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;

class PeerLinksTest {
  private static final HostId ARES = new HostId("ares");
  private static final HostId HERA = new HostId("hera");
  private static final HostId ZEUS = new HostId("zeus");
  private static final long SEED = 20_261_122;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    LinkedHost.done(vertx.close());
  }

  @Test
  void carriesMessagesBothWaysInOrder() {
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));
    LinkedHost ares = host(ARES, 0, Map.of(HERA, hera.port()));
    assertThat(ares.nextEvent()).isEqualTo("up hera");
    assertThat(hera.nextEvent()).isEqualTo("up ares");

    for (int i = 0; i < 1_000; i++) {
      send(ares, HERA, "to hera " + i);
      send(hera, ARES, "to ares " + i);
    }

    for (int i = 0; i < 1_000; i++) {
      assertThat(hera.nextPayload()).asString().isEqualTo("to hera " + i);
      assertThat(ares.nextPayload()).asString().isEqualTo("to ares " + i);
    }
  }

  @Test
  void makesOneLinkBetweenAnyTwoOfThreeHosts() {
    LinkedHost zeus = host(ZEUS, 0, Map.of(ARES, 1, HERA, 1));
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1, ZEUS, zeus.port()));
    LinkedHost ares = host(ARES, 0, Map.of(HERA, hera.port(), ZEUS, zeus.port()));

    for (LinkedHost host : new LinkedHost[] {ares, hera, zeus}) {
      assertThat(host.nextEvent()).startsWith("up ");
      assertThat(host.nextEvent()).startsWith("up ");
    }
    assertThat(ares.inOneTurn(PeerLinks::reached)).containsExactlyInAnyOrder(HERA, ZEUS);
    assertThat(hera.inOneTurn(PeerLinks::reached)).containsExactlyInAnyOrder(ARES, ZEUS);
    assertThat(zeus.inOneTurn(PeerLinks::reached)).containsExactlyInAnyOrder(ARES, HERA);
  }

  @Test
  void writesTheLittleThatWasSentInOneTurnAtOnceAndHandsItOnTogether() {
    LinkedHost[] pair = pair();
    assertThat(writesFor(pair[0], 100)).as("one, and a heartbeat or two").isBetween(1L, 3L);
    for (int i = 0; i < 100; i++) {
      assertThat(pair[1].nextPayload()).asString().isEqualTo("message " + i);
    }
    assertThat(pair[1].deliveries()).as("some with many").isLessThan(100);
  }

  @Test
  void writesMuchBeforeTheTurnEndsSoThatThePeerCanBegin() {
    LinkedHost[] pair = pair();
    int bytes = 500 * ("message 100".length() + LinkFrames.HEADER);
    long most = bytes / Outbox.ENOUGH + 3;
    assertThat(writesFor(pair[0], 500)).isBetween(2L, most);
    for (int i = 0; i < 500; i++) {
      assertThat(pair[1].nextPayload()).asString().isEqualTo("message " + i);
    }
  }

  /** Sends so many messages to hera in one turn; returns in how many writes they left. */
  private static long writesFor(LinkedHost ares, int messages) {
    Traffic before =
        ares.inOneTurn(
            links -> {
              Traffic its = links.traffic(HERA).orElseThrow();
              for (int i = 0; i < messages; i++) {
                assertThat(links.send(HERA, bytes("message " + i))).isTrue();
              }
              return its;
            });
    Traffic after = ares.inOneTurn(links -> links.traffic(HERA).orElseThrow());
    assertThat(after.messages() - before.messages()).isEqualTo(messages);
    return after.writes() - before.writes();
  }

  @Test
  void sendsALargeMessageInChunksThatOthersPassBetween() {
    LinkedHost[] pair = pair();
    byte[] large = new byte[LinkFrames.MAX_MESSAGE];
    new Random(SEED).nextBytes(large);

    boolean sent =
        pair[0].inOneTurn(
            links -> links.send(HERA, large) && links.send(HERA, bytes("a small one")));

    assertThat(sent).isTrue();
    assertThat(pair[1].nextPayload()).asString().isEqualTo("a small one");
    assertThat(Arrays.equals(pair[1].nextPayload(), large)).as("seed " + SEED).isTrue();
  }

  @Test
  void carriesEverySizeAroundTheLimitOfAFrame() {
    LinkedHost[] pair = pair();
    Random random = new Random(SEED);
    int[] sizes = {
      0,
      1,
      LinkFrames.MAX_WHOLE - 1,
      LinkFrames.MAX_WHOLE,
      LinkFrames.MAX_WHOLE + 1,
      LinkFrames.MAX_CHUNK * 2,
      LinkFrames.MAX_CHUNK * 2 + 1
    };

    for (int size : sizes) {
      byte[] payload = new byte[size];
      random.nextBytes(payload);
      assertThat(pair[1].<Boolean>inOneTurn(links -> links.send(ARES, payload))).isTrue();
      assertThat(Arrays.equals(pair[0].nextPayload(), payload))
          .as("size " + size + ", seed " + SEED)
          .isTrue();
    }
  }

  @Test
  void refusesAMessageAboveTheLimit() {
    LinkedHost[] pair = pair();
    byte[] tooLarge = new byte[LinkFrames.MAX_MESSAGE + 1];

    assertThatThrownBy(() -> pair[0].inOneTurn(links -> links.send(HERA, tooLarge)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("33554432");
  }

  @Test
  void saysSoWhenThereIsNoLink() {
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));

    assertThat(hera.<Boolean>inOneTurn(links -> links.send(ARES, bytes("lost")))).isFalse();
    assertThat(hera.<Boolean>inOneTurn(links -> links.traffic(ARES).isEmpty())).isTrue();
  }

  @Test
  void linksAgainWhenAPeerComesBack() {
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));
    int port = hera.port();
    LinkedHost ares = host(ARES, 0, Map.of(HERA, port));
    assertThat(ares.nextEvent()).isEqualTo("up hera");

    hera.stop();
    assertThat(ares.nextEvent()).startsWith("down hera: ");
    LinkedHost again = host(HERA, port, Map.of(ARES, 1));

    assertThat(ares.nextEvent()).isEqualTo("up hera");
    assertThat(again.nextEvent()).isEqualTo("up ares");
    send(ares, HERA, "welcome back");
    assertThat(again.nextPayload()).asString().isEqualTo("welcome back");
  }

  @Test
  void linksWithAHostOnceItIsOnTheList() {
    LinkedHost hera = host(HERA, 0, Map.of(ZEUS, 1));
    LinkedHost ares = host(ARES, 0, Map.of(HERA, hera.port()));

    SocketAddress there = SocketAddress.inetSocketAddress(ares.port(), "127.0.0.1");
    list(hera, Map.of(ARES, there), Set.of());

    assertThat(ares.nextEvent()).isEqualTo("up hera");
    assertThat(hera.nextEvent()).isEqualTo("up ares");
  }

  @Test
  void dialsAHostThatIsListedLater() {
    LinkedHost ares = host(ARES, 0, Map.of());
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));

    SocketAddress there = SocketAddress.inetSocketAddress(hera.port(), "127.0.0.1");
    list(ares, Map.of(HERA, there), Set.of());

    assertThat(ares.nextEvent()).isEqualTo("up hera");
  }

  @Test
  void tellsAHostThatItWasRemoved() {
    LinkedHost[] pair = pair();

    list(pair[1], Map.of(), Set.of(ARES));

    assertThat(pair[0].nextEvent()).startsWith("down hera: refused: ares was removed");
    assertThat(pair[0].nextEvent()).startsWith("removed: ares was removed from the cluster");
    assertThat(pair[0].nextEvent()).startsWith("removed: "); // as often as it comes back
  }

  private static void list(LinkedHost at, Map<HostId, SocketAddress> hosts, Set<HostId> gone) {
    boolean unused =
        at.inOneTurn(
            links -> {
              links.peers(hosts, gone);
              return true;
            });
  }

  @Test
  void refusesAnotherCluster() throws IOException {
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));
    try (RawPeer peer = new RawPeer(hera.port())) {
      peer.frame(LinkFrames.HELLO, RawPeer.hello("another", "ares", 1));

      assertThat(peer.refusal())
          .isEqualTo("host ares belongs to cluster 'another', host hera to 'test'");
      assertThat(peer.readToEnd()).isZero();
    }
  }

  @Test
  void refusesAHostItDoesNotKnow() throws IOException {
    LinkedHost hera = host(HERA, 0, Map.of(ZEUS, 1));
    try (RawPeer peer = new RawPeer(hera.port())) {
      peer.frame(LinkFrames.HELLO, RawPeer.hello("test", "ares", 1));

      assertThat(peer.refusal())
          .isEqualTo("host ares is not on the list of hosts of hera: start it with --join");
      assertThat(peer.readToEnd()).isZero();
    }
  }

  @Test
  void refusesAHostThatItDialsItself() throws IOException {
    LinkedHost ares = host(ARES, 0, Map.of(HERA, 1));
    try (RawPeer peer = new RawPeer(ares.port())) {
      peer.frame(LinkFrames.HELLO, RawPeer.hello("test", "hera", 1));

      assertThat(peer.refusal()).contains("ares dials host hera");
    }
  }

  @Test
  void refusesAnotherVersionAndNamesBoth() throws IOException {
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));
    byte[] hello = RawPeer.hello("test", "ares", 1);
    hello[5] = 9;
    try (RawPeer peer = new RawPeer(hera.port())) {
      peer.frame(LinkFrames.HELLO, hello);

      assertThat(peer.refusal()).contains("version 9").contains("this host speaks 1");
    }
  }

  @Test
  void refusesASecondProcessOfALivingHost() throws IOException {
    LinkedHost[] pair = pair();
    try (RawPeer impostor = new RawPeer(pair[1].port())) {
      impostor.frame(LinkFrames.HELLO, RawPeer.hello("test", "ares", 1));

      assertThat(impostor.refusal()).contains("another process is linked as host ares");
    }
    send(pair[0], HERA, "still here");
    assertThat(pair[1].nextPayload()).asString().isEqualTo("still here");
  }

  @Test
  void takesANewLinkOfTheSameProcessForTheOldOne() throws IOException {
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));
    try (RawPeer first = new RawPeer(hera.port());
        RawPeer second = new RawPeer(hera.port())) {
      first.frame(LinkFrames.HELLO, RawPeer.hello("test", "ares", 7));
      assertThat(hera.nextEvent()).isEqualTo("up ares");

      second.frame(LinkFrames.HELLO, RawPeer.hello("test", "ares", 7));

      assertThat(hera.nextEvent()).isEqualTo("down ares: the peer has made a new link");
      assertThat(hera.nextEvent()).isEqualTo("up ares");
      first.readToEnd();
      second.frame(LinkFrames.MESSAGE, bytes("over the new one"));
      assertThat(hera.nextPayload()).asString().isEqualTo("over the new one");
    }
  }

  @Test
  void closesOnGarbageAndServesOn() throws IOException {
    LinkedHost[] pair = pair();
    try (RawPeer web = new RawPeer(pair[1].port())) {
      web.raw(bytes("GET / HTTP/1.1\r\nHost: hera\r\n\r\n"));

      assertThat(web.refusal()).isEqualTo("no greeting of a Teseus host");
      assertThat(web.readToEnd()).isZero();
    }
    send(pair[0], HERA, "still here");
    assertThat(pair[1].nextPayload()).asString().isEqualTo("still here");
  }

  @Test
  void closesALinkWhoseFrameAnnouncesFourGibibytes() throws IOException {
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));
    try (RawPeer peer = new RawPeer(hera.port())) {
      peer.frame(LinkFrames.HELLO, RawPeer.hello("test", "ares", 1));
      assertThat(hera.nextEvent()).isEqualTo("up ares");

      peer.raw(new byte[] {-1, -1, -1, -1, LinkFrames.MESSAGE});

      assertThat(hera.nextEvent()).startsWith("down ares: it sent a frame of 4294967295 bytes");
      peer.readToEnd();
    }
  }

  @Test
  void reportsAPeerThatFallsSilent() throws IOException {
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));
    long start = System.nanoTime();
    try (RawPeer peer = new RawPeer(hera.port())) {
      peer.frame(LinkFrames.HELLO, RawPeer.hello("test", "ares", 1));

      assertThat(hera.nextEvent()).isEqualTo("up ares");
      assertThat(hera.nextEvent()).isEqualTo("down ares: silent for 1000 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
      assertThat(peer.readToEnd()).as("greeting and heartbeats").isPositive();
    }
  }

  @Test
  void closesAConnectionThatNeverGreets() throws IOException {
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));
    try (RawPeer peer = new RawPeer(hera.port())) {
      assertThat(peer.readToEnd()).isZero();
    }
  }

  @Test
  void keepsNoMoreThanTheWindowForAPeerThatDoesNotRead() throws IOException {
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));
    byte[] payload = new byte[100_000];
    try (RawPeer peer = new RawPeer(hera.port())) {
      peer.frame(LinkFrames.HELLO, RawPeer.hello("test", "ares", 1));
      assertThat(hera.nextEvent()).isEqualTo("up ares");

      long most =
          hera.inOneTurn(
              links -> {
                long queued = 0;
                while (links.send(ARES, payload)) { // the operating system takes some
                  queued = links.traffic(ARES).orElseThrow().queued();
                }
                return queued;
              });

      assertThat(most)
          .isLessThanOrEqualTo(LinkFrames.MAX_MESSAGE)
          .isGreaterThan(LinkFrames.MAX_MESSAGE - 200_000);
      assertThat(hera.nextEvent()).startsWith("down ares: it does not read");
    }
  }

  @Test
  void dropsWhatIsQueuedWhenItGivesUpOnAPeerThatDoesNotRead() throws IOException {
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1));
    byte[] payload = new byte[100_000];
    try (RawPeer peer = new RawPeer(hera.port())) {
      peer.frame(LinkFrames.HELLO, RawPeer.hello("test", "ares", 1));
      assertThat(hera.nextEvent()).isEqualTo("up ares");
      long sent = 0;
      while (hera.<Boolean>inOneTurn(links -> links.send(ARES, payload))) {
        sent += payload.length;
      }
      assertThat(hera.nextEvent()).startsWith("down ares: it does not read");

      assertThat(peer.readToEnd()).isLessThan(sent - LinkFrames.MAX_MESSAGE / 2);
    }
  }

  /** Two linked hosts, ares and hera, patient enough for a slow machine. */
  private LinkedHost[] pair() {
    Duration heartbeat = Duration.ofSeconds(1);
    LinkedHost hera = host(HERA, 0, Map.of(ARES, 1), heartbeat);
    LinkedHost ares = host(ARES, 0, Map.of(HERA, hera.port()), heartbeat);
    assertThat(ares.nextEvent()).isEqualTo("up hera");
    assertThat(hera.nextEvent()).isEqualTo("up ares");
    return new LinkedHost[] {ares, hera};
  }

  private LinkedHost host(HostId self, int port, Map<HostId, Integer> peers) {
    return host(self, port, peers, Duration.ofMillis(100));
  }

  private LinkedHost host(HostId self, int port, Map<HostId, Integer> peers, Duration heartbeat) {
    Map<HostId, SocketAddress> addresses = new HashMap<>();
    peers.forEach((peer, at) -> addresses.put(peer, loopback(at)));
    return LinkedHost.start(
        vertx,
        new LinkConfig(
            "test",
            self,
            loopback(port),
            addresses,
            heartbeat,
            heartbeat.multipliedBy(10),
            LinkFrames.MAX_MESSAGE + 1_000));
  }

  private static SocketAddress loopback(int port) {
    return SocketAddress.inetSocketAddress(port, "127.0.0.1");
  }

  private static void send(LinkedHost from, HostId to, String text) {
    assertThat(from.<Boolean>inOneTurn(links -> links.send(to, bytes(text)))).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
