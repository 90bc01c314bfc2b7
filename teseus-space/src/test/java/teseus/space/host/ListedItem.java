package teseus.space.host;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.wire.Envelope;
import teseus.space.wire.TupleCodec;

/** A tuple of a {@link ListedSpace}, from its write on, or from its eval. */
final class ListedItem {
  final TokenId id;
  final long term;
  private Tuple tuple;
  private long cost;
  long version = 1;
  long born;
  long until;
  @Nullable SegmentId segment;
  boolean gone;

  /** What is still to be computed of the tuple; null if that is there to be found. */
  @Nullable String function;

  /** The transaction that has written it and is open. */
  @Nullable OpId writer;

  /** The transaction that has taken it and is open. */
  @Nullable OpId taker;

  /** The transactions that have read it and are open. */
  final Set<OpId> readers = new HashSet<>();

  ListedItem(TokenId id, Tuple tuple, long term) {
    this.id = id;
    this.tuple = tuple;
    this.cost = cost(tuple);
    this.term = term;
  }

  Tuple tuple() {
    return tuple;
  }

  void becomes(Tuple next) {
    tuple = next;
    cost = cost(next);
  }

  /** It is in the space, for all to see that no lock hides it from. */
  boolean seen() {
    return !gone && writer == null && function == null;
  }

  /** It was not computed yet, and nothing has ended that. */
  boolean active() {
    return !gone && function != null;
  }

  boolean isAt(HostId host) {
    return segment != null && segment.founder().equals(host);
  }

  /** It is among the tokens of a host, be it that nobody finds it yet, or now. */
  boolean isKept(HostId host) {
    return !gone && writer == null && isAt(host);
  }

  boolean locked() {
    return taker != null || !readers.isEmpty();
  }

  void keep(long now) {
    born = now;
    until = until(term, now);
  }

  static long until(long term, long now) {
    return term > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + term;
  }

  /** What it takes of its host's memory. */
  long cost() {
    return cost + (function == null ? 0 : function.length());
  }

  /** What a tuple takes of its host's memory. */
  static long cost(Tuple tuple) {
    return Envelope.cost(tuple.type(), TupleCodec.encode(tuple, Limits.DEFAULT));
  }

  @Override
  public String toString() {
    return id + " " + tuple.fields() + " version " + version + " until " + until;
  }
}
