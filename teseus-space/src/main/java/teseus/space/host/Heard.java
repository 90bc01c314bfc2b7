package teseus.space.host;

import teseus.space.wire.Beacon;

/**
 * What is known of another host.
 *
 * @param last its last beacon; its changes have been applied
 * @param at when that was heard, in milliseconds since 1970
 * @param missed beacons of this incarnation that were not heard
 * @param lost whether it was lost since
 */
record Heard(Beacon last, long at, long missed, boolean lost) {}
