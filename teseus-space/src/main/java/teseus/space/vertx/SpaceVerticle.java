package teseus.space.vertx;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.UnavailableException;
import teseus.space.host.Host;
import teseus.space.host.HostStatus;
import teseus.space.host.Readings;
import teseus.space.host.Recovered;
import teseus.space.spi.Network;
import teseus.space.wire.Beacon;
import teseus.space.wire.BeaconCodec;
import teseus.space.wire.Frame;
import teseus.space.wire.FrameCodec;
import teseus.space.wire.MalformedException;
import teseus.space.wire.Roster;

/**
 * Runs a {@link Host} on Vert.x: peer links and the event bus bring it what others say, a timer
 * tells it the time, and callers come by themselves, each on its own thread while nobody else is at
 * it. Deploy one instance, not as a worker. Its methods may be called from any thread.
 */
public final class SpaceVerticle extends VerticleBase {
  private static final System.Logger LOG = System.getLogger(SpaceVerticle.class.getName());

  private final SpaceSetup setup;
  private final Departure departure;
  private final Promise<String> broken = Promise.promise();
  private final Promise<String> removed = Promise.promise();
  private final RunningHost running = new RunningHost(() -> (ContextInternal) context);
  private final Errands errands = new Errands(running::later, this::mine, running::failed);
  private final Gateway gateway = new Door(running, errands);
  // The verticle's context owns these.
  private LogOpener.@Nullable Opened store;
  private @Nullable PeerLinks links;
  private @Nullable FunctionPool functions;
  private @Nullable BusBeacons beacons;

  /** A host that is not started. */
  public SpaceVerticle(SpaceSetup setup) {
    this.setup = setup;
    this.departure = new Departure(setup.host().self(), setup.watch(), this::list);
  }

  @Override
  public Future<?> start() {
    Recovered recovered = new Recovered(setup.firstEpoch());
    return vertx
        .executeBlocking(() -> open(recovered))
        .compose(
            opened -> {
              store = opened;
              return setup.links() == null ? Future.succeededFuture() : hear();
            })
        .compose(
            hearing -> {
              running.run(make(recovered));
              LinkConfig peers = setup.links();
              return peers == null ? Future.succeededFuture() : link(peers);
            })
        .onSuccess(
            started -> {
              running.turn(Host::start);
              stranded();
            });
  }

  private Future<?> hear() {
    return BusBeacons.start(vertx, this::beacon).onSuccess(started -> beacons = started);
  }

  private Future<?> link(LinkConfig peers) {
    return PeerLinks.start(vertx, peers, new Peers()).onSuccess(started -> links = started);
  }

  private LogOpener.Opened open(Recovered recovered) throws Exception {
    LogOpener.Opened opened =
        setup.log().open(recovered, new Forces(running, this::settled, broken::tryComplete));
    recovered.doubted(opened.doubt());
    return opened;
  }

  private void settled() {
    Objects.requireNonNull(store).settled().run();
  }

  private Host make(Recovered recovered) {
    LogOpener.Opened opened = Objects.requireNonNull(store);
    SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    FunctionPool pool = new FunctionPool(setup.functions(), new Results());
    functions = pool;
    return new Host(
        setup.host(),
        recovered,
        opened.store(),
        opened.log(),
        new Roads(),
        pool,
        random,
        setup.strategies(),
        departure);
  }

  /** Says so if the log holds active tuples that this host cannot compute any more. */
  private void stranded() {
    running.turn(
        (host, now) -> {
          HostStatus status = host.status(0, 0, now);
          if (status.stranded() > 0) {
            LOG.log(
                System.Logger.Level.WARNING,
                "{0} active tuples wait for functions that are not registered at {1} any more; it"
                    + " has {2}",
                status.stranded(),
                status.host(),
                new TreeSet<>(status.functions()));
          }
        });
  }

  @Override
  public Future<?> stop() {
    Promise<Void> idle = RunningHost.promise();
    running.stop(idle::complete);
    return idle.future().compose(unused -> close());
  }

  private Future<?> close() {
    if (functions != null) {
      functions.close();
    }
    Future<Void> linksClosed = links == null ? Future.succeededFuture() : links.close();
    Future<Void> busClosed = beacons == null ? Future.succeededFuture() : beacons.close();
    LogOpener.Opened opened = store;
    return Future.join(linksClosed, busClosed)
        .transform(
            ended ->
                opened == null
                    ? Future.succeededFuture()
                    : vertx.executeBlocking(
                        () -> {
                          opened.log().close();
                          return null;
                        }));
  }

  /** Completes if the log breaks: the host has stopped answering, and the process should end. */
  public Future<String> broken() {
    return broken.future();
  }

  /**
   * Completes once the host is drained: it leads and keeps nothing, META neither, nothing comes to
   * it any more, and nobody misses it when it ends.
   */
  public Future<Void> drained() {
    return departure.drained();
  }

  /** Completes, saying why, if this host was removed from the cluster: it has nothing to do. */
  public Future<String> removed() {
    return removed.future();
  }

  private void list(Roster roster) {
    Map<HostId, SocketAddress> peers = new HashMap<>();
    roster
        .members()
        .forEach(
            (peer, member) ->
                peers.put(
                    peer,
                    SocketAddress.inetSocketAddress(member.at().port(), member.at().address())));
    errands.leave(
        () -> {
          if (links != null) {
            links.peers(peers, roster.removed().keySet());
          }
        });
  }

  /** The host's door, for those who ask; open while the host runs. */
  public Gateway gateway() {
    return gateway;
  }

  /** The host's clock. */
  public HostClock clock() {
    return running.clock();
  }

  /** What the host it runs on is like; the disk is asked here. */
  public void measured(Readings readings) {
    running.turn(
        (host, now) -> {
          if (store != null) {
            host.measured(
                new Readings(
                    readings.cpuIdle(),
                    readings.diskIdle(),
                    readings.availability(),
                    store.full().getAsBoolean()));
          }
        });
  }

  /** Runs something while nobody else is at the host, and then what it made due. */
  public void execute(Runnable task) {
    running.execute(task);
  }

  /**
   * Asks the host something while nobody else is at it.
   *
   * @param question gets the host and the time, on the calling thread or another's; must not block
   *     or keep the host
   * @return what it gave; fails with {@link UnavailableException} if the host does not run
   */
  public <T> Future<T> ask(Question<T> question) {
    return running.ask(question);
  }

  /** Something to ask a host. */
  @FunctionalInterface
  public interface Question<T> {
    /** Asks it. */
    T put(Host host, long now);
  }

  private boolean mine() {
    return ((ContextInternal) context).isRunningOnContext();
  }

  private void beacon(byte[] bytes) {
    try {
      Beacon heard = BeaconCodec.decode(bytes);
      running.turn((host, now) -> host.heard(heard, now));
    } catch (MalformedException e) {
      LOG.log(System.Logger.Level.WARNING, "a beacon could not be read: {0}", e.getMessage());
    }
  }

  /** What functions give, on threads of their own. */
  private final class Results implements FunctionPool.Results {
    @Override
    public void computed(SegmentId segment, TokenId token, Tuple result) {
      running.later(() -> running.turn((host, now) -> host.computed(segment, token, result, now)));
    }

    @Override
    public void failed(SegmentId segment, TokenId token, String why) {
      running.later(() -> running.turn((host, now) -> host.failed(segment, token, why, now)));
    }
  }

  /** What peers say. */
  private final class Peers implements PeerLinks.Listener {
    @Override
    public void up(HostId peer) {
      running.turn((host, now) -> host.linkUp(peer, now));
      setup.members().changed(peer, true, "linked");
    }

    @Override
    public void down(HostId peer, String why) {
      running.turn((host, now) -> host.linkDown(peer, now));
      setup.members().changed(peer, false, why);
    }

    @Override
    public void removed(String why) {
      removed.tryComplete(why);
    }

    @Override
    public void received(HostId peer, List<byte[]> payloads) {
      List<Frame> frames = new ArrayList<>(payloads.size());
      for (byte[] payload : payloads) {
        try {
          frames.add(FrameCodec.decode(payload));
        } catch (MalformedException e) {
          LOG.log(
              System.Logger.Level.WARNING,
              "a message of {0} could not be read: {1}",
              peer,
              e.getMessage());
        }
      }
      running.shallow();
      running.turn((host, now) -> host.receive(peer, frames, now));
    }
  }

  /** The roads to peers. */
  private final class Roads implements Network {
    @Override
    public void send(HostId to, Frame frame) {
      byte[] bytes = FrameCodec.encode(frame);
      errands.leave(
          () -> {
            if (links != null) {
              boolean unused = links.send(to, bytes);
            }
          });
    }

    @Override
    public void publish(Beacon beacon) {
      byte[] bytes = BeaconCodec.encode(beacon);
      errands.leave(
          () -> {
            if (beacons != null) {
              beacons.publish(bytes);
            }
          });
    }
  }
}
