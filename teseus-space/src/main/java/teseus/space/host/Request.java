package teseus.space.host;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.Cursor;
import teseus.space.Edits;
import teseus.space.FieldIndex;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.wire.Action;

/** What a user asks of the host it talks to. Times are milliseconds. */
public sealed interface Request {
  /**
   * Write a tuple.
   *
   * @param tuple within the host's limits
   * @param term how long to keep it; {@link Long#MAX_VALUE} for ever
   * @param restored what it keeps if it was in the space before
   */
  record Write(Tuple tuple, long term, Action.@Nullable Restored restored) implements Request {
    /** Puts back what was taken: under its id, as old as it is, for as long as it had left. */
    public static Write back(Token taken, Instant now) {
      long term =
          taken.until().equals(Lease.FOREVER)
              ? Long.MAX_VALUE
              : Math.max(1, taken.until().toEpochMilli() - now.toEpochMilli());
      long born = HybridClock.at(taken.born().toEpochMilli());
      return new Write(taken.tuple(), term, new Action.Restored(taken.id(), born, taken.version()));
    }
  }

  /**
   * Have a tuple computed.
   *
   * @param function the name it is registered under
   * @param argument what it is computed of, within the host's limits
   * @param term how long to keep it, computed or not; {@link Long#MAX_VALUE} for ever
   */
  record Eval(String function, Tuple argument, long term) implements Request {
    /** What a name may be. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public Eval {
      if (!named(function)) {
        throw new IllegalArgumentException(
            "a function's name is 1 to 100 letters, digits, dots, underscores and hyphens");
      }
    }

    /** Whether a function may be called that. */
    public static boolean named(String function) {
      return NAME.matcher(function).matches();
    }
  }

  /** What is asked with a template. */
  sealed interface Matching extends Request {
    /** What matches. */
    Template template();
  }

  /**
   * Read a match, waiting for one.
   *
   * @param template what matches
   * @param timeout how long to wait
   * @param order which match, if there are several
   */
  record Read(Template template, long timeout, Order order) implements Matching {
    /** A near match. */
    public Read(Template template, long timeout) {
      this(template, timeout, Order.NEAR);
    }
  }

  /**
   * Take a match, waiting for one.
   *
   * @param template what matches
   * @param timeout how long to wait
   * @param order which match, if there are several
   */
  record Take(Template template, long timeout, Order order) implements Matching {
    /** A near match. */
    public Take(Template template, long timeout) {
      this(template, timeout, Order.NEAR);
    }
  }

  /**
   * Read a match if there is one now.
   *
   * @param template what matches
   * @param consistency how fresh the answer must be
   * @param order which match, if there are several; {@code NEAR} if the read is loose, which asks
   *     no segment
   */
  record ReadIfExists(Template template, Consistency consistency, Order order) implements Matching {
    public ReadIfExists {
      if (consistency == Consistency.LOOSE && order != Order.NEAR) {
        throw new IllegalArgumentException(
            "a loose read asks no other host, so that its order is near, not "
                + order.name().toLowerCase(Locale.ROOT));
      }
    }

    /** A near match. */
    public ReadIfExists(Template template, Consistency consistency) {
      this(template, consistency, Order.NEAR);
    }
  }

  /**
   * Take a match if there is one now.
   *
   * @param template what matches
   * @param timeout how long to wait for matches on their way to others
   * @param consistency how sure "none" must be; not {@code LOOSE}
   * @param order which match, if there are several
   */
  record TakeIfExists(Template template, long timeout, Consistency consistency, Order order)
      implements Matching {
    /** A near match. */
    public TakeIfExists(Template template, long timeout, Consistency consistency) {
      this(template, timeout, consistency, Order.NEAR);
    }
  }

  /** Do something to one token. */
  sealed interface OnToken extends Request {
    /** Which. */
    TokenId token();

    /** The segment that it was last known in; asked first. Null if that is not known. */
    @Nullable SegmentId segment();
  }

  /**
   * Put a tuple in the place of a token's.
   *
   * @param token which
   * @param segment where it was, or null
   * @param version that it must have
   * @param tuple within the host's limits
   */
  record Update(TokenId token, @Nullable SegmentId segment, long version, Tuple tuple)
      implements OnToken {}

  /**
   * Change fields of a token's tuple.
   *
   * @param token which
   * @param segment where it was, or null
   * @param edits the changes
   */
  record Modify(TokenId token, @Nullable SegmentId segment, Edits edits) implements OnToken {}

  /**
   * Let a token's lease end later, or sooner.
   *
   * @param token which
   * @param segment where it was, or null
   * @param term how long to keep it from now; {@link Long#MAX_VALUE} for ever
   */
  record Renew(TokenId token, @Nullable SegmentId segment, long term) implements OnToken {}

  /**
   * End a token's lease now.
   *
   * @param token which
   * @param segment where it was, or null
   */
  record CancelLease(TokenId token, @Nullable SegmentId segment) implements OnToken {}

  /**
   * A page of what is there.
   *
   * @param template what matches
   * @param cursor where to go on; null to begin
   * @param most tokens of the page, at least 1
   */
  record Contents(Template template, @Nullable Cursor cursor, int most) implements Request {}

  /**
   * Count matches.
   *
   * @param template what matches
   */
  record Count(Template template) implements Matching {}

  /**
   * Declare an index, for good.
   *
   * @param index which
   */
  record DeclareIndex(FieldIndex index) implements Request {}

  /**
   * Say how matches are looked for.
   *
   * @param template what matches
   */
  record Explain(Template template) implements Matching {}

  /**
   * Begin a transaction, named by the operation that does so.
   *
   * @param lease after how many milliseconds it is aborted
   * @param client whose it is, for the limit on each client's; null for the host's own
   */
  record Begin(long lease, @Nullable String client) implements Request {}

  /**
   * Do something in a transaction.
   *
   * @param transaction which, begun at this host
   * @param step a write, a read or a take
   */
  record Within(OpId transaction, Request step) implements Request {}

  /**
   * Do all of a transaction, or nothing.
   *
   * @param transaction which
   */
  record Commit(OpId transaction) implements Request {}

  /**
   * Do nothing of a transaction.
   *
   * @param transaction which
   */
  record Abort(OpId transaction) implements Request {}

  /**
   * Let a transaction go on for longer.
   *
   * @param transaction which
   * @param lease after how long from now it is aborted
   */
  record Extend(OpId transaction, long lease) implements Request {}
}
