package teseus.space.wire;

import teseus.space.SegmentId;

/**
 * One move of one token from a segment to another, named by the record that began it: no other ever
 * has that name.
 *
 * @param from the segment that the token leaves
 * @param log which log of that segment, as META names it
 * @param lsn of its OUT in that log
 */
public record MoveId(SegmentId from, long log, long lsn) {}
