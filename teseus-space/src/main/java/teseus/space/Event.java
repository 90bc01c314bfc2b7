package teseus.space;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Something that happened in the space, as a subscriber is told of it.
 *
 * @param number 1 for a subscription's first event, and exactly one more for each that follows
 * @param kind what happened
 * @param segment where
 * @param token what it happened to, as it was then; empty if {@link Kind#GAP}
 * @param position where a subscription goes on after this event
 */
public record Event(
    long number, Kind kind, SegmentId segment, Optional<Token> token, Position position) {
  /** What may happen. */
  public enum Kind {
    /** A tuple came in. */
    WRITTEN,
    /** A tuple became another, which matches; whether the one before it matched is not asked. */
    UPDATED,
    /** A tuple was taken out. */
    TAKEN,
    /** The lease of a tuple ended, or was cancelled. */
    EXPIRED,
    /** What a take got came back, under its own id, for nobody wanted it. */
    RETURNED,
    /**
     * Things may have happened in the segment that the subscriber is not told of any more: it was
     * away for longer than the segment remembers, or the segment could not be reached when the
     * subscription began.
     */
    GAP;

    /** All that can be asked for; a gap is told of unasked. */
    public static Set<Kind> all() {
      return EnumSet.complementOf(EnumSet.of(GAP));
    }
  }
}
