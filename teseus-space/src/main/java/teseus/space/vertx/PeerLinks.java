package teseus.space.vertx;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;

/**
 * The links of one host with its peers. Between any two hosts there is one link: the host with the
 * smaller name dials, for ever; both directions share the socket. Nothing is acknowledged here: a
 * link that breaks loses what was under way.
 *
 * <p>All of it, the listener's calls included, belongs to the context it was started on.
 */
final class PeerLinks implements Connection.Owner {
  private static final Logger LOG = System.getLogger(PeerLinks.class.getName());

  /** So many may be connected without having greeted; more are closed at once. */
  private static final int MAX_STRANGERS = 64;

  private final Vertx vertx;
  private final Context context;
  private final LinkConfig config;
  private final Listener listener;
  private final Hello self;
  private final NetServer server;
  // Held here because a client that nobody references is closed by the garbage collector.
  private final NetClient client;
  private final Map<HostId, SocketAddress> peers = new HashMap<>();
  private final Set<HostId> removed = new HashSet<>();
  private final Map<HostId, Dialer> dialers = new HashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Map<Connection, HostId> dialed = new HashMap<>();
  private final Set<Connection> strangers = new HashSet<>();
  private final Map<HostId, Connection> links = new HashMap<>();
  private final Complaints complaints = new Complaints();
  private boolean stopped;

  private PeerLinks(Vertx vertx, Context context, LinkConfig config, Listener listener) {
    this.vertx = vertx;
    this.context = context;
    this.config = config;
    this.listener = listener;
    this.self = new Hello(config.cluster(), config.self(), random.nextLong());
    this.server = vertx.createNetServer(Sockets.server(config.listen()));
    this.client = vertx.createNetClient(Sockets.client());
    peers.putAll(config.peers());
    peers.forEach(
        (peer, address) -> {
          @Nullable Dialer unused = dialTo(peer, address);
        });
  }

  /** Whoever is to be dialled from here has a dialer. */
  private @Nullable Dialer dialTo(HostId peer, SocketAddress address) {
    if (!dials(peer)) {
      return null;
    }
    Dialer dialer =
        new Dialer(
            vertx,
            client,
            address,
            new Backoff(random),
            socket -> connected(peer, socket),
            e -> complaints.about(Level.INFO, "peer " + peer, String.valueOf(e.getMessage())));
    dialers.put(peer, dialer);
    return dialer;
  }

  /**
   * The cluster has other hosts by now.
   *
   * @param listed where each listens, this one perhaps among them; those that the links began with
   *     remain peers unless they are gone
   * @param gone those that are hosts no more: their links are closed
   */
  void peers(Map<HostId, SocketAddress> listed, Set<HostId> gone) {
    if (stopped) {
      return;
    }
    gone.stream().filter(removed::add).forEach(this::remove);
    listed.forEach(
        (peer, address) -> {
          if (!peer.equals(config.self()) && !address.equals(peers.put(peer, address))) {
            Dialer before = dialers.remove(peer);
            if (before != null) {
              before.stop();
            }
            Dialer dialer = dialTo(peer, address);
            if (dialer != null && !links.containsKey(peer)) {
              dialer.dial();
            }
          }
        });
  }

  private void remove(HostId peer) {
    peers.remove(peer);
    Dialer dialer = dialers.remove(peer);
    if (dialer != null) {
      dialer.stop();
    }
    Connection link = links.get(peer);
    if (link != null) {
      link.remove(removed(peer));
    }
  }

  private static String removed(HostId peer) {
    return peer
        + " was removed from the cluster, and its name is not used again: to come back, a host takes"
        + " another name and an empty data folder";
  }

  /**
   * Listens and begins to dial, on the caller's context, which owns the links from then on.
   *
   * @return the links once the port is bound, most of them still down; fails if the address cannot
   *     be bound, and nothing is left behind then
   */
  static Future<PeerLinks> start(Vertx vertx, LinkConfig config, Listener listener) {
    Context context = vertx.getOrCreateContext();
    Promise<PeerLinks> started = Promise.promise();
    context.runOnContext(
        here -> new PeerLinks(vertx, context, config, listener).listen().onComplete(started));
    return started.future();
  }

  private Future<PeerLinks> listen() {
    server.connectHandler(this::accepted);
    return server
        .listen()
        .compose(
            bound -> {
              dialers.values().forEach(Dialer::dial);
              tickLater();
              return Future.succeededFuture(this);
            },
            e -> client.close().transform(closed -> Future.failedFuture(e)));
  }

  /**
   * Sends a payload to a peer. Payloads of up to {@link LinkFrames#MAX_WHOLE} bytes arrive in the
   * order they were sent; a larger one goes in chunks, and later ones may overtake it.
   *
   * @param payload at most {@value LinkFrames#MAX_MESSAGE} bytes; not to be changed any more
   * @return false if there is no link, or the peer has left more than the window unread, whereupon
   *     its link was closed; the payload is dropped then
   * @throws IllegalArgumentException if the payload is too large
   */
  boolean send(HostId to, byte[] payload) {
    if (payload.length > LinkFrames.MAX_MESSAGE) {
      throw new IllegalArgumentException(
          "a payload has at most "
              + LinkFrames.MAX_MESSAGE
              + " bytes, this one "
              + payload.length
              + ": split it");
    }
    Connection link = links.get(to);
    if (link == null) {
      return false;
    }
    if (link.outbox().queued() + payload.length > config.window()) {
      link.close("it does not read: " + link.outbox().queued() + " bytes wait for it");
      return false;
    }
    link.outbox().message(payload);
    return true;
  }

  /** The peers there is a link with, now. */
  Set<HostId> reached() {
    return Set.copyOf(links.keySet());
  }

  /** What the link with a peer has carried; empty if there is none. */
  Optional<Traffic> traffic(HostId peer) {
    return Optional.ofNullable(links.get(peer))
        .map(
            link ->
                new Traffic(
                    link.outbox().messages(),
                    link.outbox().writes(),
                    link.outbox().bytes(),
                    link.bytesReceived(),
                    link.outbox().queued()));
  }

  /** The port listened at. */
  int port() {
    return server.actualPort();
  }

  /** Closes all links, each with a last {@code down}, and stops listening and dialling. */
  Future<Void> close() {
    stopped = true;
    dialers.values().forEach(Dialer::stop);
    List.copyOf(dialed.keySet()).forEach(c -> c.close("this host stops"));
    List.copyOf(strangers).forEach(c -> c.close("this host stops"));
    List.copyOf(links.values()).forEach(c -> c.close("this host stops"));
    return Future.join(server.close(), client.close()).mapEmpty();
  }

  @Override
  public void greeted(Connection connection, Hello peer) {
    HostId expected = dialed.get(connection);
    if (peer.cluster().equals(config.cluster()) && removed.contains(peer.host())) {
      connection.remove(removed(peer.host()));
      return;
    }
    String refusal = refusal(peer, expected);
    if (refusal != null) {
      connection.refuse(refusal);
      return;
    }
    Connection old = links.get(peer.host());
    if (old != null) {
      old.close("the peer has made a new link");
    }
    strangers.remove(connection);
    links.put(peer.host(), connection);
    if (expected == null) {
      connection.greet(self);
    }
    complaints.settled("peer " + peer.host());
    LOG.log(Level.INFO, "linked with {0}", peer.host());
    guarded(() -> listener.up(peer.host()));
  }

  @Override
  public void received(Connection connection, Hello peer, List<byte[]> payloads) {
    guarded(() -> listener.received(peer.host(), payloads));
  }

  @Override
  public void closed(Connection connection, String why) {
    strangers.remove(connection);
    HostId expected = dialed.remove(connection);
    Hello peer = connection.peer();
    if (peer != null && links.remove(peer.host(), connection)) {
      LOG.log(Level.INFO, "link with {0} is down: {1}", peer.host(), why);
      guarded(() -> listener.down(peer.host(), why));
    } else if (!stopped) {
      String subject =
          expected == null ? "connection from " + connection.from() : "peer " + expected;
      complaints.about(Level.WARNING, subject, why);
    }
    Dialer dialer = expected == null ? null : dialers.get(expected);
    if (dialer != null && !stopped) {
      dialer.again();
    }
  }

  @Override
  public void removed(String why) {
    guarded(() -> listener.removed(why));
  }

  private boolean dials(HostId peer) {
    return config.self().compareTo(peer) < 0;
  }

  private void accepted(NetSocket socket) {
    Connection connection = new Connection(context, socket, this);
    if (stopped || strangers.size() >= MAX_STRANGERS) {
      connection.close("too many connections that have not greeted");
      return;
    }
    strangers.add(connection);
    connection.open();
  }

  private void connected(HostId peer, NetSocket socket) {
    Connection connection = new Connection(context, socket, this);
    dialed.put(connection, peer);
    connection.open();
    connection.greet(self);
  }

  /** Why a greeting is not good, or null if it is. */
  private @Nullable String refusal(Hello peer, @Nullable HostId expected) {
    if (!peer.cluster().equals(config.cluster())) {
      return "host "
          + peer.host()
          + " belongs to cluster '"
          + peer.cluster()
          + "', host "
          + config.self()
          + " to '"
          + config.cluster()
          + "'";
    }
    if (!peers.containsKey(peer.host())) {
      return "host "
          + peer.host()
          + " is not on the list of hosts of "
          + config.self()
          + ": start it with --join";
    }
    if (expected != null && !peer.host().equals(expected)) {
      return "host " + peer.host() + " answers where host " + expected + " should";
    }
    if (expected == null && dials(peer.host())) {
      return "host " + config.self() + " dials host " + peer.host() + ", not the other way round";
    }
    Connection old = links.get(peer.host());
    if (old != null && lives(old) && process(old) != peer.process()) {
      return "another process is linked as host " + peer.host() + ": stop one of them";
    }
    return null;
  }

  /** Whether a link has been heard of so lately that its process cannot have been replaced. */
  private static boolean lives(Connection link) {
    return link.silentBeats() < 2;
  }

  private static long process(Connection link) {
    Hello peer = link.peer();
    return peer == null ? 0 : peer.process();
  }

  private void tickLater() {
    // Armed anew each time: beats do not pile up while this process is paused, so that a host that
    // slept does not take its peers' silence for loss.
    vertx.setTimer(config.heartbeat().toMillis(), passed -> tick());
  }

  private void tick() {
    if (stopped) {
      return;
    }
    Set<Connection> all = new HashSet<>(strangers);
    all.addAll(dialed.keySet());
    all.addAll(links.values());
    for (Connection connection : all) {
      if (connection.silentBeats() >= config.patience()) {
        connection.close("silent for " + config.lostAfter().toMillis() + " ms");
      } else {
        connection.beat();
      }
    }
    dialed.forEach(
        (connection, peer) -> {
          Dialer dialer = dialers.get(peer);
          if (connection.peer() != null && dialer != null) {
            dialer.settled();
          }
        });
    tickLater();
  }

  /** A listener that throws loses that call only, not the frames behind it. */
  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a listener of the peer links failed", e);
    }
  }

  /** Who is told. Called on the context of the links; what it throws is logged. */
  interface Listener {
    /** There is a link with the peer. */
    void up(HostId peer);

    /** The link is gone; comes once after each {@code up}. */
    void down(HostId peer, String why);

    /** Payloads came together, at least one, in their order; their bytes are the listener's. */
    void received(HostId peer, List<byte[]> payloads);

    /** A peer says that this host is one of the cluster's no more. */
    void removed(String why);
  }
}
