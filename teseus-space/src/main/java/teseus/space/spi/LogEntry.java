package teseus.space.spi;

import teseus.space.SegmentId;

/**
 * One record of one segment's log, as the disk keeps it.
 *
 * @param segment whose log
 * @param epoch under which its leader appended it
 * @param lsn its place in that log, 0 and up, one more than the entry before
 * @param body encoded; what is in it is the segment's business
 */
public record LogEntry(SegmentId segment, long epoch, long lsn, byte[] body) {}
