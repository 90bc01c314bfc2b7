package teseus.pantheon;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.host.Reply;
import teseus.space.host.Request;

/**
 * The space, asked without waiting. Call from any thread. Futures fail with a {@link
 * teseus.space.SpaceException}, an {@link IllegalArgumentException} for what the hosts' limits
 * refuse, or a {@link MappingException}; they complete on the client's threads, or on whichever
 * thread brings the answer if the space is in this process; dependents must not block these. Each
 * operation is done exactly once, also when the host that was asked is lost.
 *
 * <p>Cancelling a future, or completing it in another way, calls its operation off; what a take got
 * all the same goes back into the space, as it was. Cancelling a dependent of a future does not
 * reach it. A timeout is 0 to {@link Space#LONGEST}.
 */
public final class AsyncSpace {
  private final Asker asker;
  private final Order order;

  AsyncSpace(Asker asker, Order order) {
    this.asker = asker;
    this.order = order;
  }

  /**
   * The same space, whose reads and takes look for a match in another order; {@link Order#NEAR} if
   * nothing is said. A loose read is always near: in another order it throws an {@link
   * IllegalArgumentException}.
   */
  public AsyncSpace inOrder(Order other) {
    return new AsyncSpace(asker, other);
  }

  /**
   * Writes an object, for ever.
   *
   * @param value a record, a bean, a {@link PlainTuple} or a {@link teseus.space.Tuple}
   * @return what was granted; fails with {@link teseus.space.SpaceFullException} or {@link
   *     teseus.space.UnavailableException} if nothing was written, {@link
   *     teseus.space.OutcomeUnknownException} if it may have been ({@link #outcome} tells)
   * @throws IllegalArgumentException if no tuple can stand for the object
   */
  public CompletableFuture<Lease> write(Object value) {
    return write(value, Space.LONGEST);
  }

  /**
   * Writes an object for a while.
   *
   * @param value as {@link #write(Object)}
   * @param term how long to keep it, at least 1 ms; {@link Space#LONGEST} or more is for ever
   * @return as {@link #write(Object)}
   * @throws IllegalArgumentException if no tuple can stand for the object or the term is too short
   */
  public CompletableFuture<Lease> write(Object value, Duration term) {
    asker.indexes().used(value.getClass());
    return asker.submit(
        new Request.Write(Mapping.tuple(value), term(term), null), AsyncSpace::lease);
  }

  /**
   * Has an object computed, and kept for ever.
   *
   * @param function the name that a host has it registered under
   * @param argument what it is computed of: a record, a bean or a {@link teseus.space.Tuple}
   * @return as {@link #eval(String, Object, Duration)}
   * @throws IllegalArgumentException if no function can be called that, or no tuple can stand for
   *     the object
   */
  public CompletableFuture<Lease> eval(String function, Object argument) {
    return eval(function, argument, Space.LONGEST);
  }

  /**
   * Has an object computed by a host that has the function registered. What it gives is an object
   * in the space like any other, once it is computed; if it gives none, a tuple of type {@link
   * Space#EVAL_FAILED} says why.
   *
   * @param function the name that a host has it registered under
   * @param argument as {@link #eval(String, Object)}
   * @param term how long to keep it, computed or not, at least 1 ms; {@link Space#LONGEST} or more
   *     is for ever
   * @return what was granted, before it is computed; fails with {@link
   *     teseus.space.NoSuchFunctionException} if no host within reach has the function, and as
   *     {@link #write(Object)}
   * @throws IllegalArgumentException as {@link #eval(String, Object)}, or if the term is too short
   */
  public CompletableFuture<Lease> eval(String function, Object argument, Duration term) {
    return asker.submit(
        new Request.Eval(function, Mapping.tuple(argument), term(term)), AsyncSpace::lease);
  }

  static long term(Duration term) {
    if (term.compareTo(Space.LONGEST) >= 0) {
      return Long.MAX_VALUE;
    }
    if (term.toMillis() < 1) {
      throw new IllegalArgumentException("a term is at least 1 ms, was " + term);
    }
    return term.toMillis();
  }

  static Lease lease(Reply reply) {
    return ((Reply.Written) reply).lease();
  }

  /**
   * Begins a transaction: operations of which either all are done or none. It lives at the host
   * that this client stands at, and does not outlive that, or the client's going on at another.
   *
   * @param lease after how long it is aborted if it is not committed or renewed, at least 1 ms
   * @return fails with {@link teseus.space.BusyException} if too many are open, with {@link
   *     IllegalArgumentException} if the lease is longer than {@code transactions.lease} allows
   */
  public CompletableFuture<AsyncTransaction> begin(Duration lease) {
    CompletableFuture<AsyncTransaction> begun =
        asker.submit(
            new Request.Begin(AsyncTransaction.millis(lease), null),
            reply -> new AsyncTransaction(asker, ((Reply.Begun) reply).id(), order));
    var unused =
        begun.whenComplete(
            (transaction, failure) -> {
              if (failure == null) {
                asker.begun(transaction.id());
              }
            });
    return begun;
  }

  /**
   * Does all that a body does in a transaction, or nothing: commits it when the body's future
   * succeeds, and aborts it when that fails.
   *
   * @param lease as for {@link #begin}
   * @param body is called once; what it does otherwise than in its transaction is not undone
   * @return what the body gave, once that is committed. Fails as {@link #begin}, the body, or
   *     {@link AsyncTransaction#commit}. To cancel it aborts nothing: the body's own future does
   */
  public <T> CompletableFuture<T> transaction(
      Duration lease, Function<AsyncTransaction, CompletableFuture<T>> body) {
    return begin(lease).thenCompose(transaction -> transaction.run(body));
  }

  /** A copy of a match, as soon as there is one; empty at the timeout. */
  public CompletableFuture<Optional<Token>> read(Template template, Duration timeout) {
    return asker.submit(new Request.Read(template, millis(timeout), order), AsyncSpace::token);
  }

  /** As {@link #read(Template, Duration)}, as an object. */
  public <T> CompletableFuture<Optional<T>> read(Match<T> match, Duration timeout) {
    return asker.submit(new Request.Read(match.template(), millis(timeout), order), object(match));
  }

  /** As {@link #read(Match, Duration)}, of any object of the class. */
  public <T> CompletableFuture<Optional<T>> read(Class<T> javaType, Duration timeout) {
    return read(Match.type(javaType), timeout);
  }

  /** As {@link #read(Match, Duration)}, of a plain tuple, some of whose fields may be formal. */
  public CompletableFuture<Optional<PlainTuple>> read(PlainTuple wanted, Duration timeout) {
    return read(wanted.match(), timeout);
  }

  /**
   * Takes a match out of the space, as soon as there is one. No other operation gets the same
   * token, ever.
   *
   * @return empty at the timeout, and then nothing was taken. Fails with {@link
   *     teseus.space.OutcomeUnknownException} if something may have been: {@link #outcome} tells
   */
  public CompletableFuture<Optional<Token>> take(Template template, Duration timeout) {
    return asker.submit(new Request.Take(template, millis(timeout), order), AsyncSpace::token);
  }

  /** As {@link #take(Template, Duration)}, as an object. */
  public <T> CompletableFuture<Optional<T>> take(Match<T> match, Duration timeout) {
    return asker.submit(new Request.Take(match.template(), millis(timeout), order), object(match));
  }

  /** As {@link #take(Match, Duration)}, of any object of the class. */
  public <T> CompletableFuture<Optional<T>> take(Class<T> javaType, Duration timeout) {
    return take(Match.type(javaType), timeout);
  }

  /** As {@link #take(Match, Duration)}, of a plain tuple, some of whose fields may be formal. */
  public CompletableFuture<Optional<PlainTuple>> take(PlainTuple wanted, Duration timeout) {
    return take(wanted.match(), timeout);
  }

  /**
   * A copy of a match if there is one now.
   *
   * @param consistency {@code LOOSE} asks no other host; {@link Token#age} says how old it may be
   */
  public CompletableFuture<Optional<Token>> readIfExists(
      Template template, Consistency consistency) {
    return asker.submit(new Request.ReadIfExists(template, consistency, order), AsyncSpace::token);
  }

  /** As {@link #readIfExists(Template, Consistency)}, as an object. */
  public <T> CompletableFuture<Optional<T>> readIfExists(Match<T> match, Consistency consistency) {
    return asker.submit(
        new Request.ReadIfExists(match.template(), consistency, order), object(match));
  }

  /**
   * Takes a match if there is one now.
   *
   * @param timeout how long to wait for matches that are on their way to others
   * @param consistency not {@code LOOSE}: a take is exact
   * @throws IllegalArgumentException if it is
   */
  public CompletableFuture<Optional<Token>> takeIfExists(
      Template template, Duration timeout, Consistency consistency) {
    return asker.submit(takeNow(template, timeout, consistency), AsyncSpace::token);
  }

  /** As {@link #takeIfExists(Template, Duration, Consistency)}, as an object. */
  public <T> CompletableFuture<Optional<T>> takeIfExists(
      Match<T> match, Duration timeout, Consistency consistency) {
    return asker.submit(takeNow(match.template(), timeout, consistency), object(match));
  }

  /**
   * Puts an object in the place of a token's tuple, if nobody has updated that since it was read.
   * It keeps its id, its age and its lease.
   *
   * @param read the token as it was read; its version counts
   * @param value as {@link #write(Object)}
   * @return the token as it is now; empty if it is not there any more. Fails with {@link
   *     teseus.space.VersionConflictException} if somebody else has updated it: then nothing was
   *     changed; else as {@link #write(Object)}
   * @throws IllegalArgumentException if no tuple can stand for the object
   */
  public CompletableFuture<Optional<Token>> update(Token read, Object value) {
    return asker.submit(
        new Request.Update(read.id(), read.segment(), read.version(), Mapping.tuple(value)),
        AsyncSpace::token);
  }

  /** As {@link #update(Token, Object)}, of the token with this id and version. */
  public CompletableFuture<Optional<Token>> update(TokenId token, long version, Object value) {
    return asker.submit(
        new Request.Update(token, null, version, Mapping.tuple(value)), AsyncSpace::token);
  }

  /**
   * Changes fields of a token's tuple in one step, whatever its version.
   *
   * @return the token as it is now; empty if it is not there any more. Fails with {@link
   *     teseus.space.EditRefusedException} if a field does not take its edit: then nothing was
   *     changed; else as {@link #write(Object)}
   */
  public CompletableFuture<Optional<Token>> modify(TokenId token, Edits edits) {
    return asker.submit(new Request.Modify(token, null, edits), AsyncSpace::token);
  }

  /**
   * Lets a token's lease end later, or sooner.
   *
   * @param term how long to keep the token from now, at least 1 ms; {@link Space#LONGEST} or more
   *     is for ever
   * @return the new lease; empty if it has ended, or the token was taken
   * @throws IllegalArgumentException if the term is too short
   */
  public CompletableFuture<Optional<Lease>> renew(TokenId token, Duration term) {
    return asker.submit(
        new Request.Renew(token, null, term(term)),
        reply ->
            reply instanceof Reply.Written written
                ? Optional.of(written.lease())
                : Optional.empty());
  }

  /**
   * Ends a token's lease now: it is gone, and nobody has taken it.
   *
   * @return whether this did it; false if the lease had ended, or the token was taken
   */
  public CompletableFuture<Boolean> cancelLease(TokenId token) {
    return asker.submit(
        new Request.CancelLease(token, null), reply -> ((Reply.LeaseCancelled) reply).done());
  }

  /**
   * Writes many objects, each by an operation of its own that is done exactly once, some 64 at a
   * time. Not atomic. Cancelling begins no more, and gives what became of those begun.
   *
   * @param values at most {@value Bulk#MOST}, as {@link #write(Object)}
   * @param term as {@link #write(Object, Duration)}
   * @return what became of each, in order
   * @throws IllegalArgumentException if there are too many, or no tuple can stand for one
   */
  public CompletableFuture<List<Bulk.Written>> writeAll(List<?> values, Duration term) {
    List<Tuple> tuples = values.stream().map(Mapping::tuple).toList();
    return Bulk.write(tuples.size(), i -> write(tuples.get(i), term));
  }

  /**
   * Copies of matches as they are there now.
   *
   * @param limit the most, 1 to {@value Bulk#MOST}
   */
  public CompletableFuture<List<Token>> readAll(Template template, int limit) {
    return contents(template).first(Bulk.within(1, limit)).toCompletableFuture();
  }

  /**
   * As {@link #readAll(Template, int)}, of those that a predicate is true for. It is code, so it is
   * tried in this process, on all that the template matches until there are enough: say in the
   * template what it can say.
   */
  public CompletableFuture<List<Token>> readAll(
      Template template, Predicate<? super Token> predicate, int limit) {
    return contents(template).where(predicate).first(Bulk.within(1, limit)).toCompletableFuture();
  }

  /** As {@link #readAll(Template, int)}, as objects. */
  public <T> CompletableFuture<List<T>> readAll(Match<T> match, int limit) {
    return readAll(match.template(), limit)
        .thenApply(tokens -> tokens.stream().map(match::object).toList());
  }

  /**
   * Takes matches that are there now, each by an operation of its own that is done exactly once,
   * some 64 at a time. Not atomic; each token is nobody else's. Cancelling begins no more, and
   * gives what was taken.
   *
   * @param limit the most, 1 to {@value Bulk#MOST}
   * @return what it got, and why it stopped if that is not for want of matches
   */
  public CompletableFuture<Bulk.Taken> takeAll(Template template, int limit) {
    return Bulk.take(limit, () -> takeIfExists(template, Bulk.PATIENCE, Consistency.SESSION));
  }

  /**
   * All that matches, however much it is, as a walk that survives what changes meanwhile and the
   * loss of the host that was asked: what is there from begin to end is given exactly once,
   * anything else once at most.
   */
  public Contents contents(Template template) {
    return new Contents(
        (at, most) ->
            asker.submit(
                new Request.Contents(template, at, most), reply -> ((Reply.Paged) reply).page()));
  }

  /** How many tuples match: the sum of each segment's count, at a moment of its own. */
  public CompletableFuture<Long> count(Template template) {
    return asker.submit(new Request.Count(template), reply -> ((Reply.Counted) reply).count());
  }

  /**
   * Declares an index, for good, on every host. Fails with {@link
   * teseus.space.UnavailableException} if whoever keeps the cluster's settings cannot be reached,
   * or with an {@link IllegalArgumentException} if too many are declared.
   *
   * @return once that is on record: each host makes it then at once, or when it starts
   */
  public CompletableFuture<Void> declareIndex(FieldIndex index) {
    return asker.submit(new Request.DeclareIndex(index), reply -> null);
  }

  /**
   * Declares the indexes that a class has marked with {@link Indexed}: without it, that is done in
   * the background when an object of the class is first written or looked for.
   *
   * @return as {@link #declareIndex}
   */
  public CompletableFuture<Void> declareIndexes(Class<?> javaType) {
    return asker.indexes().declare(javaType);
  }

  /**
   * How a match would be looked for: the index that serves, and how many candidates it leaves, in
   * each segment. Nothing comes of it, no index either.
   */
  public CompletableFuture<Explanation> explain(Template template) {
    return asker.submit(new Request.Explain(template), reply -> ((Reply.Explained) reply).how());
  }

  /**
   * What became of a write or a take after {@link teseus.space.OutcomeUnknownException}. It is
   * repeated under its own name, so that it is certainly done once: a write that had not arrived is
   * written now, and a take that had not takes what matches now, if anything does.
   *
   * <p>An outcome is told once. The last 1,024 operations can be asked about, each for {@link
   * PantheonConfig#keep}; a take that nobody asked about by then, or by {@link Pantheon#close}, is
   * undone, and a write is left as it is. A question that is cancelled, or fails because no host
   * answers, can be put again.
   *
   * @param op as {@link teseus.space.OutcomeUnknownException#op} names it
   * @return fails with {@link teseus.space.OutcomeUnknownException} if there is no answer within
   *     the patience, or this client does not keep the operation
   */
  public CompletableFuture<Outcome> outcome(OpId op) {
    return asker.outcome(op);
  }

  /**
   * Tells a listener what happens to tuples that match, wherever it happens, in the order of each
   * segment, each once.
   *
   * @param kinds what is to be told of; gaps are told of unasked
   * @param from where to go on, as {@link Event#position} says it, of this client or another; null
   *     to begin now
   * @param listener is called on one thread of its own, for one event after the other; while it is
   *     busy events wait at the hosts. What it throws ends the subscription
   * @throws IllegalArgumentException if the kinds are none, or a gap
   */
  public Subscription subscribe(
      Template template, Set<Event.Kind> kinds, @Nullable Position from, Consumer<Event> listener) {
    if (kinds.isEmpty() || kinds.contains(Event.Kind.GAP)) {
      throw new IllegalArgumentException("events are some of " + Event.Kind.all());
    }
    Set<Event.Kind> wanted = Set.copyOf(kinds);
    return asker.listen(template, wanted, from, listener);
  }

  /** As {@link #subscribe(Template, Set, Position, Consumer)}, of all that happens from now on. */
  public Subscription subscribe(Match<?> match, Consumer<Event> listener) {
    return subscribe(match.template(), Event.Kind.all(), null, listener);
  }

  private Request takeNow(Template template, Duration timeout, Consistency consistency) {
    if (consistency == Consistency.LOOSE) {
      throw new IllegalArgumentException("a take is exact, never LOOSE");
    }
    return new Request.TakeIfExists(template, millis(timeout), consistency, order);
  }

  static Optional<Token> token(Reply reply) {
    return ((Reply.Found) reply).token();
  }

  private <T> Function<Reply, Optional<T>> object(Match<T> match) {
    asker.indexes().used(match.javaType());
    return reply -> object(reply, match);
  }

  static <T> Optional<T> object(Reply reply, Match<T> match) {
    return token(reply).map(token -> Mapping.object(token, match));
  }

  static long millis(Duration timeout) {
    if (timeout.isNegative() || timeout.compareTo(Space.LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a timeout is 0 to " + Space.LONGEST.toDays() + " days, was " + timeout);
    }
    return timeout.toMillis();
  }
}
