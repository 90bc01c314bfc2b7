package teseus.space.vertx;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import teseus.space.Bulk;
import teseus.space.Consistency;
import teseus.space.Contents;
import teseus.space.Edits;
import teseus.space.Event;
import teseus.space.Explanation;
import teseus.space.FieldIndex;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.Position;
import teseus.space.Space;
import teseus.space.Subscription;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Transaction;
import teseus.space.Tuple;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/** The space as a host in the same process serves it. */
public final class EmbeddedSpace implements Space {
  private final Gateway gateway;
  private final Order order;
  private final Map<Future<?>, Gateway.Operation> open;

  /** The space behind a gateway. */
  public EmbeddedSpace(Gateway gateway) {
    this(gateway, Order.NEAR, new ConcurrentHashMap<>());
  }

  private EmbeddedSpace(Gateway gateway, Order order, Map<Future<?>, Gateway.Operation> open) {
    this.gateway = gateway;
    this.order = order;
    this.open = open;
  }

  @Override
  public Space inOrder(Order other) {
    return new EmbeddedSpace(gateway, other, open);
  }

  @Override
  public Future<Lease> write(Tuple tuple, Duration term) {
    return submit(writing(tuple, term), EmbeddedSpace::lease);
  }

  static Request writing(Tuple tuple, Duration term) {
    return new Request.Write(tuple, term(term), null);
  }

  @Override
  public Future<Transaction> begin(Duration lease) {
    return submit(
        new Request.Begin(leaseMs(lease), null),
        reply -> new EmbeddedTransaction(this, ((Reply.Begun) reply).id(), order));
  }

  static long leaseMs(Duration lease) {
    if (lease.compareTo(Duration.ofMillis(1)) < 0 || lease.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a lease is 1 ms to " + LONGEST + ", was " + lease);
    }
    return lease.toMillis();
  }

  @Override
  public Future<Lease> eval(String function, Tuple argument, Duration term) {
    return submit(new Request.Eval(function, argument, term(term)), EmbeddedSpace::lease);
  }

  private static Lease lease(Reply reply) {
    return ((Reply.Written) reply).lease();
  }

  @Override
  public Future<Optional<Token>> read(Template template, Duration timeout) {
    return submit(new Request.Read(template, millis(timeout), order), EmbeddedSpace::found);
  }

  @Override
  public Future<Optional<Token>> take(Template template, Duration timeout) {
    return submit(new Request.Take(template, millis(timeout), order), EmbeddedSpace::found);
  }

  @Override
  public Future<Optional<Token>> readIfExists(Template template, Consistency consistency) {
    return submit(new Request.ReadIfExists(template, consistency, order), EmbeddedSpace::found);
  }

  @Override
  public Future<Optional<Token>> takeIfExists(
      Template template, Duration timeout, Consistency consistency) {
    if (consistency == Consistency.LOOSE) {
      throw new IllegalArgumentException("a take is exact: SESSION or STRICT, not LOOSE");
    }
    return submit(
        new Request.TakeIfExists(template, millis(timeout), consistency, order),
        EmbeddedSpace::found);
  }

  @Override
  public Future<Optional<Token>> update(TokenId token, long version, Tuple tuple) {
    return submit(new Request.Update(token, null, version, tuple), EmbeddedSpace::found);
  }

  @Override
  public Future<Optional<Token>> update(Token read, Tuple tuple) {
    return submit(
        new Request.Update(read.id(), read.segment(), read.version(), tuple), EmbeddedSpace::found);
  }

  @Override
  public Future<Optional<Token>> modify(TokenId token, Edits edits) {
    return submit(new Request.Modify(token, null, edits), EmbeddedSpace::found);
  }

  @Override
  public Future<Optional<Lease>> renew(TokenId token, Duration term) {
    return submit(
        new Request.Renew(token, null, term(term)),
        reply ->
            reply instanceof Reply.Written written
                ? Optional.of(written.lease())
                : Optional.empty());
  }

  @Override
  public Future<Boolean> cancelLease(TokenId token) {
    return submit(
        new Request.CancelLease(token, null), reply -> ((Reply.LeaseCancelled) reply).done());
  }

  @Override
  public Future<List<Bulk.Written>> writeAll(List<Tuple> tuples, Duration term) {
    List<Tuple> all = List.copyOf(tuples);
    return future(Bulk.write(all.size(), i -> write(all.get(i), term).toCompletionStage()));
  }

  @Override
  public Future<List<Token>> readAll(Template template, int limit) {
    return future(contents(template).first(Bulk.within(1, limit)));
  }

  @Override
  public Future<List<Token>> readAll(
      Template template, Predicate<? super Token> predicate, int limit) {
    return future(contents(template).where(predicate).first(Bulk.within(1, limit)));
  }

  @Override
  public Future<Bulk.Taken> takeAll(Template template, int limit) {
    return future(
        Bulk.take(
            limit,
            () -> takeIfExists(template, Bulk.PATIENCE, Consistency.SESSION).toCompletionStage()));
  }

  @Override
  public Contents contents(Template template) {
    return new Contents(
        (at, most) ->
            submit(new Request.Contents(template, at, most), reply -> ((Reply.Paged) reply).page())
                .toCompletionStage());
  }

  /** Completes on the caller's context, as all others do. */
  static <T> Future<T> future(CompletionStage<T> stage) {
    Context caller = Vertx.currentContext();
    return caller == null
        ? Future.fromCompletionStage(stage)
        : Future.fromCompletionStage(stage, caller);
  }

  @Override
  public Future<Long> count(Template template) {
    return submit(new Request.Count(template), reply -> ((Reply.Counted) reply).count());
  }

  @Override
  public Future<Void> declareIndex(FieldIndex index) {
    return submit(new Request.DeclareIndex(index), reply -> (Reply.Declared) reply).mapEmpty();
  }

  @Override
  public Future<Explanation> explain(Template template) {
    return submit(new Request.Explain(template), reply -> ((Reply.Explained) reply).how());
  }

  @Override
  public Future<Subscription> subscribe(
      Template template,
      Set<Event.Kind> kinds,
      Optional<Position> from,
      Duration term,
      Consumer<Event> listener) {
    return EmbeddedSubscription.begin(
        gateway, template, kinds, from.orElse(null), term(term), listener);
  }

  /** A term in milliseconds. */
  static long term(Duration term) {
    if (term.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("a term is at least 1 ms, was " + term);
    }
    return term.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : term.toMillis();
  }

  @Override
  public Future<Optional<TokenId>> outcome(OpId op) {
    return gateway
        .outcome(op)
        .compose(
            reply -> {
              if (reply instanceof Reply.Written written) {
                return Future.succeededFuture(Optional.of(written.lease().token()));
              }
              if (reply instanceof Reply.LeaseCancelled) {
                return Future.succeededFuture(Optional.empty());
              }
              if (reply instanceof Reply.Ended) {
                return Future.succeededFuture(Optional.of(new TokenId(op)));
              }
              return answer(reply, EmbeddedSpace::found).map(found -> found.map(Token::id));
            });
  }

  @Override
  public void cancel(Future<?> operation) {
    Gateway.Operation submitted = open.get(operation);
    if (submitted != null) {
      submitted.cancel(false);
    }
  }

  <T> Future<T> submit(Request request, Function<Reply, T> read) {
    Gateway.Operation operation = gateway.call(request);
    Future<Reply> told = operation.reply();
    if (told.succeeded() && Vertx.currentContext() == null) { // else it completes on the context
      return answer(told.result(), read);
    }
    Future<T> answer = told.compose(reply -> answer(reply, read));
    if (!answer.isComplete()) {
      open.put(answer, operation);
      answer.onComplete(closed -> open.remove(answer));
    }
    return answer;
  }

  private static <T> Future<T> answer(Reply reply, Function<Reply, T> read) {
    return reply instanceof Reply.Failed failed
        ? Future.failedFuture(failed.why())
        : Future.succeededFuture(read.apply(reply));
  }

  static Optional<Token> found(Reply reply) {
    return ((Reply.Found) reply).token();
  }

  static long millis(Duration timeout) {
    if (timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a timeout is 0 to " + LONGEST + ", was " + timeout);
    }
    return timeout.toMillis();
  }
}
