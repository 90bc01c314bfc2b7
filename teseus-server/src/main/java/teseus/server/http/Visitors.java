package teseus.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import teseus.space.BusyException;
import teseus.space.LimitReached;
import teseus.space.host.LoadLimits;
import teseus.space.host.TransactionLimits;

/**
 * Who asks over HTTP, and how much of this host each takes: one client is one address. A request
 * counts from before its body is read until it is answered, so that whoever asks too much is
 * refused before it costs anything, and the others are not. What ends a transaction counts too but
 * is let in all the same, for it may be what the others wait for: as many of a client at a time as
 * it may have transactions open. Thread-safe.
 */
final class Visitors {
  private final LoadLimits limits;
  private final int endings;
  private final Map<String, Taken> clients = new HashMap<>();
  private final Taken all = new Taken();

  Visitors(LoadLimits limits, TransactionLimits transacted) {
    this.limits = limits;
    this.endings = transacted.perClient();
  }

  private static final class Taken {
    private int open;
    private int ending;
    private long bytes;

    void add(int requests, int ends, long length) {
      open += requests;
      ending += ends;
      bytes += length;
    }
  }

  /** One request that was let in. */
  @FunctionalInterface
  interface Visit {
    /** It is over; a second time changes nothing. */
    void leave();
  }

  /**
   * Lets a request in.
   *
   * @param bytes that it may bring, at most
   * @throws BusyException if its client, or all together, have too much open; nothing was counted
   */
  synchronized Visit enter(HttpServerRequest request, long bytes) {
    String client = client(request);
    Taken its = clients.getOrDefault(client, new Taken());
    open("from " + client, LoadLimits.OPEN_PER_CLIENT, its.open, limits.openPerClient());
    pending("from " + client, LoadLimits.PENDING_PER_CLIENT, its, bytes, limits.pendingPerClient());
    open("at this host", LoadLimits.OPEN, all.open, limits.open());
    pending("at this host", LoadLimits.PENDING, all, bytes, limits.pending());
    return count(client, its, 0, bytes);
  }

  /**
   * Lets a request in that ends a transaction and brings nothing, however much is open.
   *
   * @throws BusyException if it is one too many, and its client ends more transactions than it may
   *     have open; nothing was counted
   */
  synchronized Visit enterToEnd(HttpServerRequest request) {
    String client = client(request);
    Taken its = clients.getOrDefault(client, new Taken());
    return its.ending < endings ? count(client, its, 1, 0) : enter(request, 0);
  }

  private Visit count(String client, Taken its, int ends, long bytes) {
    clients.put(client, its);
    its.add(1, ends, bytes);
    all.add(1, ends, bytes);
    AtomicBoolean left = new AtomicBoolean();
    return () -> {
      if (left.compareAndSet(false, true)) {
        leave(client, its, ends, bytes);
      }
    };
  }

  /** Whose a request is. */
  static String client(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    return address == null ? "" : String.valueOf(address.hostAddress());
  }

  private static void open(String where, String setting, int open, int limit) {
    if (open >= limit) {
      throw new BusyException(
          open
              + " requests "
              + where
              + " are open, and "
              + setting
              + " allows "
              + limit
              + "; try again when some have been answered",
          new LimitReached(setting, open, limit));
    }
  }

  private static void pending(String where, String setting, Taken taken, long more, long limit) {
    if (taken.bytes + more > limit) {
      throw new BusyException(
          "requests of "
              + taken.bytes
              + " bytes "
              + where
              + " are open, this one may bring "
              + more
              + ", and "
              + setting
              + " allows "
              + limit
              + "; try again when some have been answered",
          new LimitReached(setting, taken.bytes, limit));
    }
  }

  private synchronized void leave(String client, Taken its, int ends, long bytes) {
    its.add(-1, -ends, -bytes);
    all.add(-1, -ends, -bytes);
    if (its.open == 0) {
      clients.remove(client, its);
    }
  }
}
