package teseus.space.host;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.wire.Beacon;

/**
 * How this host's clock stands to those of the others (PROTOCOL.md, rule 15), from what beacons say
 * of the time. A beacon was on its way for some time or none, so its sender's clock is ahead by at
 * least what it shows; and at most by what the sender makes of this host's own beacons in the same
 * way. Of several the narrowest counts. A host is measured by the median of all, itself among them:
 * where half the clocks say one thing and half another, as two that differ do, nobody can tell.
 */
final class Clocks {
  /** For how long the narrowest bound stands against wider ones: clocks drift. */
  private static final long FRESH_MS = 10_000;

  /** Beyond any time: nothing is known. */
  private static final long FAR = Long.MAX_VALUE / 4;

  private record Start(long store, long incarnation) {}

  private static final class Peer {
    private final @Nullable Start start; // null until it was heard
    private long least = -FAR;
    private long leastAt;
    private long most = FAR;
    private long mostAt;

    Peer(@Nullable Start start) {
      this.start = start;
    }

    void least(long ahead, long now) {
      if (ahead >= least || now - leastAt >= FRESH_MS) {
        least = ahead;
        leastAt = now;
      }
    }

    void most(long ahead, long now) {
      if (ahead <= most || now - mostAt >= FRESH_MS) {
        most = ahead;
        mostAt = now;
      }
    }
  }

  private final HostId self;
  private final StoreIdentity store;
  private final long bound;
  private final Consumer<Skew> changed;
  private final Map<HostId, Peer> peers = new HashMap<>();
  private Skew skew = Skew.NONE;

  /**
   * Nobody was heard yet.
   *
   * @param bound how far a clock may be off, in milliseconds
   * @param changed is told when this host comes to be off, or split from others, or no longer is
   */
  Clocks(HostId self, StoreIdentity store, long bound, Consumer<Skew> changed) {
    this.self = self;
    this.store = store;
    this.bound = bound;
    this.changed = changed;
  }

  /** A peer is within reach: until it was heard its clock may be anywhere. */
  void reached(HostId peer) {
    peers.put(peer, new Peer(null));
    review();
  }

  /** A peer spoke, whose present start it is; nothing comes of it if it is out of reach. */
  void heard(Beacon beacon, long now) {
    Peer peer = peers.get(beacon.host());
    if (peer == null) {
      return;
    }
    Start start = new Start(beacon.store(), beacon.incarnation());
    if (!start.equals(peer.start)) {
      peer = new Peer(start);
      peers.put(beacon.host(), peer);
    }
    peer.least(bounded(beacon.at()) - now, now);
    Beacon.Clock own = beacon.clocks().get(self);
    if (own != null && own.store() == store.id() && own.incarnation() == store.incarnation()) {
      peer.most(-bounded(own.ahead()), now);
    }
    review();
  }

  /** A peer is out of reach, and perhaps started anew before it is back. */
  void lost(HostId peer) {
    peers.remove(peer);
    review();
  }

  /** What a beacon says of the clocks of those that were heard. */
  Map<HostId, Beacon.Clock> heard() {
    Map<HostId, Beacon.Clock> clocks = new HashMap<>();
    peers.forEach(
        (host, peer) -> {
          Start start = peer.start;
          if (start != null) {
            clocks.put(host, new Beacon.Clock(start.store, start.incarnation, peer.least));
          }
        });
    return clocks;
  }

  /** How this host stands. */
  Skew skew() {
    return skew;
  }

  private static long bounded(long time) {
    return Math.max(1 - FAR, Math.min(FAR - 1, time));
  }

  private void review() {
    long[] least = sorted(peer -> peer.least);
    long[] most = sorted(peer -> peer.most);
    int lower = peers.size() / 2;
    int upper = (peers.size() + 1) / 2;
    judge(least[lower], most[upper], least[upper] - most[lower]);
  }

  private long[] sorted(ToLongFunction<Peer> of) {
    LongStream own = LongStream.of(0); // it is ahead of itself by nothing
    return LongStream.concat(own, peers.values().stream().mapToLong(of)).sorted().toArray();
  }

  /** The median is within some bounds; of an even number it is any time between the middle two. */
  private void judge(long from, long to, long apart) {
    long least = from > 0 ? -from : to < 0 ? -to : 0;
    boolean back = Math.max(Math.abs(from), Math.abs(to)) <= bound / 2;
    boolean off = Math.abs(least) > bound || skew.off() && !back;
    boolean split = apart > (skew.split() > 0 ? bound / 2 : bound);
    long ahead = off && least == 0 ? skew.ahead() : least; // as it was when it was last known
    Skew before = skew;
    skew = new Skew(ahead, off, split ? apart : 0);
    if (before.off() != off || before.split() > 0 != split) {
      changed.accept(skew);
    }
  }
}
