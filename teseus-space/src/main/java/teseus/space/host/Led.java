package teseus.space.host;

/**
 * A segment led here, with what its primary remembers only while it leads.
 *
 * @param segment its log and state
 * @param waits who waits in it
 * @param refusals which attempts got nothing
 */
record Led(Segment segment, Waits waits, Refusals refusals) {}
