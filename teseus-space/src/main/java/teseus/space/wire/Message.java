package teseus.space.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.Explanation;
import teseus.space.HostId;
import teseus.space.LookUp;
import teseus.space.OpId;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;

/**
 * What one host says to another over a peer link. Every message may be lost, repeated or overtaken:
 * each is idempotent by what it names.
 */
public sealed interface Message {

  // Operations, each aimed at one segment at a time.

  /**
   * Asker to primary: do this, once.
   *
   * @param op the operation
   * @param turn the gateway's turn in the operation's session, 0 and up
   * @param attempt 1 and up, one more each time the operation is aimed anew
   * @param segment whom it is aimed at
   * @param epoch the epoch that the asker believes it is led under
   * @param low the lowest number of the session still open
   * @param action what to do
   */
  record Aim(OpId op, int turn, int attempt, SegmentId segment, long epoch, long low, Action action)
      implements Message {}

  /**
   * Primary to asker: what became of an aim.
   *
   * @param op the operation
   * @param turn as aimed
   * @param attempt as aimed
   * @param segment who answers
   * @param epoch as aimed
   * @param result what became of it
   */
  record Answer(OpId op, int turn, int attempt, SegmentId segment, long epoch, Result result)
      implements Message {}

  // Looking, which binds nothing.

  /**
   * Is there a match?
   *
   * @param ask the asker's number for the question
   * @param segment whom it asks
   * @param template what matches
   * @param take whether it is to be taken, so that one held for a waiter or locked is of less use
   * @param sure whether R is to be asked first, even if nothing says that another may lead it
   */
  record Peek(long ask, SegmentId segment, Template template, boolean take, boolean sure)
      implements Message {}

  /**
   * What a look found.
   *
   * @param ask as asked
   * @param segment who answers
   * @param epoch led under
   * @param match the oldest; if it is to be taken, the oldest free one, if any is
   * @param busy whether there is none, or none that is free if it is to be taken, and matches exist
   *     that are locked, held or on their way
   * @param arrivals how many tokens of the template's type have become visible here in this epoch
   * @param moving whether matches are on their way to another segment
   * @param moves as in {@link Located}
   */
  record Peeked(
      long ask,
      SegmentId segment,
      long epoch,
      @Nullable Envelope match,
      boolean busy,
      long arrivals,
      boolean moving,
      long moves)
      implements Message {}

  /**
   * How many match?
   *
   * @param ask the asker's number for the question
   * @param segment whom it asks
   * @param template what matches
   */
  record Count(long ask, SegmentId segment, Template template) implements Message {}

  /**
   * How many matched.
   *
   * @param ask as asked
   * @param segment who answers
   * @param count visible matches
   */
  record Counted(long ask, SegmentId segment, long count) implements Message {}

  /**
   * How would you look for a match?
   *
   * @param ask the asker's number for the question
   * @param segment whom it asks
   * @param template what matches
   */
  record Explain(long ask, SegmentId segment, Template template) implements Message {}

  /**
   * How it was looked for.
   *
   * @param ask as asked
   * @param segment who answers
   * @param lookUps one for each type, {@value Explanation#MOST_TYPES} at most
   */
  record Explained(long ask, SegmentId segment, List<LookUp> lookUps) implements Message {
    public Explained {
      lookUps = List.copyOf(lookUps);
    }
  }

  /**
   * Have you got this token?
   *
   * @param ask the asker's number for the question
   * @param segment whom it asks
   * @param token which
   */
  record Locate(long ask, SegmentId segment, TokenId token) implements Message {}

  /**
   * Whether a token is there.
   *
   * @param ask as asked
   * @param segment who answers
   * @param here whether it is, as far as records were appended
   * @param epoch led under
   * @param moves a number that grows whenever a token leaves for another segment, or has left; 0 if
   *     that was so long ago that no question asked then is open still
   */
  record Located(long ask, SegmentId segment, boolean here, long epoch, long moves)
      implements Message {}

  /**
   * What is there?
   *
   * @param ask the asker's number for the question
   * @param segment whom it asks
   * @param template what matches
   * @param from the least place in the log that is wanted
   * @param end the first place not wanted; below 0 for the end of the log as it is now
   * @param most tokens to answer with
   */
  record Page(long ask, SegmentId segment, Template template, long from, long end, int most)
      implements Message {}

  /**
   * Some of what is there, from old to young.
   *
   * @param ask as asked
   * @param segment who answers
   * @param tokens what matches; may be none though there is more
   * @param next where to go on
   * @param end as asked, or where the log ended
   * @param more whether there is anything before the end
   */
  record Paged(
      long ask, SegmentId segment, List<Envelope> tokens, long next, long end, boolean more)
      implements Message {
    public Paged {
      tokens = List.copyOf(tokens);
    }
  }

  // Waiting: protocol rule 6, c to g.

  /**
   * Call me when there is a match.
   *
   * @param op who waits
   * @param turn the gateway's turn in the session
   * @param number one more after each attempt that got nothing
   * @param segment where it waits
   * @param template what it waits for
   * @param take whether it wants to take; a read is shown the token instead of called
   * @param sure whether R is to be asked before a read is shown anything, as for a {@link Peek}
   * @param age how long it has waited, in milliseconds
   * @param transaction the one it is of, whose own locks do not stand in its way; null if of none
   */
  record Wait(
      OpId op,
      int turn,
      int number,
      SegmentId segment,
      Template template,
      boolean take,
      boolean sure,
      long age,
      @Nullable OpId transaction)
      implements Message {}

  /**
   * The wait stands in the queue.
   *
   * @param op who waits
   * @param turn as asked
   * @param number as asked
   * @param segment where
   * @param epoch led under
   */
  record Armed(OpId op, int turn, int number, SegmentId segment, long epoch) implements Message {}

  /**
   * No longer waiting.
   *
   * @param op who waited
   * @param turn the gateway's turn
   * @param segment where
   */
  record Unwait(OpId op, int turn, SegmentId segment) implements Message {}

  /**
   * A match is held for you: aim at it.
   *
   * @param op who waits
   * @param turn as waited
   * @param number as waited
   * @param segment where it is
   * @param epoch led under
   * @param token what is held
   */
  record Call(OpId op, int turn, int number, SegmentId segment, long epoch, TokenId token)
      implements Message {}

  /**
   * A match for a waiting read.
   *
   * @param op who waits
   * @param turn as waited
   * @param number as waited
   * @param segment where it is
   * @param token a copy
   */
  record Shown(OpId op, int turn, int number, SegmentId segment, Envelope token)
      implements Message {}

  /**
   * Not this token: it goes to the next in the queue.
   *
   * @param op who waits, and keeps its place
   * @param turn as called
   * @param number as called
   * @param segment where it is
   * @param token what is let go
   */
  record Decline(OpId op, int turn, int number, SegmentId segment, TokenId token)
      implements Message {}

  // Sessions.

  /**
   * A new gateway takes a session over.
   *
   * @param op the operation whose outcome it asks for
   * @param turn the new gateway's turn
   * @param segment whom it asks
   */
  record Fence(OpId op, int turn, SegmentId segment) implements Message {}

  /**
   * The turn is on record here.
   *
   * @param op as asked
   * @param turn as asked
   * @param segment who answers
   * @param result what this segment had answered or will answer to the operation, if it did it
   */
  record Fenced(OpId op, int turn, SegmentId segment, @Nullable Result result) implements Message {}

  /**
   * Nobody wants what this take got: put it back. Sent until answered.
   *
   * @param op the take
   * @param turn the gateway's turn; a later gateway's client may want it after all
   * @param segment where it took
   */
  record GiveBack(OpId op, int turn, SegmentId segment) implements Message {}

  /**
   * What became of it.
   *
   * @param op the take
   * @param turn as asked
   * @param segment where
   * @param back whether it is back, or was never out; if not, it is a later gateway's to give, or
   *     its session has ended and nothing is remembered
   */
  record GivenBack(OpId op, int turn, SegmentId segment, boolean back) implements Message {}

  /**
   * These sessions live on.
   *
   * @param low lowest open number of each
   */
  record KeepAlive(Map<SessionId, Long> low) implements Message {
    public KeepAlive {
      low = Collections.unmodifiableMap(new LinkedHashMap<>(low)); // gone through in one order
    }
  }

  /**
   * A session has no open operation and will have none.
   *
   * @param session which
   */
  record EndSession(SessionId session) implements Message {}

  /**
   * Which turns and ends of sessions has the segment on record?
   *
   * @param ask the question
   * @param segment whose
   */
  record AskSessions(long ask, SegmentId segment) implements Message {}

  /**
   * What a segment has on record of sessions, all of it committed.
   *
   * @param ask the question
   * @param turns of those that have gone on at another host
   * @param ended those whose end it remembers
   */
  record ToldSessions(long ask, Map<SessionId, Long> turns, List<SessionId> ended)
      implements Message {
    public ToldSessions {
      turns = Collections.unmodifiableMap(new LinkedHashMap<>(turns)); // gone through in one order
      ended = List.copyOf(ended);
    }
  }

  // Following what happens. Every Follow is answered at once; one that nothing is to be told to
  // stands, until something happens that it wants: then it is answered again, and stands no more.

  /**
   * A subscriber's home to primary: tell me what happens. Sent again now and then while it stands,
   * so that it does not lapse.
   *
   * @param subscription the home's number for it
   * @param segment which
   * @param template what it must happen to
   * @param kinds what must happen
   * @param from what is known already ends there; null if only what happens from now on matters
   */
  record Follow(
      long subscription,
      SegmentId segment,
      Template template,
      Set<Event.Kind> kinds,
      Position.@Nullable Mark from)
      implements Message {
    public Follow {
      kinds = Set.copyOf(kinds);
    }
  }

  /**
   * What has happened.
   *
   * @param subscription as asked
   * @param segment where
   * @param epoch led under
   * @param store whose log it is
   * @param from whoever knows all below it, and below {@code to}, may go on from here
   * @param at the first lsn that is told of; above {@code from} if what was before is forgotten
   * @param to the first lsn that is not told of; below {@code from} if the log has lost its end
   * @param more whether there may be more by now
   * @param happenings what is wanted of what happened, in order
   */
  record Followed(
      long subscription,
      SegmentId segment,
      long epoch,
      long store,
      long from,
      long at,
      long to,
      boolean more,
      List<Happening> happenings)
      implements Message {
    public Followed {
      happenings = List.copyOf(happenings);
    }
  }

  /**
   * No longer following.
   *
   * @param subscription which
   * @param segment where
   */
  record Unfollow(long subscription, SegmentId segment) implements Message {}

  // Hosts and what they lead.

  /**
   * Who I am: first on every link, and again when what I lead changes.
   *
   * @param host the sender
   * @param store the number drawn when its data folder was made
   * @param incarnation how often that store was started
   * @param leads the epochs of the segments it leads and that are open to clients
   * @param meta the version of META it knows
   * @param blank whether it may be one of META's first voters, and has nothing of META yet
   */
  record Hello(
      HostId host,
      long store,
      long incarnation,
      Map<SegmentId, Long> leads,
      long meta,
      boolean blank)
      implements Message {
    public Hello {
      leads = Map.copyOf(leads);
    }
  }

  // The view, where a beacon was too small or was missed.

  /**
   * What changed in a segment since?
   *
   * @param segment whose
   * @param from the first lsn not yet seen; or, below 0, the {@code to} of the part before
   */
  record PullView(SegmentId segment, long from) implements Message {}

  /**
   * What changed.
   *
   * @param segment whose
   * @param from as asked, also with {@code reset}
   * @param to the first lsn not in this part; or, below 0, a cursor that only its sender can read
   * @param reset whether to forget all that was known first
   * @param added tokens that came in and are still there; large ones without their fields
   * @param removed tokens that went out, to be applied first
   * @param more whether there is more to pull
   */
  record ViewPart(
      SegmentId segment,
      long from,
      long to,
      boolean reset,
      List<Envelope> added,
      List<TokenId> removed,
      boolean more)
      implements Message {
    public ViewPart {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  // META.

  /**
   * A command to META's leader.
   *
   * @param ask the asker's number for it
   * @param command what to do; null only asks for the state
   */
  record MetaAsk(long ask, @Nullable MetaCommand command) implements Message {}

  /**
   * META's state, after a command or unasked after a change.
   *
   * @param ask as asked, 0 if unasked
   * @param refused why the command was not done, or null
   * @param state as of now
   * @param leader who leads META, as far as the speaker knows
   */
  record MetaTold(long ask, @Nullable String refused, MetaState state, @Nullable HostId leader)
      implements Message {}

  /**
   * A command cannot be done here and now: this voter does not lead, or has too much to do.
   *
   * @param ask as asked
   * @param leader who leads META, as far as the speaker knows
   */
  record MetaElsewhere(long ask, @Nullable HostId leader) implements Message {}

  /**
   * Something between META's voters.
   *
   * @param group the number of the speaker's group; {@link VoterGroup#NONE} if it was in none
   * @param what in detail
   */
  record Voting(long group, VoterMessage what) implements Message {}

  // Copies of segments.

  /**
   * Something about the copies of a segment.
   *
   * @param what in detail
   */
  record Replicated(Replication what) implements Message {}

  // The global snapshot.

  /**
   * A segment has cut.
   *
   * @param round the snapshot's number
   * @param segment which
   * @param lsn of its cut, committed
   */
  record HasCut(long round, SegmentId segment, long lsn) implements Message {}

  /**
   * Hand over what a segment held at its cut.
   *
   * @param round the snapshot's number
   * @param segment whose
   * @param from how many of its tokens were handed over already; {@link #NO_MORE} lets go of them
   *     all, and is not answered
   */
  record PullPart(long round, SegmentId segment, int from) implements Message {
    /** The asker has every token it wants. */
    public static final int NO_MORE = Integer.MAX_VALUE;
  }

  /**
   * A piece of what a segment held at its cut.
   *
   * @param round the snapshot's number
   * @param segment whose
   * @param from how many came before
   * @param tokens the piece
   * @param total how many there are in all; -1 if the segment no longer knows that cut
   */
  record Part(long round, SegmentId segment, int from, List<Envelope> tokens, int total)
      implements Message {
    public Part {
      tokens = List.copyOf(tokens);
    }
  }

  // Transactions.

  /**
   * Something about a transaction.
   *
   * @param what in detail
   */
  record Transactional(TransactionMessage what) implements Message {}

  // Moves.

  /**
   * Something about a token that goes from a segment to another.
   *
   * @param what in detail
   */
  record Moving(MoveMessage what) implements Message {}
}
