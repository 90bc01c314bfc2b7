package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.Position;
import teseus.space.SegmentId;
import teseus.space.wire.Happening;
import teseus.space.wire.Message;

/** How far a subscription's home has heard of one segment. */
class Place {
  /** What an answer means. */
  enum Heard {
    /** Nothing: it is late, or a repetition. */
    NOTHING,
    /** It goes on from what is known. */
    MORE,
    /** It goes on, and something before it is lost. */
    GAP
  }

  private final SegmentId segment;
  private Position.@Nullable Mark mark;
  private Position.@Nullable Mark told;
  private boolean late;
  private boolean asking;
  private int queued;

  /**
   * Not asked yet.
   *
   * @param mark how far its subscriber was told; null if it was not yet told anything
   * @param late whether something may have happened before the first answer that it should hear of
   */
  Place(SegmentId segment, Position.@Nullable Mark mark, boolean late) {
    this.segment = segment;
    this.mark = mark;
    this.told = mark;
    this.late = late;
  }

  SegmentId segment() {
    return segment;
  }

  /** How far it was heard of. */
  Position.@Nullable Mark mark() {
    return mark;
  }

  /** How far the subscriber was told; as far as was heard, if nothing waits to be told. */
  Position.@Nullable Mark told() {
    return queued == 0 ? mark : told;
  }

  /** The subscription is open, and this segment has not answered: what happens in it is missed. */
  void opened() {
    late |= mark == null;
  }

  /** It was asked, and has not answered yet. */
  boolean asking() {
    return asking;
  }

  void asked() {
    asking = true;
  }

  /**
   * An answer came under the epoch that the segment is led under; to be queued, if it is news,
   * before {@link #told} is asked again.
   */
  Heard heard(Message.Followed followed) {
    Position.Mark before = mark;
    Heard heard = before == null ? first() : next(before, followed);
    if (heard != Heard.NOTHING) {
      told = heard == Heard.MORE && before == null ? begin(followed) : told();
      mark = new Position.Mark(followed.store(), followed.to());
      asking = false;
    }
    return heard;
  }

  /** The first answer may be one to a copy of the question, with something to tell already. */
  private static Position.Mark begin(Message.Followed followed) {
    return new Position.Mark(followed.store(), followed.at());
  }

  private Heard first() {
    boolean gap = late;
    late = false;
    return gap ? Heard.GAP : Heard.MORE;
  }

  private static Heard next(Position.Mark before, Message.Followed followed) {
    boolean lost = followed.from() > followed.to() && followed.from() == before.lsn();
    if (followed.store() != before.store() || lost) {
      return Heard.GAP;
    }
    if (followed.from() > before.lsn() || followed.to() < before.lsn()) {
      return Heard.NOTHING;
    }
    return followed.at() > before.lsn() ? Heard.GAP : Heard.MORE;
  }

  /** Whether it was not known before an answer; {@code before} is how far was heard until then. */
  boolean news(Position.@Nullable Mark before, Message.Followed followed, Happening happening) {
    return before == null || before.store() != followed.store() || happening.lsn() >= before.lsn();
  }

  /** One more is to be told. */
  void queue() {
    queued++;
  }

  /** One less is to be told, up to a mark. */
  void tell(Position.Mark upTo) {
    queued--;
    told = upTo;
  }

  /** Whether nothing of it waits to be told. */
  boolean idle() {
    return queued == 0;
  }
}
