package teseus.space;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Several operations of which either all are done or none, in whichever segments of whichever hosts
 * they are. Begin one with {@link Space#begin}. Call from any thread; no call blocks.
 *
 * <p>What it writes nobody else sees until it is committed. What it takes is hidden from everybody
 * else, and what it reads is taken by nobody else, until it ends; whoever waits for such a tuple
 * goes on waiting. It sees what it has written, and not what it has taken. Locks are on tuples that
 * were found, not on what was not: "none" may change while it is open. Two transactions that wait
 * for each other's tuples do so until a timeout or a lease ends.
 *
 * <p>Futures fail with {@link TransactionAbortedException} once it is over. It is aborted when its
 * lease ends, when its host or the host of a tuple that it has locked is lost, and when an
 * operation of it is not answered. Only {@link #commit} may end with {@link
 * OutcomeUnknownException}.
 */
public interface Transaction extends AutoCloseable {
  /** Its name: the operation that began it. */
  OpId id();

  /**
   * Writes a tuple when it is committed; from then on its term counts.
   *
   * @param term how long to keep it, at least 1 ms; {@link Space#LONGEST} or more is for ever
   * @return the lease it would have if it were committed now. Fails with {@link SpaceFullException}
   *     if there is no room, {@link BusyException} if it is beyond a limit of transactions
   * @throws IllegalArgumentException if the tuple is beyond a limit or the term too short
   */
  Future<Lease> write(Tuple tuple, Duration term);

  /** A copy of a match, which it locks, as soon as there is one; empty at the timeout. */
  Future<Optional<Token>> read(Template template, Duration timeout);

  /** Takes a match, as soon as there is one; empty at the timeout. */
  Future<Optional<Token>> take(Template template, Duration timeout);

  /** A copy of a match, which it locks, if there is one now. */
  Future<Optional<Token>> readIfExists(Template template);

  /**
   * Takes a match if there is one now.
   *
   * @param timeout how long to wait for matches that are locked or on their way to others
   */
  Future<Optional<Token>> takeIfExists(Template template, Duration timeout);

  /**
   * Writes many tuples when it is committed, some 64 at a time, as {@link #write} does each.
   *
   * @param tuples at most {@value Bulk#MOST}
   * @return their leases, in order. Fails as the first write that does: the rest is not begun, and
   *     some may be in the transaction, which goes on
   */
  Future<List<Lease>> writeAll(List<Tuple> tuples, Duration term);

  /**
   * Takes matches that are there now, some 64 at a time, as {@link #takeIfExists} does each.
   *
   * @param limit the most, 1 to {@value Bulk#MOST}
   * @return what it got. Fails as the first take that does: no more are begun, and what was taken
   *     stays so until the transaction ends
   */
  Future<List<Token>> takeAll(Template template, int limit);

  /**
   * Does all of it, or nothing.
   *
   * @return succeeds when all is done, safe, and found by everybody, save at a host that was lost
   *     after it had agreed: there when it is back. Fails with {@link TransactionAbortedException}
   *     if nothing was done, {@link BusyException} or {@link UnavailableException} if it is still
   *     open, {@link OutcomeUnknownException} if it is not known
   */
  Future<Void> commit();

  /** Does nothing of it; at once, so far as its segments can be reached. */
  Future<Void> abort();

  /**
   * Lets it go on for longer.
   *
   * @param lease after how long from now it is aborted, at least 1 ms
   * @return when that will be; fails with {@link IllegalArgumentException} if it is longer than
   *     {@code transactions.lease} allows
   */
  Future<Instant> renew(Duration lease);

  /** Aborts it, unless it was asked to commit before; waits for nothing. */
  @Override
  void close();
}
