package teseus.space.wire;

import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.Template;

/**
 * What hosts say to each other for a transaction (PROTOCOL.md, rule 16). A transaction is named by
 * the operation that began it; its commit is an operation too, aimed at the first segment.
 */
public sealed interface TransactionMessage {
  /**
   * Asker to primary: is there a match that the transaction may lock? Answered as a look.
   *
   * @param ask the asker's number for the question
   * @param segment whom it asks
   * @param template what matches
   * @param transaction whose own locks do not stand in its way
   * @param take whether it is to be taken
   */
  record Look(long ask, SegmentId segment, Template template, OpId transaction, boolean take)
      implements TransactionMessage {}

  /**
   * Asker to primary: the transaction is over, and locks nothing more.
   *
   * @param transaction which
   * @param segment where
   */
  record Unlock(OpId transaction, SegmentId segment) implements TransactionMessage {}

  /**
   * Asker to primary: the transaction's lease was renewed.
   *
   * @param transaction which
   * @param segment where
   * @param lease what is left of it now, in milliseconds
   */
  record Extend(OpId transaction, SegmentId segment, long lease) implements TransactionMessage {}

  /**
   * First segment to another: can you do this, whatever happens? Sent until answered.
   *
   * @param transaction which
   * @param op its commit
   * @param turn the gateway's turn in the commit's session
   * @param low the lowest number of that session still open
   * @param first the segment that decides
   * @param portion what is asked
   */
  record Prepare(OpId transaction, OpId op, int turn, long low, SegmentId first, Portion portion)
      implements TransactionMessage {}

  /**
   * The answer.
   *
   * @param op the commit
   * @param first whom it is for
   * @param segment who answers
   * @param vote what
   */
  record Voted(OpId op, SegmentId first, SegmentId segment, Vote vote)
      implements TransactionMessage {}

  /** Whether a segment can do its part. */
  enum Vote {
    /** It will, once told to, and keeps its locks until it is told. */
    YES,
    /** It has not got the locks any more, or was told of a later turn. */
    NO,
    /** What is to come in does not fit. */
    FULL,
    /** Fewer stores hold the segment than {@code copies.min}: what it agrees to might get lost. */
    FEW_COPIES
  }

  /**
   * First segment to another: so it is.
   *
   * @param transaction which
   * @param op its commit
   * @param first who decided
   * @param segment whom it is for
   * @param commit whether it is done, or is not and never will be
   * @param round the snapshot that the first segment was last cut for when it was decided
   */
  record Decided(
      OpId transaction, OpId op, SegmentId first, SegmentId segment, boolean commit, long round)
      implements TransactionMessage {}

  /**
   * Done here, and safe.
   *
   * @param op the commit
   * @param first whom it is for
   * @param segment who says it
   */
  record Applied(OpId op, SegmentId first, SegmentId segment) implements TransactionMessage {}

  /**
   * A prepared segment to the first: what became of it?
   *
   * @param transaction which
   * @param op its commit
   * @param first whom it asks
   * @param segment who asks
   */
  record Ask(OpId transaction, OpId op, SegmentId first, SegmentId segment)
      implements TransactionMessage {}
}
