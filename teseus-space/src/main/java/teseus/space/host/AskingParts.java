package teseus.space.host;

import java.util.Map;
import teseus.space.SegmentId;

/**
 * The parts of a host that its operations work with.
 *
 * @param post sends
 * @param timers wakes
 * @param directory who leads what
 * @param led what is led here
 * @param times how long to wait for others
 * @param credit how much other hosts are sent before they answer
 * @param make makes their own parts
 */
record AskingParts(
    Post post,
    Timers timers,
    Directory directory,
    Map<SegmentId, Led> led,
    AskTimes times,
    Credit credit,
    HostParts make) {}
