package teseus.space.host;

import teseus.space.SegmentId;
import teseus.space.wire.Envelope;

/**
 * A match in the view.
 *
 * @param token a copy
 * @param segment where it was when last heard of
 * @param age how long ago that was, in milliseconds, at least 0
 */
record Found(Envelope token, SegmentId segment, long age) {}
