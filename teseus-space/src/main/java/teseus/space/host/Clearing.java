package teseus.space.host;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.store.Slot;
import teseus.space.wire.Envelope;

/**
 * Has the tokens of segments led here go elsewhere, the oldest first and few at a time, as long as
 * a host that is drained holds such a segment and no other has room for all of it. What is left of
 * it in the end can be handed over.
 */
final class Clearing {
  /** How many tokens of a segment are on their way at a time. */
  static final int MOST_TOKENS = 64;

  private static final long MOST_BYTES = 1 << 20;

  private final Map<SegmentId, Led> led;
  private final Map<SegmentId, Copies> copies;
  private final Predicate<Copies> due;
  private final Placement placement;
  private final Directory directory;
  private final HostId self;
  private final TokenMoves moves;
  private final long pauseMs;
  private long notBefore = Long.MIN_VALUE;

  /**
   * Nothing is cleared yet.
   *
   * @param due whether a segment's tokens have to go elsewhere
   * @param pauseMs for how long nothing more is sent once a token was refused: bids are heard anew
   */
  Clearing(
      HostId self,
      Map<SegmentId, Led> led,
      Map<SegmentId, Copies> copies,
      Predicate<Copies> due,
      Placement placement,
      Directory directory,
      TokenMoves moves,
      long pauseMs) {
    this.self = self;
    this.led = led;
    this.copies = copies;
    this.due = due;
    this.placement = placement;
    this.directory = directory;
    this.moves = moves;
    this.pauseMs = pauseMs;
  }

  /** Time has passed. */
  void tick(long now) {
    for (Copies its : List.copyOf(copies.values())) {
      Led from = led.get(its.segment().id());
      if (from != null) {
        clear(from, its, now);
      }
    }
  }

  /** A token is elsewhere: others may leave. */
  void moved(SegmentId segment, long now) {
    Led from = led.get(segment);
    Copies its = copies.get(segment);
    if (from != null
        && its != null
        && from.segment().state().moves().outs().size() <= MOST_TOKENS / 2) {
      clear(from, its, now);
    }
  }

  /** A token was refused, and is found here again. */
  void refused(long now) {
    notBefore = now + pauseMs;
  }

  private void clear(Led from, Copies its, long now) {
    Segment segment = from.segment();
    int room = MOST_TOKENS - segment.state().moves().outs().size();
    if (now < notBefore || room <= 0 || !segment.open() || !due.test(its)) {
      return;
    }
    Set<HostId> others = new HashSet<>(directory.bidders());
    others.remove(self);
    long bytes = onTheirWay(segment);
    for (Slot slot : moves.oldest(segment, room)) {
      Envelope token = slot.token();
      boolean fits = bytes == 0 || bytes + token.cost() <= MOST_BYTES;
      SegmentId to = fits ? placement.elsewhere(token, others) : null;
      if (to == null) {
        return;
      }
      bytes += moves.send(from, slot, to, now) ? token.cost() : 0;
    }
  }

  private static long onTheirWay(Segment segment) {
    long bytes = 0;
    for (MoveTable.Out out : segment.state().moves().outs().values()) {
      Slot slot = segment.store().get(out.token());
      bytes += slot == null ? 0 : slot.token().cost();
    }
    return bytes;
  }
}
