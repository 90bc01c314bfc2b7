package teseus.space.host;

import java.time.Instant;
import java.util.Optional;
import teseus.space.Explanation;
import teseus.space.FieldIndex;
import teseus.space.Lease;
import teseus.space.OpId;
import teseus.space.Page;
import teseus.space.SpaceException;
import teseus.space.Token;

/** What a user is told. */
public sealed interface Reply {
  /**
   * The tuple is in; or it is there for another term.
   *
   * @param lease what was granted
   */
  record Written(Lease lease) implements Reply {}

  /**
   * What a read or a take found, or what a change made of its token.
   *
   * @param token the match; empty if there was none in time, or no such token to be changed
   */
  record Found(Optional<Token> token) implements Reply {}

  /**
   * How many matched.
   *
   * @param count at least 0
   */
  record Counted(long count) implements Reply {}

  /**
   * An index is declared.
   *
   * @param index which
   */
  record Declared(FieldIndex index) implements Reply {}

  /**
   * How matches were looked for.
   *
   * @param how in each segment
   */
  record Explained(Explanation how) implements Reply {}

  /**
   * Whether a lease was ended.
   *
   * @param done false if it had ended before
   */
  record LeaseCancelled(boolean done) implements Reply {}

  /**
   * Some of what is there.
   *
   * @param page and where to go on
   */
  record Paged(Page page) implements Reply {}

  /**
   * There is no answer.
   *
   * @param why what happened, and what may be concluded of the data
   */
  record Failed(SpaceException why) implements Reply {}

  /**
   * A transaction is open.
   *
   * @param id its name
   * @param until when it is aborted
   */
  record Begun(OpId id, Instant until) implements Reply {}

  /**
   * A transaction lives on.
   *
   * @param id its name
   * @param until when it is aborted
   */
  record Extended(OpId id, Instant until) implements Reply {}

  /** A transaction is committed, or aborted, as was asked. */
  record Ended() implements Reply {}
}
