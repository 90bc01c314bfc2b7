package teseus.space.vertx;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.host.Host;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.host.Said;
import teseus.space.host.Subscriber;

/**
 * The door of the host that runs in this process: who asks takes a turn at it, and subscribers are
 * told on the context.
 */
final class Door implements Gateway {
  private final RunningHost running;
  private final Errands errands;

  /**
   * A door that is open while the host runs.
   *
   * @param errands where it is left what subscribers are to be told
   */
  Door(RunningHost running, Errands errands) {
    this.running = running;
    this.errands = errands;
  }

  @Override
  public Operation submit(Request request, long heard) {
    return begun((host, listener) -> host.submit(request, heard, listener, running.now()));
  }

  @Override
  public Operation call(Request request) {
    return begun((host, listener) -> host.call(request, listener, running.now()));
  }

  @Override
  public Operation submit(OpId op, Said said, Request request) {
    return begun(
        (host, listener) -> {
          host.submit(op, said, request, listener, running.now());
          return op;
        });
  }

  private Operation begun(Submission submission) {
    Submitted submitted = new Submitted(submission);
    running.take(submitted::begin);
    return submitted;
  }

  @FunctionalInterface
  private interface Submission {
    OpId to(Host host, Consumer<Reply> listener);
  }

  /** An operation that was handed in; it has its name once its turn is taken. */
  private final class Submitted implements Operation {
    private final Submission submission;
    private final Promise<Reply> reply = RunningHost.promise();
    private @Nullable OpId id; // whoever has the turn owns it

    Submitted(Submission submission) {
      this.submission = submission;
    }

    void begin() {
      Host host = running.host();
      if (host == null) {
        answer(new Reply.Failed(RunningHost.stopped()));
        return;
      }
      try {
        id = submission.to(host, this::answer);
      } catch (RuntimeException e) {
        running.tell(() -> reply.tryFail(e));
      }
    }

    private void answer(Reply answer) {
      running.tell(() -> reply.tryComplete(answer));
    }

    @Override
    public Future<Reply> reply() {
      return reply.future();
    }

    @Override
    public void cancel(boolean forget) {
      running.turn(
          (host, now) -> {
            if (id != null) {
              host.cancel(id, forget, now);
            }
          });
    }
  }

  @Override
  public Future<Reply> outcome(OpId op) {
    return told((host, now, listener) -> host.outcome(op, listener, now));
  }

  @Override
  public Future<Reply> undo(OpId op, int turn, long low) {
    return told((host, now, listener) -> host.undo(op, turn, low, listener, now));
  }

  private Future<Reply> told(RunningHost.Asking<Reply> question) {
    return running.told(question, () -> new Reply.Failed(RunningHost.stopped()));
  }

  @Override
  public Future<SessionId> openSession() {
    return running.ask(Host::openSession);
  }

  @Override
  public void endSession(SessionId session) {
    running.turn((host, now) -> host.endSession(session, now));
  }

  @Override
  public long heard() {
    return running.heard();
  }

  @Override
  public long colour() {
    return running.colour();
  }

  @Override
  public Future<Boolean> seen(long told) {
    return told <= running.colour()
        ? Future.succeededFuture(true)
        : running.told((host, now, listener) -> host.seen(told, listener, now), () -> false);
  }

  @Override
  public Future<Subscription> subscribe(
      Template template,
      Set<Event.Kind> kinds,
      @Nullable Position from,
      long term,
      Subscriber subscriber) {
    return running.ask(
        (host, now) ->
            new Told(host.subscribe(template, kinds, from, term, new Teller(subscriber), now)));
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
      running.turn((host, now) -> host.grant(id, more, now));
    }

    @Override
    public Future<Optional<Position>> position() {
      return running.ask((host, now) -> host.position(id));
    }

    @Override
    public Future<Boolean> renew(long term) {
      return running.ask((host, now) -> host.renew(id, term, now));
    }

    @Override
    public void cancel() {
      running.turn((host, now) -> host.unsubscribe(id, now));
    }
  }
}
