package teseus.space.spi;

import java.util.List;
import teseus.space.SegmentId;

/**
 * The whole state of a segment after the entries below an lsn.
 *
 * @param segment whose state
 * @param epoch of the last entry in it
 * @param lsn the first entry that is not in it
 * @param parts encoded pieces, in order
 */
public record Image(SegmentId segment, long epoch, long lsn, List<byte[]> parts) {}
