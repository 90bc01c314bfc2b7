package teseus.space.vertx;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.host.Said;
import teseus.space.host.Subscriber;

/**
 * The door of a running host for those who ask: embedded callers, HTTP, WebSocket. Call from any
 * thread; nothing blocks. Futures complete on the caller's Vert.x context, if any, else on
 * whichever thread brings the answer, often before the call returns; they never fail: what went
 * wrong is a {@link Reply.Failed}.
 */
public interface Gateway {
  /**
   * Does a request once, at most: nothing is remembered for a repetition. What a cancelled take got
   * all the same goes back into the space.
   *
   * @param heard the newest state of META that any host has told the client of, as {@link #heard}
   *     gave it; {@link Said#NOTHING} if it does not say
   */
  Operation submit(Request request, long heard);

  /** As {@link #submit(Request, long)}, for a client that does not say what it has heard. */
  default Operation submit(Request request) {
    return submit(request, Said.NOTHING);
  }

  /**
   * Does a request of a caller in this very process, once: as {@link #submit(Request)}, and faster
   * where this host can do it by itself. What a cancelled take gets all the same is the caller's.
   */
  Operation call(Request request);

  /**
   * A session for a client that repeats its operations by number. It ends by itself once nothing
   * was heard of it for the cluster's session lease.
   *
   * @return fails never; the id is good for {@link #submit(OpId, Said, Request)} at any host
   */
  Future<SessionId> openSession();

  /**
   * Does a request exactly once, however often it is repeated: the first repetition through the
   * same host joins the operation under way or gets its answer again.
   *
   * @param op chosen by the client within its session; each number for one request
   * @param said answers below its low are forgotten
   */
  Operation submit(OpId op, Said said, Request request);

  /**
   * What became of a request of no session, after its caller was told that the outcome is not
   * known.
   *
   * @return the answer, as soon as it is known; fails never
   */
  Future<Reply> outcome(OpId op);

  /**
   * Undoes a client's take, whatever became of it: what it got goes back into the space under its
   * own id, and the take's name is never answered with it again.
   *
   * @param turn and {@code low} as {@link Said} has them
   * @return once nothing can come of the take any more
   */
  Future<Reply> undo(OpId op, int turn, long low);

  /**
   * Begins to tell somebody what happens to tuples that match.
   *
   * @param kinds what is to be told of; gaps are told of unasked
   * @param from where to go on; null to begin now
   * @param term for how long, in milliseconds; {@link Long#MAX_VALUE} for ever
   * @param subscriber is called on the host's context, of no event before there is room for it
   * @return fails with {@link teseus.space.BusyException} if this host tells as many as it may,
   *     with {@link teseus.space.UnavailableException} if it does not run
   */
  Future<Subscription> subscribe(
      Template template,
      Set<Event.Kind> kinds,
      @Nullable Position from,
      long term,
      Subscriber subscriber);

  /** Somebody who is told what happens. Call from any thread. */
  interface Subscription {
    /** There is room for so many events more. */
    void grant(long more);

    /** Where to go on after what was told; empty if it has ended. */
    Future<Optional<Position>> position();

    /** It lasts for so many milliseconds from now on; false if it has ended. */
    Future<Boolean> renew(long term);

    /** Nothing more is to be told. */
    void cancel();
  }

  /**
   * The newest state of META that this host has heard of: what it has answered by now depends on no
   * newer one. Never falls while it runs.
   */
  long heard();

  /** The highest global snapshot that this host has cut for; never falls. */
  long colour();

  /**
   * A client has seen a colour at another host, so that what it asks here comes after that cut.
   *
   * @return whether it is to be served: false if no such snapshot is known, or it cannot be found
   *     out
   */
  Future<Boolean> seen(long colour);

  /** The session's client is gone for good: what it still waits for is called off. */
  void endSession(SessionId session);

  /** A request under way. */
  interface Operation {
    /** Its answer, once. */
    Future<Reply> reply();

    /**
     * Calls it off: it answers soon, empty or with what it had already got. For an operation of no
     * session, whose caller is gone, {@code forget} also puts back what a take gets.
     */
    void cancel(boolean forget);
  }
}
