package teseus.server.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.Cursor;
import teseus.space.EditRefusedException;
import teseus.space.Event;
import teseus.space.Explanation;
import teseus.space.FieldIndex;
import teseus.space.HostId;
import teseus.space.Lease;
import teseus.space.Limits;
import teseus.space.LookUp;
import teseus.space.NoSuchFunctionException;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.OutcomeUnknownException;
import teseus.space.Page;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.SessionGoneException;
import teseus.space.SessionId;
import teseus.space.SpaceException;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.TransactionAbortedException;
import teseus.space.TransactionAbortedException.Reason;
import teseus.space.Tuple;
import teseus.space.VersionConflictException;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.host.Said;
import teseus.space.host.Subscriber;
import teseus.space.vertx.Gateway;

/**
 * A space in one list under one lock, with takes that really block and sessions that really
 * remember. Mounted on two servers it stands for two gateways of one cluster.
 */
final class FakeGateway implements Gateway {
  static final SegmentId SEGMENT = new SegmentId(new HostId("hera"), 0);
  private static final SessionId UNNAMED = new SessionId(0, 7);
  private static final long WINDOW = 1_024;
  private static final Reply NOTHING = new Reply.Found(Optional.empty());

  private final Vertx vertx;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Open> waiting = new ArrayList<>();
  private final Map<OpId, Open> named = new HashMap<>();
  private final Map<SessionId, Integer> turns = new HashMap<>();
  private final Map<SessionId, Integer> lastTurns = new HashMap<>(); // of ended sessions, too
  private final Map<SessionId, Long> lows = new HashMap<>();
  private final List<Open> unsent = new ArrayList<>();
  private final List<Told> subscribed = new ArrayList<>();
  private final List<Order> orders = new ArrayList<>();
  private final List<FieldIndex> indexes = new ArrayList<>();
  private final Map<OpId, List<Token>> transactions = new HashMap<>(); // and what was there before
  private Optional<SpaceException> failure = Optional.empty();
  private long heard;
  private long said = Said.NOTHING;
  private boolean mute;
  private long numbers;
  private int undos;

  FakeGateway(Vertx vertx) {
    this.vertx = vertx;
  }

  /** In which order each read and take so far was to look. */
  synchronized List<Order> orders() {
    return List.copyOf(orders);
  }

  /** The declarations of indexes so far. */
  synchronized List<FieldIndex> indexes() {
    return List.copyOf(indexes);
  }

  private static Optional<Order> order(Request request) {
    if (request instanceof Request.Take take) {
      return Optional.of(take.order());
    }
    if (request instanceof Request.TakeIfExists take) {
      return Optional.of(take.order());
    }
    if (request instanceof Request.Read read) {
      return Optional.of(read.order());
    }
    return request instanceof Request.ReadIfExists read
        ? Optional.of(read.order())
        : Optional.empty();
  }

  /** From now on every operation fails like this, undone. */
  synchronized void failWith(SpaceException why) {
    failure = Optional.of(why);
  }

  synchronized void work() {
    failure = Optional.empty();
    mute = false;
    unsent.forEach(Open::send);
    unsent.clear();
  }

  /** From now on operations are done but their answers are kept back. */
  synchronized void mute() {
    mute = true;
  }

  synchronized List<Token> tokens() {
    return List.copyOf(tokens);
  }

  synchronized int waiting() {
    return waiting.size();
  }

  /** How often an operation was done, or is open, of those that were named. */
  synchronized int named() {
    return named.size();
  }

  /** How often something was to be undone. */
  synchronized int undos() {
    return undos;
  }

  synchronized int sessions() {
    return turns.size();
  }

  /** Whether a session has not ended. */
  synchronized boolean isOpen(SessionId session) {
    return turns.containsKey(session);
  }

  /** The last turn of a session, ended or not. */
  synchronized int turn(SessionId session) {
    return lastTurns.getOrDefault(session, 0);
  }

  /** Ends all sessions, as their lease would. */
  synchronized void forgetSessions() {
    turns.clear();
    named.clear();
  }

  @Override
  public synchronized Future<SessionId> openSession() {
    SessionId session = new SessionId(1, 1_000 + numbers++);
    turns.put(session, 0);
    return Future.succeededFuture(session);
  }

  @Override
  public synchronized Future<Reply> undo(OpId op, int turn, long low) {
    undos++;
    Optional<SpaceException> refusal = heard(op, turn, low).or(() -> failure);
    if (refusal.isPresent()) {
      return Future.succeededFuture(new Reply.Failed(refusal.get()));
    }
    Open take = named.get(op);
    if (take == null) {
      take = new Open(op, new Request.Take(Template.any(), 0));
      take.answer = Optional.of(NOTHING); // should it still come, it gets nothing
      named.put(op, take);
    }
    take.undo();
    return take.again().reply();
  }

  @Override
  public synchronized Future<Subscription> subscribe(
      Template template,
      Set<Event.Kind> kinds,
      @Nullable Position from,
      long term,
      Subscriber subscriber) {
    if (failure.isPresent()) {
      return Future.failedFuture(failure.get());
    }
    Told told = new Told(template, subscriber, from == null ? 0 : from.number());
    subscribed.add(told);
    subscriber.opened(told.position);
    return Future.succeededFuture(told);
  }

  /** How many are told what happens. */
  synchronized int subscribers() {
    return subscribed.size();
  }

  /** Ends the leases of all who are told what happens. */
  synchronized void endSubscriptions() {
    subscribed.forEach(told -> told.subscriber.leaseEnded());
    subscribed.clear();
  }

  /** Who is told of what is written, once for each event that it has room for. */
  private final class Told implements Subscription {
    private final Template template;
    private final Subscriber subscriber;
    private final List<Token> waiting = new ArrayList<>();
    private Position position;
    private long room;

    Told(Template template, Subscriber subscriber, long number) {
      this.template = template;
      this.subscriber = subscriber;
      this.position = new Position(number, Map.of());
    }

    void written(Token token) {
      if (template.matches(token.tuple())) {
        waiting.add(token);
        tell();
      }
    }

    private void tell() {
      while (room > 0 && !waiting.isEmpty()) {
        room--;
        position = new Position(position.number() + 1, Map.of());
        subscriber.event(
            new Event(
                position.number(),
                Event.Kind.WRITTEN,
                SEGMENT,
                Optional.of(waiting.remove(0)),
                position));
      }
    }

    @Override
    public void grant(long more) {
      synchronized (FakeGateway.this) {
        room += more;
        tell();
      }
    }

    @Override
    public Future<Optional<Position>> position() {
      return Future.succeededFuture(Optional.of(position));
    }

    @Override
    public Future<Boolean> renew(long again) {
      return Future.succeededFuture(true);
    }

    @Override
    public void cancel() {
      synchronized (FakeGateway.this) {
        subscribed.remove(this);
      }
    }
  }

  @Override
  public synchronized long heard() {
    return heard;
  }

  /** It has heard of a state of META. */
  synchronized void heard(long version) {
    heard = version;
  }

  /** What the last client said that it had heard. */
  synchronized long said() {
    return said;
  }

  @Override
  public long colour() {
    return 0;
  }

  @Override
  public Future<Boolean> seen(long colour) {
    return Future.succeededFuture(colour == 0);
  }

  @Override
  public Future<Reply> outcome(OpId op) {
    return Future.succeededFuture(
        new Reply.Failed(new OutcomeUnknownException(op, "not remembered here")));
  }

  @Override
  public synchronized void endSession(SessionId session) {
    turns.remove(session);
    List.copyOf(waiting).stream()
        .filter(open -> open.id.session().equals(session))
        .forEach(open -> open.cancel(true));
    named.keySet().removeIf(op -> op.session().equals(session));
  }

  @Override
  public synchronized Operation submit(Request request, long told) {
    said = told;
    Open open = new Open(new OpId(UNNAMED, ++numbers), request);
    open.begin();
    return open;
  }

  @Override
  public Operation call(Request request) {
    return submit(request);
  }

  @Override
  public synchronized Operation submit(OpId op, Said its, Request request) {
    said = its.heard();
    Optional<SpaceException> refusal = heard(op, its.turn(), its.low());
    if (refusal.isPresent()) {
      Open refused = new Open(op, request);
      refused.done(new Reply.Failed(refusal.get()));
      return refused;
    }
    Open repeated = named.get(op);
    if (repeated != null) {
      return repeated.again();
    }
    Open open = new Open(op, request);
    named.put(op, open);
    open.begin();
    return open;
  }

  /** Notes what a client says of its session; why it is refused, if it is. */
  private Optional<SpaceException> heard(OpId op, int turn, long low) {
    SessionId session = op.session();
    Integer current = turns.get(session);
    if (current == null) {
      return Optional.of(new SessionGoneException("session " + session + " has ended"));
    }
    if (turn < current) {
      return Optional.of(new BusyException("turn " + current + " has begun"));
    }
    turns.put(session, turn);
    lastTurns.put(session, turn);
    long lowest = lows.merge(session, low, Math::max);
    named.keySet().removeIf(o -> o.session().equals(session) && o.number() < lowest);
    if (op.number() < lowest) {
      return Optional.of(new OutcomeUnknownException(op, "no answers are kept below " + lowest));
    }
    return op.number() - lowest < WINDOW
        ? Optional.empty()
        : Optional.of(new BusyException(op + " runs " + WINDOW + " ahead of " + lowest));
  }

  private Optional<Token> find(Template template, boolean remove) {
    for (Iterator<Token> each = tokens.iterator(); each.hasNext(); ) {
      Token token = each.next();
      if (template.matches(token.tuple())) {
        if (remove) {
          each.remove();
        }
        return Optional.of(token);
      }
    }
    return Optional.empty();
  }

  private void put(Token token) {
    tokens.add(token);
    List.copyOf(subscribed).forEach(told -> told.written(token));
    for (Open waiter : List.copyOf(waiting)) {
      waiter.look();
    }
  }

  private final class Open implements Operation {
    private final OpId id;
    private final Request request;
    private Context caller = vertx.getOrCreateContext();
    private Promise<Reply> promise = Promise.promise();
    private Optional<Reply> answer = Optional.empty();

    Open(OpId id, Request request) {
      this.id = id;
      this.request = request;
    }

    /** The same operation asked for anew: whoever asked before is not answered any more. */
    Operation again() {
      caller = vertx.getOrCreateContext();
      promise = Promise.promise();
      send();
      return this;
    }

    private Explanation explained(Template template) {
      boolean found = tokens.stream().anyMatch(t -> template.matches(t.tuple()));
      LookUp none = new LookUp("Job", Optional.empty(), tokens.size(), 1, 1, found);
      LookUp some = new LookUp("Job", Optional.of("index on n"), tokens.size(), 0, 0, false);
      return new Explanation(Map.of(SEGMENT, List.of(none, some)));
    }

    void begin() {
      order(request).ifPresent(orders::add);
      if (failure.isPresent()) {
        done(new Reply.Failed(failure.get()));
      } else if (request instanceof Request.Write write) {
        written(write.tuple(), write.term());
      } else if (request instanceof Request.Contents contents) {
        done(new Reply.Paged(page(contents)));
      } else if (request instanceof Request.OnToken change) {
        done(changed(change));
      } else if (request instanceof Request.Begin begin) {
        transactions.put(id, List.copyOf(tokens));
        done(new Reply.Begun(id, Instant.EPOCH.plusMillis(begin.lease())));
      } else if (transaction() != null) {
        done(transactional(transaction()));
      } else if (request instanceof Request.Eval eval) {
        if (eval.function().equals("echo")) {
          written(eval.argument(), eval.term());
        } else {
          done(new Reply.Failed(new NoSuchFunctionException("nobody has " + eval.function())));
        }
      } else if (request instanceof Request.Count count) {
        done(
            new Reply.Counted(
                tokens.stream().filter(t -> count.template().matches(t.tuple())).count()));
      } else if (request instanceof Request.DeclareIndex declare) {
        indexes.add(declare.index());
        done(new Reply.Declared(declare.index()));
      } else if (request instanceof Request.Explain explain) {
        done(new Reply.Explained(explained(explain.template())));
      } else if (request instanceof Request.ReadIfExists read) {
        done(new Reply.Found(find(read.template(), false)));
      } else if (request instanceof Request.TakeIfExists take) {
        done(new Reply.Found(find(take.template(), true)));
      } else {
        waiting.add(this);
        long timeout =
            request instanceof Request.Take take
                ? take.timeout()
                : ((Request.Read) request).timeout();
        look();
        if (timeout == 0) {
          end();
        } else {
          vertx.setTimer(timeout, timer -> end());
        }
      }
    }

    /** At most two, so that few tokens make many pages. */
    private Page page(Request.Contents contents) {
      long from = contents.cursor() == null ? 0 : contents.cursor().from();
      List<Token> matches =
          tokens.stream().filter(token -> contents.template().matches(token.tuple())).toList();
      long end = Math.min(matches.size(), from + Math.min(2, contents.most()));
      return new Page(
          matches.subList((int) from, (int) end),
          end == matches.size() ? null : new Cursor(SEGMENT, end, matches.size()));
    }

    private @Nullable OpId transaction() {
      if (request instanceof Request.Within within) {
        return within.transaction();
      }
      if (request instanceof Request.Extend extend) {
        return extend.transaction();
      }
      if (request instanceof Request.Commit commit) {
        return commit.transaction();
      }
      return request instanceof Request.Abort abort ? abort.transaction() : null;
    }

    /** What others see meanwhile is no matter of this fake. */
    private Reply transactional(OpId transaction) {
      if (!transactions.containsKey(transaction)) {
        return new Reply.Failed(
            new TransactionAbortedException(Reason.UNKNOWN, transaction + " is not open"));
      }
      if (request instanceof Request.Within within) {
        return step(within.step());
      }
      if (request instanceof Request.Extend extend) {
        return new Reply.Extended(transaction, Instant.EPOCH.plusMillis(extend.lease()));
      }
      List<Token> before = transactions.remove(transaction);
      if (request instanceof Request.Abort) {
        tokens.clear();
        tokens.addAll(before);
      }
      return new Reply.Ended();
    }

    private Reply step(Request step) {
      if (step instanceof Request.Write write) {
        TokenId name = new TokenId(id);
        Instant now = Instant.now();
        put(new Token(name, 1, write.tuple(), 1, now, Lease.FOREVER, SEGMENT, Duration.ZERO));
        return new Reply.Written(new Lease(name, SEGMENT, Lease.FOREVER));
      }
      if (step instanceof Request.Take take) {
        return new Reply.Found(find(take.template(), true));
      }
      return step instanceof Request.TakeIfExists take
          ? new Reply.Found(find(take.template(), true))
          : new Reply.Found(find(((Request.Matching) step).template(), false));
    }

    private Reply changed(Request.OnToken change) {
      Optional<Token> found =
          tokens.stream().filter(token -> token.id().equals(change.token())).findFirst();
      if (found.isEmpty()) {
        return change instanceof Request.CancelLease ? new Reply.LeaseCancelled(false) : NOTHING;
      }
      Token before = found.get();
      if (change instanceof Request.CancelLease) {
        tokens.remove(before);
        return new Reply.LeaseCancelled(true);
      }
      if (change instanceof Request.Renew renew) {
        return new Reply.Written(
            new Lease(before.id(), SEGMENT, Instant.EPOCH.plusMillis(renew.term())));
      }
      if (change instanceof Request.Update update && update.version() != before.version()) {
        return new Reply.Failed(new VersionConflictException(before.version(), "not this one"));
      }
      try {
        Tuple tuple =
            change instanceof Request.Update update
                ? update.tuple()
                : ((Request.Modify) change).edits().applyTo(before.tuple(), Limits.DEFAULT);
        Token after =
            new Token(
                before.id(),
                before.version() + 1,
                tuple,
                before.bytes(),
                before.born(),
                before.until(),
                SEGMENT,
                Duration.ZERO);
        tokens.set(tokens.indexOf(before), after);
        return new Reply.Found(Optional.of(after));
      } catch (EditRefusedException e) {
        return new Reply.Failed(e);
      }
    }

    private void written(Tuple tuple, long term) {
      Instant now = Instant.now();
      Instant until = term == Long.MAX_VALUE ? Lease.FOREVER : now.plusMillis(term);
      TokenId name = new TokenId(id);
      put(new Token(name, 1, tuple, tuple.toString().length(), now, until, SEGMENT, Duration.ZERO));
      done(new Reply.Written(new Lease(name, SEGMENT, until)));
    }

    void look() {
      Optional<Token> match =
          request instanceof Request.Take take
              ? find(take.template(), true)
              : find(((Request.Read) request).template(), false);
      if (match.isPresent()) {
        waiting.remove(this);
        done(new Reply.Found(match));
      }
    }

    private void end() {
      synchronized (FakeGateway.this) {
        if (waiting.remove(this)) {
          done(NOTHING);
        }
      }
    }

    void undo() {
      if (waiting.remove(this)) {
        done(NOTHING);
      } else if (answer.isPresent()
          && answer.get() instanceof Reply.Found found
          && (request instanceof Request.Take || request instanceof Request.TakeIfExists)) {
        answer = Optional.of(NOTHING);
        found.token().ifPresent(FakeGateway.this::put);
      }
    }

    void done(Reply reply) {
      answer = Optional.of(reply);
      send();
    }

    void send() {
      if (mute) {
        unsent.add(this);
      } else if (answer.isPresent()) {
        Reply reply = answer.get();
        Promise<Reply> to = promise;
        caller.runOnContext(run -> to.tryComplete(reply));
      }
    }

    @Override
    public Future<Reply> reply() {
      synchronized (FakeGateway.this) {
        return promise.future();
      }
    }

    @Override
    public void cancel(boolean forget) {
      synchronized (FakeGateway.this) {
        if (waiting.remove(this)) {
          done(NOTHING);
        } else if (forget
            && request instanceof Request.Take
            && answer.isPresent()
            && answer.get() instanceof Reply.Found found
            && !promise.future().isComplete()) {
          found.token().ifPresent(FakeGateway.this::put);
          promise.tryComplete(NOTHING);
        }
      }
    }
  }
}
