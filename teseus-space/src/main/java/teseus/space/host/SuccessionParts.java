package teseus.space.host;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import teseus.space.SegmentId;
import teseus.space.wire.StoreName;

/**
 * What a {@link Succession} works with.
 *
 * @param self this store
 * @param founded the segments that are this host's to found
 * @param firstEpoch the least epoch that they may be led under
 * @param settings how many copies there are to be
 * @param plan decides on members
 * @param mates finds stores that may keep copies
 * @param leftovers finds copies that this store need not keep
 * @param doubts which of what this store has may lack something
 * @param kept what this store has
 * @param copies of what is led here
 * @param seat is told what META has decided
 * @param note puts on record what was promised of a copy, and runs something when that is forced
 */
record SuccessionParts(
    StoreName self,
    List<SegmentId> founded,
    long firstEpoch,
    CopySettings settings,
    CopyPlan plan,
    Mates mates,
    Leftovers leftovers,
    Meta meta,
    Timers timers,
    Directory directory,
    Doubts doubts,
    Map<SegmentId, SegmentCopy> kept,
    Map<SegmentId, Copies> copies,
    Succession.Seat seat,
    BiConsumer<SegmentCopy, Runnable> note,
    RandomGenerator random) {}
