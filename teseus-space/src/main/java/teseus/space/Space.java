package teseus.space;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A bag of tuples that every host shares. Call from any thread; no call blocks. Futures complete on
 * the caller's Vert.x context, if any; else on whichever thread brings the answer, often the
 * caller's own before the call returns, so that what depends on them must not block. They carry
 * every failure, a {@link SpaceException}, but a misused argument (thrown). A timeout is how long
 * to wait for a match, 0 to {@link #LONGEST}.
 */
public interface Space {
  /** The longest that a blocked operation may wait, or a lease last unless it is for ever. */
  Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Writes a tuple, for ever. Every take that starts after the future succeeds can find it.
   *
   * @return the lease granted. Fails with {@link SpaceFullException} or {@link
   *     UnavailableException} if nothing was written, {@link OutcomeUnknownException} if it may
   *     have been
   * @throws IllegalArgumentException if the tuple is beyond a limit
   */
  default Future<Lease> write(Tuple tuple) {
    return write(tuple, LONGEST);
  }

  /**
   * Writes a tuple for a while.
   *
   * @param term how long to keep it, at least 1 ms; {@link #LONGEST} or more is for ever
   * @return as {@link #write(Tuple)}
   * @throws IllegalArgumentException if the tuple is beyond a limit or the term too short
   */
  Future<Lease> write(Tuple tuple, Duration term);

  /**
   * The type of the tuple that stands for an active one whose function gave no result. Its fields:
   * {@code function}, its name; {@code why}, in words; {@code type} and {@code argument}, the
   * argument's type and fields, left out if they do not fit.
   */
  String EVAL_FAILED = "EvalFailed";

  /**
   * Has a tuple computed: writes an active tuple, which no template matches, to a host that has the
   * function registered; that host computes it, and what it gives stands in its place, a tuple like
   * any other with the same token. If the function throws, takes longer than the host's limit, or
   * gives what no tuple can be, that is a tuple of type {@value #EVAL_FAILED}. The function may be
   * computed again if its host crashes meanwhile; one result comes of it at most.
   *
   * @param function the name it is registered under
   * @param argument what it is computed of
   * @param term how long to keep the active tuple and what comes of it, both together; at least 1
   *     ms, {@link #LONGEST} or more is for ever
   * @return the lease granted, as soon as the active tuple is safe, before it is computed. Fails
   *     with {@link NoSuchFunctionException} if no host within reach has the function, and as
   *     {@link #write(Tuple)}
   * @throws IllegalArgumentException if the name cannot be a function's, the tuple is beyond a
   *     limit or the term too short
   */
  Future<Lease> eval(String function, Tuple argument, Duration term);

  /**
   * The same space, whose reads and takes look for a match in another order; {@link Order#NEAR} if
   * nothing is said. A loose read is always near: in another order it throws an {@link
   * IllegalArgumentException}.
   */
  Space inOrder(Order order);

  /**
   * Begins a transaction: operations of which either all are done or none.
   *
   * @param lease after how long it is aborted if it is not committed or renewed, at least 1 ms
   * @return fails with {@link BusyException} if too many are open, with {@link
   *     IllegalArgumentException} if the lease is longer than {@code transactions.lease} allows
   * @throws IllegalArgumentException if the lease is too short
   */
  Future<Transaction> begin(Duration lease);

  /**
   * Does all that a body does in a transaction, or nothing: commits it when the body's future
   * succeeds, and aborts it when that fails.
   *
   * @param lease as for {@link #begin}
   * @param body is called once; what it does otherwise than in its transaction is not undone
   * @return what the body gave, once that is committed. Fails as {@link #begin}, the body, or
   *     {@link Transaction#commit}
   */
  default <T> Future<T> transaction(Duration lease, Function<Transaction, Future<T>> body) {
    return begin(lease)
        .compose(
            transaction ->
                Future.<Void>succeededFuture()
                    .compose(begun -> body.apply(transaction))
                    .compose(
                        given -> transaction.commit().map(given),
                        failure ->
                            transaction
                                .abort()
                                .compose(
                                    over -> Future.failedFuture(failure),
                                    unheard -> Future.failedFuture(failure))));
  }

  /** A copy of a match, as soon as there is one; empty at the timeout. Asks no host to hold it. */
  Future<Optional<Token>> read(Template template, Duration timeout);

  /**
   * Takes a match out of the space, as soon as there is one; empty at the timeout. No other
   * operation gets the same token, ever.
   *
   * @return empty only if nothing was taken. Fails with {@link OutcomeUnknownException} if the
   *     segment that was asked has not answered by the timeout
   */
  Future<Optional<Token>> take(Template template, Duration timeout);

  /**
   * A copy of a match if there is one now.
   *
   * @param consistency {@code LOOSE} asks no other host and says how old the answer may be
   * @return fails with {@link UnavailableException} if there is no match where it could look and a
   *     segment could not be asked
   */
  Future<Optional<Token>> readIfExists(Template template, Consistency consistency);

  /**
   * Takes a match if there is one now.
   *
   * @param timeout how long to wait for matches that are on their way to others, which may come
   *     back; not for new ones
   * @param consistency {@code LOOSE} is refused: a take is exact
   * @return as {@link #take}, and {@link UnavailableException} as {@link #readIfExists}
   */
  Future<Optional<Token>> takeIfExists(
      Template template, Duration timeout, Consistency consistency);

  /**
   * Tells a listener what happens to tuples that match, wherever it happens, in the order of each
   * segment, each once: {@link Event#number} rises by one. It ends with this host: then go on at
   * another, from the {@link Event#position} of the last event.
   *
   * @param kinds what is to be told of; gaps are told of unasked
   * @param from where to go on; empty to begin now
   * @param term for how long, at least 1 ms; {@link #LONGEST} or more is for ever
   * @param listener is called on the caller's Vert.x context, if any, for one event after the
   *     other; must not block
   * @return as soon as whatever happens from then on is told of. Fails with {@link BusyException}
   *     if this host tells as many as it may
   * @throws IllegalArgumentException if the term is too short
   */
  Future<Subscription> subscribe(
      Template template,
      Set<Event.Kind> kinds,
      Optional<Position> from,
      Duration term,
      Consumer<Event> listener);

  /**
   * Puts a tuple in the place of a token's, if the token still has the version expected. It keeps
   * its id, its age and its lease. Reads see the new tuple once it is safe, and none before it
   * after that; a take gets it, or, if that comes first, leaves nothing to update.
   *
   * @param version as {@link Token#version} gave it
   * @return the token as it is now; empty if it is not there any more. Fails with {@link
   *     VersionConflictException} if somebody else has updated it, {@link SpaceFullException} if
   *     its host has no room for what it would become, {@link UnavailableException} if it was not
   *     found where it could be looked for: then nothing was changed; {@link
   *     OutcomeUnknownException} if it may have been
   * @throws IllegalArgumentException if the tuple is beyond a limit
   */
  Future<Optional<Token>> update(TokenId token, long version, Tuple tuple);

  /** As {@link #update(TokenId, long, Tuple)}, of a token as it was read. */
  default Future<Optional<Token>> update(Token read, Tuple tuple) {
    return update(read.id(), read.version(), tuple);
  }

  /**
   * Changes fields of a token's tuple, whatever its version, in one step at the segment that keeps
   * it: nothing comes between what the edits find and what they leave.
   *
   * @return as {@link #update(TokenId, long, Tuple)}; instead of a conflict, {@link
   *     EditRefusedException} if a field does not take its edit, and nothing was changed
   */
  Future<Optional<Token>> modify(TokenId token, Edits edits);

  /**
   * Lets a token's lease end later, or sooner. A renewal that is on record before the lease's end
   * is wins; a lease that has ended is not renewed.
   *
   * @param term how long to keep the token from now, at least 1 ms; {@link #LONGEST} or more is for
   *     ever
   * @return the new lease; empty if it has ended, or the token was taken. Fails as {@link
   *     #update(TokenId, long, Tuple)}
   * @throws IllegalArgumentException if the term is too short
   */
  Future<Optional<Lease>> renew(TokenId token, Duration term);

  /**
   * Ends a token's lease now: it is gone, and nobody has taken it.
   *
   * @return whether this did it; false if the lease had ended, or the token was taken. Fails as
   *     {@link #update(TokenId, long, Tuple)}
   */
  Future<Boolean> cancelLease(TokenId token);

  /**
   * Writes many tuples, each by an auction and an operation of its own, some 64 at a time. Not
   * atomic.
   *
   * @param tuples at most {@value Bulk#MOST}
   * @param term as {@link #write(Tuple, Duration)}
   * @return what became of each, in order
   * @throws IllegalArgumentException if there are too many, a tuple is beyond a limit or the term
   *     too short
   */
  Future<List<Bulk.Written>> writeAll(List<Tuple> tuples, Duration term);

  /**
   * Copies of matches as they are there now.
   *
   * @param limit the most, 1 to {@value Bulk#MOST}
   * @return as {@link #contents} gives them; fails with {@link UnavailableException} if a segment
   *     could not be asked
   * @throws IllegalArgumentException if the limit is out of bounds
   */
  Future<List<Token>> readAll(Template template, int limit);

  /**
   * As {@link #readAll(Template, int)}, of those that a predicate is true for. It is code, and
   * tried here, on all that the template matches until there are enough.
   */
  Future<List<Token>> readAll(Template template, Predicate<? super Token> predicate, int limit);

  /**
   * Takes matches that are there now, each by an operation of its own, some 64 at a time. Not
   * atomic; each token is nobody else's.
   *
   * @param limit the most, 1 to {@value Bulk#MOST}
   * @return what it got, and why it stopped if that is not for want of matches
   * @throws IllegalArgumentException if the limit is out of bounds
   */
  Future<Bulk.Taken> takeAll(Template template, int limit);

  /**
   * All that matches, however much it is, as a walk that survives what changes meanwhile: what is
   * there from begin to end is given exactly once, anything else once at most.
   */
  Contents contents(Template template);

  /** How many tuples match: the sum of each segment's count, at a moment of its own. */
  Future<Long> count(Template template);

  /**
   * How a match would be looked for: the index that serves, and how many candidates it leaves, in
   * each segment. Nothing comes of it, no index either.
   *
   * @return fails with {@link UnavailableException} if a segment could not be asked
   */
  Future<Explanation> explain(Template template);

  /**
   * Declares an index, for good, on every host: each makes it at once, which takes it about a
   * second for a million tokens, or when it starts. Fields that templates ask for often get an
   * index by themselves, too.
   *
   * @return once that is on record. Fails with {@link UnavailableException} if whoever keeps the
   *     cluster's settings cannot be reached
   * @throws IllegalArgumentException if {@link FieldIndex#MOST} indexes are declared, or {@link
   *     FieldIndex#MOST_OF_A_TYPE} of the type
   */
  Future<Void> declareIndex(FieldIndex index);

  /**
   * What became of an operation whose outcome was not known: the token that it took, wrote or
   * changed; for a commit, a name that no token has. Waits until its segment can be asked.
   *
   * @param op as {@link OutcomeUnknownException#op} names it
   * @return empty if it did nothing. Fails with {@link OutcomeUnknownException} if this host does
   *     not remember it any more
   */
  Future<Optional<TokenId>> outcome(OpId op);

  /**
   * Calls an operation off. It ends empty, or late with its token if that was already taken.
   *
   * @param operation a future that this space gave out and that may still be open
   */
  void cancel(Future<?> operation);
}
