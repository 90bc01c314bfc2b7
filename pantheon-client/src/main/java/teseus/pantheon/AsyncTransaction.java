package teseus.pantheon;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.Bulk;
import teseus.space.Consistency;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.OutcomeUnknownException;
import teseus.space.Space;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TransactionAbortedException;
import teseus.space.TransactionAbortedException.Reason;
import teseus.space.Tuple;
import teseus.space.UnavailableException;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/**
 * Several operations of which either all are done or none, asked without waiting; {@link
 * teseus.space.Transaction} says what they and others see of each other. Call from any thread.
 *
 * <p>Futures fail with {@link TransactionAbortedException} once it is over. An operation that is
 * cancelled, or that no host has answered ({@link UnavailableException}), may have been done in it
 * or not: that aborts it. Only {@link #commit} may end with {@link OutcomeUnknownException}; then
 * {@link AsyncSpace#outcome} tells.
 */
public final class AsyncTransaction implements AutoCloseable {
  private final Asker asker;
  private final OpId id;
  private final Order order;
  private volatile boolean left;

  AsyncTransaction(Asker asker, OpId id, Order order) {
    this.asker = asker;
    this.id = id;
    this.order = order;
  }

  static long millis(Duration lease) {
    if (lease.toMillis() < 1 || lease.compareTo(Space.LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a lease is 1 ms to " + Space.LONGEST.toDays() + " days, was " + lease);
    }
    return lease.toMillis();
  }

  /** Its name. */
  public OpId id() {
    return id;
  }

  /** Writes an object, for ever, when it is committed; as {@link #write(Object, Duration)}. */
  public CompletableFuture<Lease> write(Object value) {
    return write(value, Space.LONGEST);
  }

  /**
   * Writes an object when it is committed; from then on its term counts.
   *
   * @param value as for {@link AsyncSpace#write(Object)}
   * @param term how long to keep it, at least 1 ms; {@link Space#LONGEST} or more is for ever
   * @return the lease it would have if it were committed now. Fails with {@link
   *     teseus.space.SpaceFullException} if there is no room, {@link teseus.space.BusyException} if
   *     it is beyond a limit of transactions; both leave it open
   */
  public CompletableFuture<Lease> write(Object value, Duration term) {
    asker.indexes().used(value.getClass());
    return within(
        new Request.Write(Mapping.tuple(value), AsyncSpace.term(term), null), AsyncSpace::lease);
  }

  /** A copy of a match, which it locks, as soon as there is one; empty at the timeout. */
  public CompletableFuture<Optional<Token>> read(Template template, Duration timeout) {
    return within(reading(template, timeout), AsyncSpace::token);
  }

  /** As {@link #read(Template, Duration)}, as an object. */
  public <T> CompletableFuture<Optional<T>> read(Match<T> match, Duration timeout) {
    return within(reading(match.template(), timeout), object(match));
  }

  /** Takes a match, as soon as there is one; empty at the timeout. */
  public CompletableFuture<Optional<Token>> take(Template template, Duration timeout) {
    return within(taking(template, timeout), AsyncSpace::token);
  }

  /** As {@link #take(Template, Duration)}, as an object. */
  public <T> CompletableFuture<Optional<T>> take(Match<T> match, Duration timeout) {
    return within(taking(match.template(), timeout), object(match));
  }

  /** A copy of a match, which it locks, if there is one now. */
  public CompletableFuture<Optional<Token>> readIfExists(Template template) {
    return within(readingNow(template), AsyncSpace::token);
  }

  /** As {@link #readIfExists(Template)}, as an object. */
  public <T> CompletableFuture<Optional<T>> readIfExists(Match<T> match) {
    return within(readingNow(match.template()), object(match));
  }

  /**
   * Takes a match if there is one now.
   *
   * @param timeout how long to wait for matches that are locked or on their way to others
   */
  public CompletableFuture<Optional<Token>> takeIfExists(Template template, Duration timeout) {
    return within(takingNow(template, timeout), AsyncSpace::token);
  }

  /** As {@link #takeIfExists(Template, Duration)}, as an object. */
  public <T> CompletableFuture<Optional<T>> takeIfExists(Match<T> match, Duration timeout) {
    return within(takingNow(match.template(), timeout), object(match));
  }

  /**
   * Writes many objects when it is committed, some 64 at a time, as {@link #write(Object,
   * Duration)} does each.
   *
   * @param values at most {@value Bulk#MOST}
   * @return their leases, in order. Fails as the first write that does: the rest is not begun, and
   *     some may be in the transaction, which goes on
   * @throws IllegalArgumentException if there are too many, or no tuple can stand for one
   */
  public CompletableFuture<List<Lease>> writeAll(List<?> values, Duration term) {
    List<Tuple> tuples = values.stream().map(Mapping::tuple).toList();
    return heard(Bulk.writeWhole(tuples.size(), i -> write(tuples.get(i), term)));
  }

  /**
   * Takes matches that are there now, some 64 at a time, as {@link #takeIfExists(Template,
   * Duration)} does each.
   *
   * @param limit the most, 1 to {@value Bulk#MOST}
   * @return what it got. Fails as the first take that does: no more are begun, and what was taken
   *     stays so until the transaction ends
   */
  public CompletableFuture<List<Token>> takeAll(Template template, int limit) {
    return heard(Bulk.takeWhole(limit, () -> takeIfExists(template, Bulk.PATIENCE)));
  }

  /** As {@link #takeAll(Template, int)}, as objects. */
  public <T> CompletableFuture<List<T>> takeAll(Match<T> match, int limit) {
    asker.indexes().used(match.javaType());
    return heard(
        takeAll(match.template(), limit)
            .thenApply(tokens -> tokens.stream().map(match::object).toList()));
  }

  private Request reading(Template template, Duration timeout) {
    return new Request.Read(template, AsyncSpace.millis(timeout), order);
  }

  private Request taking(Template template, Duration timeout) {
    return new Request.Take(template, AsyncSpace.millis(timeout), order);
  }

  private Request readingNow(Template template) {
    return new Request.ReadIfExists(template, Consistency.SESSION, order);
  }

  private Request takingNow(Template template, Duration timeout) {
    return new Request.TakeIfExists(
        template, AsyncSpace.millis(timeout), Consistency.SESSION, order);
  }

  private <T> Function<Reply, Optional<T>> object(Match<T> match) {
    asker.indexes().used(match.javaType());
    return reply -> AsyncSpace.object(reply, match);
  }

  private <T> CompletableFuture<T> within(Request step, Function<Reply, T> view) {
    if (left) {
      return CompletableFuture.failedFuture(over());
    }
    return heard(asker.submit(new Request.Within(id, step), view));
  }

  private <T> CompletableFuture<T> heard(CompletableFuture<T> result) {
    var unused = result.whenComplete((given, failure) -> heard(failure));
    return result;
  }

  private void heard(@Nullable Throwable failure) {
    if (failure instanceof CancellationException || failure instanceof UnavailableException) {
      left = true;
      asker.abort(id);
    } else if (failure instanceof TransactionAbortedException) {
      asker.ended(id);
    }
  }

  private TransactionAbortedException over() {
    return new TransactionAbortedException(
        Reason.CALLED_OFF,
        "transaction "
            + id
            + " is aborted: an operation of it was called off or not answered, or it was closed");
  }

  /**
   * Does all of it, or nothing.
   *
   * @return succeeds when all is done, safe, and found by everybody, save at a host that was lost
   *     after it had agreed: there when it is back. Fails with {@link TransactionAbortedException}
   *     if nothing was done, {@link teseus.space.BusyException} or {@link UnavailableException} if
   *     it is still open, {@link OutcomeUnknownException} if it is not known
   */
  public CompletableFuture<Void> commit() {
    if (left) {
      return CompletableFuture.failedFuture(over());
    }
    CompletableFuture<Void> result = asker.submit(new Request.Commit(id), reply -> null);
    var unused =
        result.whenComplete(
            (done, failure) -> {
              if (failure == null
                  || failure instanceof TransactionAbortedException
                  || failure instanceof OutcomeUnknownException) {
                asker.ended(id);
              }
            });
    return result;
  }

  /** Does nothing of it; at once, so far as its segments can be reached. */
  public CompletableFuture<Void> abort() {
    left = true;
    CompletableFuture<Void> result = asker.submit(new Request.Abort(id), reply -> null);
    var unused = result.whenComplete((done, failure) -> asker.ended(id));
    return result;
  }

  /**
   * Lets it go on for longer.
   *
   * @param lease after how long from now it is aborted, at least 1 ms
   * @return when that will be; fails with {@link IllegalArgumentException} if it is longer than
   *     {@code transactions.lease} allows
   */
  public CompletableFuture<Instant> renew(Duration lease) {
    return asker.submit(
        new Request.Extend(id, millis(lease)), reply -> ((Reply.Extended) reply).until());
  }

  /** Aborts it, unless it was asked to commit before; waits for nothing. */
  @Override
  public void close() {
    left = true;
    asker.abort(id);
  }

  /** Commits what a body does, or aborts it. */
  <T> CompletableFuture<T> run(Function<AsyncTransaction, CompletableFuture<T>> body) {
    CompletableFuture<T> given;
    try {
      given = body.apply(this);
    } catch (RuntimeException e) {
      given = CompletableFuture.failedFuture(e);
    }
    return given
        .handle(
            (value, failure) ->
                failure == null ? commit().thenApply(done -> value) : this.<T>undone(failure))
        .thenCompose(result -> result);
  }

  private <T> CompletableFuture<T> undone(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return abort()
        .handle((done, unheard) -> CompletableFuture.<T>failedFuture(cause))
        .thenCompose(result -> result);
  }
}
