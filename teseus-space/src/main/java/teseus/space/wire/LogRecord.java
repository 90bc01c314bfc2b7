package teseus.space.wire;

import java.util.List;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.TokenId;

/**
 * What a segment's log says, in order. The state of a segment is what applying its records in order
 * gives, and nothing else. Times are the primary's, in milliseconds since 1970.
 */
public sealed interface LogRecord {
  /** When the primary appended it, or took on what it may have had to wait with for a moment. */
  long at();

  /** A token goes out. */
  sealed interface Removal extends LogRecord {
    /** Which. */
    TokenId token();
  }

  /** A token becomes another, in its place and under its id. */
  sealed interface Amendment extends LogRecord {
    /** Which. */
    TokenId token();

    /** What it makes of the token as the records before it left that. */
    Envelope amended(Envelope before);
  }

  /**
   * A new epoch begins: its primary has promised, synced and led it.
   *
   * @param at when
   */
  record Lead(long at) implements LogRecord {}

  /**
   * A token came in.
   *
   * @param at when
   * @param op the write
   * @param low lowest number of that session still open; of no use if the session is not kept
   * @param token what came in
   */
  record Put(long at, OpId op, long low, Envelope token) implements LogRecord {}

  /**
   * A token went out, to one operation.
   *
   * @param at when
   * @param op the take
   * @param low lowest number of that session still open; of no use if the session is not kept
   * @param token which
   */
  record Take(long at, OpId op, long low, TokenId token) implements Removal {}

  /**
   * What a take got goes back, because nobody wants it: visible again under its own id.
   *
   * @param at when
   * @param op the take that is undone
   * @param token what it had got
   */
  record Return(long at, OpId op, TokenId token) implements LogRecord {}

  /**
   * A token's tuple has changed: it keeps its id, its age and its lease.
   *
   * @param at when
   * @param op the update
   * @param low lowest number of that session still open
   * @param token which
   * @param type the new tuple's type
   * @param fields the new tuple's fields, encoded
   * @param version that the token has from now on
   */
  record Update(long at, OpId op, long low, TokenId token, String type, byte[] fields, long version)
      implements Amendment {
    @Override
    public Envelope amended(Envelope before) {
      Envelope after = before.updated(type, fields);
      if (after.version() != version) {
        throw new IllegalStateException("no update of version " + before.version());
      }
      return after;
    }
  }

  /**
   * A token's lease ends at another time.
   *
   * @param at when
   * @param op the renewal
   * @param low lowest number of that session still open
   * @param token which
   * @param until when it ends, in milliseconds since 1970, {@link Long#MAX_VALUE} if never
   */
  record Renew(long at, OpId op, long low, TokenId token, long until) implements Amendment {
    @Override
    public Envelope amended(Envelope before) {
      return before.renewed(until);
    }
  }

  /**
   * A lease ended before its time.
   *
   * @param at when
   * @param op who wanted it
   * @param low lowest number of that session still open
   * @param token whose
   */
  record CancelLease(long at, OpId op, long low, TokenId token) implements Removal {}

  /**
   * A lease ended.
   *
   * @param at when
   * @param token whose
   */
  record Expire(long at, TokenId token) implements Removal {}

  /**
   * An active tuple came in: a function is to be computed.
   *
   * @param at when
   * @param op the eval
   * @param low lowest number of that session still open
   * @param active what came in
   */
  record Eval(long at, OpId op, long low, Active active) implements LogRecord {}

  /**
   * An active tuple was computed: a passive one of the same id stands in its place.
   *
   * @param at when
   * @param token what came of it
   */
  record Computed(long at, Envelope token) implements LogRecord {}

  /**
   * The lease of an active tuple ended before it was computed.
   *
   * @param at when
   * @param token whose
   */
  record Lapse(long at, TokenId token) implements LogRecord {}

  /**
   * A session came to this segment.
   *
   * @param at when
   * @param session which
   */
  record Open(long at, SessionId session) implements LogRecord {}

  /**
   * A session ended here; its operations are refused from now on.
   *
   * @param at when
   * @param session which
   */
  record End(long at, SessionId session) implements LogRecord {}

  /**
   * A new era: sessions given out before the one before it are refused from now on.
   *
   * @param at when
   * @param era its number
   */
  record Era(long at, int era) implements LogRecord {}

  /**
   * A session goes on through another gateway; operations of lower turns are refused from now on.
   *
   * @param at when
   * @param session which
   * @param turn its number, 1 and up
   */
  record Turn(long at, SessionId session, int turn) implements LogRecord {}

  /**
   * A global snapshot cuts here: what is before is in it.
   *
   * @param at when
   * @param round the snapshot's number, 1 and up
   */
  record Cut(long at, long round) implements LogRecord {}

  /**
   * This segment will do its part of a transaction once it is told that it is decided so. Of what
   * it decided, each token has a record of its own after it.
   *
   * @param at when
   * @param transaction which
   * @param op its commit
   * @param low lowest number of that session still open
   * @param first the segment that decides
   * @param takes what goes out
   * @param writes what comes in
   */
  record Prepare(
      long at,
      OpId transaction,
      OpId op,
      long low,
      SegmentId first,
      List<Portion.Take> takes,
      List<Envelope> writes)
      implements LogRecord {
    public Prepare {
      takes = List.copyOf(takes);
      writes = List.copyOf(writes);
    }
  }

  /**
   * A transaction is decided, here and everywhere: it is done.
   *
   * @param at when
   * @param transaction which
   * @param op its commit
   * @param low lowest number of that session still open
   * @param takes what goes out of this segment
   * @param writes what comes into this segment
   * @param others the segments that have prepared, and have to be told
   */
  record Decide(
      long at,
      OpId transaction,
      OpId op,
      long low,
      List<Portion.Take> takes,
      List<Envelope> writes,
      List<SegmentId> others)
      implements LogRecord {
    public Decide {
      takes = List.copyOf(takes);
      writes = List.copyOf(writes);
      others = List.copyOf(others);
    }
  }

  /**
   * What was prepared here is decided.
   *
   * @param at when
   * @param op the commit
   * @param commit whether it is done
   */
  record Resolve(long at, OpId op, boolean commit) implements LogRecord {}

  /**
   * All others have done what was decided: nobody will ask any more.
   *
   * @param at when
   * @param op the commit
   */
  record Settled(long at, OpId op) implements LogRecord {}

  /**
   * A token goes to another segment: nobody finds it here from now on, and it is kept until it is
   * known to be there. The place of this record names the move.
   *
   * @param at when
   * @param token which
   * @param to where it goes
   * @param log which log of that segment
   */
  record Out(long at, TokenId token, SegmentId to, long log) implements LogRecord {}

  /**
   * A token came in out of another segment, as it was there.
   *
   * @param at when
   * @param move by which
   * @param token what came in
   */
  record In(long at, MoveId move, Envelope token) implements LogRecord {}

  /**
   * No token comes in by a move, now or ever.
   *
   * @param at when
   * @param move which
   */
  record Never(long at, MoveId move) implements LogRecord {}

  /**
   * A token that went to another segment is there, and here no more.
   *
   * @param at when
   * @param out the lsn of its OUT
   * @param token which
   */
  record Done(long at, long out, TokenId token) implements Removal {}

  /**
   * A token that was to go to another segment never comes in there: it is found here again.
   *
   * @param at when
   * @param out the lsn of its OUT
   * @param token which
   */
  record Back(long at, long out, TokenId token) implements LogRecord {}

  /**
   * Nobody asks any more about moves out of a segment, up to one of them.
   *
   * @param at when
   * @param from the segment
   * @param log which log of it
   * @param low the first lsn there of which somebody may still ask
   */
  record Forget(long at, SegmentId from, long log, long low) implements LogRecord {}

  /**
   * What a store has promised of a copy that it keeps, in the store's own notes: the last one
   * counts.
   *
   * @param at when
   * @param segment whose copy
   * @param log which log of the segment it is
   * @param promised the epoch below which it takes nothing
   * @param synced the epoch whose primary made the copy what it is
   * @param led the last epoch that it was led under here; 0 if never
   * @param doubted the last epoch of which it may have promised, held or led more than it knows; 0
   *     if it is not in doubt
   * @param whole whether nothing before its end is missing; if not, it must be synced before it may
   *     count for anything
   * @param sole whether this store is all of R, and never asked that another be in it since
   * @param committed the first lsn not known to be committed
   * @param length the first lsn that it does not hold
   * @param spans the epochs of the last of its records, old to new
   */
  record Note(
      long at,
      SegmentId segment,
      long log,
      long promised,
      long synced,
      long led,
      long doubted,
      boolean whole,
      boolean sole,
      long committed,
      long length,
      List<Replication.Span> spans)
      implements LogRecord {
    public Note {
      spans = List.copyOf(spans);
    }
  }

  /**
   * All before it is void: a copy of the segment begins again, with an image that follows.
   *
   * @param at when
   */
  record Void(long at) implements LogRecord {}

  /**
   * The list of hosts that this store goes by, in a log of the store's own.
   *
   * @param at when
   * @param roster the list
   */
  record Listed(long at, Roster roster) implements LogRecord {}

  /**
   * What a voter keeps of META, in META's own log.
   *
   * @param at when
   * @param what in detail
   */
  record Voter(long at, VoterRecord what) implements LogRecord {}
}
