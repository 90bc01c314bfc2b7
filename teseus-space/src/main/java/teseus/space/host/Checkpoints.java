package teseus.space.host;

import java.util.List;
import java.util.Map;
import java.util.Set;
import teseus.space.SegmentId;
import teseus.space.meta.MetaStore;
import teseus.space.spi.Log;

/**
 * Lets go of log that only old entries keep: where the log asks for it, an image stands for what
 * was written before.
 */
final class Checkpoints {
  private final Log log;
  private final Map<SegmentId, Led> led;
  private final Map<SegmentId, SegmentCopy> kept;
  private final CopyKeeper keeper;
  private final MetaStore voter;
  private final StoreNotes notes;
  private final StoreNotes lists;
  private final Roll roll;

  /**
   * Nothing is asked for yet.
   *
   * @param kept what this store has, those led here among it
   * @param notes of copies
   * @param lists of the cluster's hosts
   */
  Checkpoints(
      Log log,
      Map<SegmentId, Led> led,
      Map<SegmentId, SegmentCopy> kept,
      CopyKeeper keeper,
      MetaStore voter,
      StoreNotes notes,
      StoreNotes lists,
      Roll roll) {
    this.log = log;
    this.led = led;
    this.kept = kept;
    this.keeper = keeper;
    this.voter = voter;
    this.notes = notes;
    this.lists = lists;
    this.roll = roll;
  }

  /** Time has passed. */
  void tick(long now) {
    Set<SegmentId> due = log.wantImages();
    led.values().stream()
        .map(Led::segment)
        .filter(segment -> due.contains(segment.id()))
        .forEach(Segment::checkpoint);
    if (due.contains(voter.log())) {
      voter.checkpoint();
    }
    if (due.contains(notes.id())) {
      notes.checkpoint(kept.values().stream().map(copy -> copy.note(now)).toList());
    }
    if (due.contains(lists.id())) {
      lists.checkpoint(List.of(roll.record(now)));
    }
    due.stream().filter(segment -> !led.containsKey(segment)).forEach(keeper::checkpoint);
    kept.values().forEach(copy -> keeper.note(copy, now));
  }
}
