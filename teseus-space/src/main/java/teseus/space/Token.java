package teseus.space;

import java.time.Duration;
import java.time.Instant;

/**
 * A tuple with its envelope, as a read or a take gives it: a copy, never shared with the space.
 *
 * @param id its name
 * @param version 1 as it was written, one more with each update
 * @param tuple what was written, as the updates left it
 * @param bytes encoded size of the tuple
 * @param born when it was written, by the clock of the host that took it in
 * @param until when it expires; {@link Lease#FOREVER} if never
 * @param segment the segment that held it
 * @param age how old this answer may be; zero if it came from the segment itself
 */
public record Token(
    TokenId id,
    long version,
    Tuple tuple,
    int bytes,
    Instant born,
    Instant until,
    SegmentId segment,
    Duration age) {}
