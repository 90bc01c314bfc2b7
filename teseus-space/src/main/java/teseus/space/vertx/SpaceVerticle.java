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
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.UnavailableException;
import teseus.space.host.Host;
import teseus.space.host.HostStatus;
import teseus.space.host.Readings;
import teseus.space.host.Recovered;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.host.Subscriber;
import teseus.space.spi.Log;
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
public final class SpaceVerticle extends VerticleBase implements Gateway {
  private static final System.Logger LOG = System.getLogger(SpaceVerticle.class.getName());

  private final SpaceSetup setup;
  private final Departure departure;
  private final HostClock clock = new HostClock();
  private final AtomicLong forced = new AtomicLong();
  private final AtomicBoolean told = new AtomicBoolean();
  private final Promise<String> broken = Promise.promise();
  private final Promise<String> removed = Promise.promise();
  private final Turns turns = new Turns(this::later, this::leave, this::failed);
  private final Errands errands = new Errands(this::later, this::mine, this::failed);
  private volatile long colour;
  // Whoever has the turn owns these.
  private @Nullable Host host;
  private long wakeAt = Long.MAX_VALUE;
  private long wakeId = -1;
  // The verticle's context owns these.
  private LogOpener.@Nullable Opened store;
  private @Nullable PeerLinks links;
  private @Nullable FunctionPool functions;
  private @Nullable BusBeacons beacons;
  private boolean settled; // whoever has the turn

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
              Host made = make(recovered);
              turns.take(() -> host = made);
              LinkConfig peers = setup.links();
              return peers == null ? Future.succeededFuture() : link(peers);
            })
        .onSuccess(
            started -> {
              turn(Host::start);
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
    LogOpener.Opened opened = setup.log().open(recovered, new Forces());
    recovered.doubted(opened.doubt());
    return opened;
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
    turn(
        (running, now) -> {
          HostStatus status = running.status(0, 0, now);
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
    Promise<Void> idle = promise();
    turns.take(
        () -> {
          host = null;
          turns.tell(idle::complete);
        });
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

  /** The host's clock. */
  public HostClock clock() {
    return clock;
  }

  /** What the host it runs on is like; the disk is asked here. */
  public void measured(Readings readings) {
    turn(
        (running, now) -> {
          if (store != null) {
            running.measured(
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
    turns.take(
        () -> {
          task.run();
          if (host != null) {
            host.advance(clock.now());
          }
        });
  }

  /**
   * Asks the host something while nobody else is at it.
   *
   * @param question gets the host and the time, on the calling thread or another's; must not block
   *     or keep the host
   * @return what it gave; fails with {@link UnavailableException} if the host does not run
   */
  public <T> Future<T> ask(Question<T> question) {
    Promise<T> promise = promise();
    turns.take(
        () -> {
          Host running = host;
          if (running == null) {
            turns.tell(() -> promise.fail(stopped()));
            return;
          }
          try {
            T answer = question.put(running, clock.now());
            turns.tell(() -> promise.complete(answer));
          } catch (RuntimeException e) {
            turns.tell(() -> promise.fail(e));
          }
        });
    return promise.future();
  }

  /** Something to ask a host. */
  @FunctionalInterface
  public interface Question<T> {
    /** Asks it. */
    T put(Host host, long now);
  }

  @Override
  public Operation submit(Request request) {
    Submitted submitted =
        new Submitted((running, listener) -> running.submit(request, listener, clock.now()));
    turns.take(submitted::begin);
    return submitted;
  }

  @Override
  public Operation call(Request request) {
    Submitted submitted =
        new Submitted((running, listener) -> running.call(request, listener, clock.now()));
    turns.take(submitted::begin);
    return submitted;
  }

  @Override
  public Future<SessionId> openSession() {
    return ask(Host::openSession);
  }

  @Override
  public Operation submit(OpId op, int turn, long low, Request request) {
    Submitted submitted =
        new Submitted(
            (running, listener) -> {
              running.submit(op, turn, low, request, listener, clock.now());
              return op;
            });
    turns.take(submitted::begin);
    return submitted;
  }

  @Override
  public Future<Subscription> subscribe(
      Template template,
      Set<Event.Kind> kinds,
      @Nullable Position from,
      long term,
      Subscriber subscriber) {
    return ask(
        (running, now) ->
            new Told(running.subscribe(template, kinds, from, term, new Teller(subscriber), now)));
  }

  /** Tells a subscriber on the context, in the order in which things happen. */
  private final class Teller implements Subscriber {
    private final Subscriber to;

    Teller(Subscriber to) {
      this.to = to;
    }

    @Override
    public void opened(Position position) {
      errands.leave(() -> to.opened(position));
    }

    @Override
    public void event(Event event) {
      errands.leave(() -> to.event(event));
    }

    @Override
    public void leaseEnded() {
      errands.leave(to::leaseEnded);
    }
  }

  /** A subscription that this host is the home of, by its number. */
  private final class Told implements Subscription {
    private final long id;

    Told(long id) {
      this.id = id;
    }

    @Override
    public void grant(long more) {
      turn((running, now) -> running.grant(id, more, now));
    }

    @Override
    public Future<Optional<Position>> position() {
      return ask((running, now) -> running.position(id));
    }

    @Override
    public Future<Boolean> renew(long term) {
      return ask((running, now) -> running.renew(id, term, now));
    }

    @Override
    public void cancel() {
      turn((running, now) -> running.unsubscribe(id, now));
    }
  }

  @Override
  public long colour() {
    return colour;
  }

  @Override
  public Future<Boolean> seen(long told) {
    if (told <= colour) {
      return Future.succeededFuture(true);
    }
    Promise<Boolean> promise = promise();
    turns.take(
        () -> {
          Consumer<Boolean> listener = known -> turns.tell(() -> promise.tryComplete(known));
          if (host == null) {
            listener.accept(false);
          } else {
            host.seen(told, listener, clock.now());
          }
        });
    return promise.future();
  }

  @Override
  public void endSession(SessionId session) {
    turn((running, now) -> running.endSession(session, now));
  }

  @Override
  public Future<Reply> outcome(OpId op) {
    return told((running, now, listener) -> running.outcome(op, listener, now));
  }

  @Override
  public Future<Reply> undo(OpId op, int turn, long low) {
    return told((running, now, listener) -> running.undo(op, turn, low, listener, now));
  }

  private Future<Reply> told(Asking question) {
    Promise<Reply> promise = promise();
    turns.take(
        () -> {
          Consumer<Reply> listener = reply -> turns.tell(() -> promise.tryComplete(reply));
          if (host == null) {
            listener.accept(new Reply.Failed(stopped()));
          } else {
            question.put(host, clock.now(), listener);
          }
        });
    return promise.future();
  }

  @FunctionalInterface
  private interface Asking {
    void put(Host host, long now, Consumer<Reply> listener);
  }

  private static UnavailableException stopped() {
    return new UnavailableException("this host does not run; ask another, or start it again");
  }

  /** A promise that completes on the caller's context, if it has one. */
  private static <T> Promise<T> promise() {
    ContextInternal caller = ContextInternal.current();
    return caller == null ? Promise.promise() : caller.promise();
  }

  /** Lets the host handle something, if it runs. */
  private void turn(Turn turn) {
    turns.take(
        () -> {
          if (host != null) {
            turn.take(host, clock.now());
          }
        });
  }

  /** Later, on the context, and not on top of anybody's stack. */
  private void later(Runnable task) {
    context.runOnContext(unused -> task.run());
  }

  private boolean mine() {
    return ((ContextInternal) context).isRunningOnContext();
  }

  private void failed(Throwable thrown) {
    ((ContextInternal) context).reportException(thrown);
  }

  @FunctionalInterface
  private interface Turn {
    void take(Host host, long now);
  }

  /** Sees to when the host wants to be woken. */
  private void leave() {
    colour = host == null ? colour : host.colour(); // before whoever was answered can ask elsewhere
    long due = host == null ? Long.MAX_VALUE : host.nextDue();
    if (due >= wakeAt) {
      return; // the timer that is set comes first, and sets the next
    }
    if (wakeId >= 0) {
      vertx.cancelTimer(wakeId);
    }
    wakeAt = due;
    wakeId =
        ((ContextInternal) context)
            .setTimer(Math.max(1, Math.min(due - clock.now(), Integer.MAX_VALUE)), this::wake);
  }

  private void wake(long timer) {
    turns.take(
        () -> {
          if (timer == wakeId) {
            wakeAt = Long.MAX_VALUE;
            wakeId = -1;
          }
          if (host != null) {
            host.advance(clock.now());
          }
        });
  }

  private void beacon(byte[] bytes) {
    try {
      Beacon heard = BeaconCodec.decode(bytes);
      turn((running, now) -> running.heard(heard, now));
    } catch (MalformedException e) {
      LOG.log(System.Logger.Level.WARNING, "a beacon could not be read: {0}", e.getMessage());
    }
  }

  @FunctionalInterface
  private interface Submission {
    OpId to(Host host, Consumer<Reply> listener);
  }

  /** An operation that was handed in; it has its name once its turn is taken. */
  private final class Submitted implements Operation {
    private final Submission submission;
    private final Promise<Reply> reply = promise();
    private @Nullable OpId id; // whoever has the turn owns it

    Submitted(Submission submission) {
      this.submission = submission;
    }

    void begin() {
      if (host == null) {
        answer(new Reply.Failed(stopped()));
        return;
      }
      try {
        id = submission.to(host, this::answer);
      } catch (RuntimeException e) {
        turns.tell(() -> reply.tryFail(e));
      }
    }

    private void answer(Reply answer) {
      turns.tell(() -> reply.tryComplete(answer));
    }

    @Override
    public Future<Reply> reply() {
      return reply.future();
    }

    @Override
    public void cancel(boolean forget) {
      turn(
          (running, now) -> {
            if (id != null) {
              running.cancel(id, forget, now);
            }
          });
    }
  }

  /** Hears of the log, on threads of the log's own. */
  private final class Forces implements Log.Listener {
    @Override
    public void forced(long position) {
      forced.set(position);
      if (!told.compareAndSet(false, true)) {
        return; // many forces, one turn
      }
      if (turns.mine()) {
        turns.take(SpaceVerticle.this::report);
      } else { // the log's own thread is to force, and to do nothing else
        later(() -> turns.take(SpaceVerticle.this::report));
      }
    }

    @Override
    public void failed(Exception cause) {
      turns.take(
          () -> {
            host = null; // stops answering first
            turns.tell(() -> broken.tryComplete("the journal failed: " + cause));
          });
    }
  }

  private void report() {
    told.set(false);
    if (host != null) {
      host.forced(forced.get(), clock.now());
      if (!settled && store != null && host.settled()) {
        settled = true;
        store.settled().run(); // what may be missing is on record
      }
    }
  }

  /** What functions give, on threads of their own. */
  private final class Results implements FunctionPool.Results {
    @Override
    public void computed(SegmentId segment, TokenId token, Tuple result) {
      later(() -> turn((running, now) -> running.computed(segment, token, result, now)));
    }

    @Override
    public void failed(SegmentId segment, TokenId token, String why) {
      later(() -> turn((running, now) -> running.failed(segment, token, why, now)));
    }
  }

  /** What peers say. */
  private final class Peers implements PeerLinks.Listener {
    @Override
    public void up(HostId peer) {
      turn((running, now) -> running.linkUp(peer, now));
      setup.members().changed(peer, true, "linked");
    }

    @Override
    public void down(HostId peer, String why) {
      turn((running, now) -> running.linkDown(peer, now));
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
      turns.shallow();
      turn((running, now) -> running.receive(peer, frames, now));
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
