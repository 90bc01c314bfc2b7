package teseus.space.wire;

import teseus.space.SegmentId;

/** What hosts say to each other so that a token goes from a segment to another (rule 7). */
public sealed interface MoveMessage {
  /**
   * The segment that a token leaves, to the one it goes to: take it in. Sent until answered.
   *
   * @param move which
   * @param to whom it asks
   * @param log which log of that segment it means
   * @param token as it is
   */
  record Bring(MoveId move, SegmentId to, long log, Envelope token) implements MoveMessage {}

  /**
   * The answer, on record where it is given: the token is there, or never will be by this move.
   * Sent until it is known that nobody asks any more.
   *
   * @param move which
   * @param by who answers
   * @param in whether the token has come in
   * @param round the snapshot that the segment was last cut for when that was put on record
   */
  record Settled(MoveId move, SegmentId by, boolean in, long round) implements MoveMessage {}

  /**
   * The segment that tokens left, to one they went to: of moves below a number it asks no more.
   *
   * @param from who says it
   * @param log which log of its they are of
   * @param low the lowest lsn of an OUT that is open there
   * @param to whom it tells
   */
  record Over(SegmentId from, long log, long low, SegmentId to) implements MoveMessage {}
}
