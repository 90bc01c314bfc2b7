package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Beacon;
import teseus.space.wire.Message;

/** How far the view is with one segment of another host, and whom to ask for the rest. */
final class SegmentView {
  /** An unanswered pull is repeated after this time, in milliseconds. */
  static final long REPEAT_MS = 1_000;

  private static final long NEVER = Long.MIN_VALUE;

  private final SegmentId id;
  private HostId leader;
  private long epoch;
  private long position; // below 0: a cursor of the leader's, see ChangeFeed
  private long announced;
  private long announcedAt;
  private long asOf;
  private long pulled = NEVER;

  SegmentView(SegmentId id, HostId leader, Beacon.Changes first, long now) {
    this.id = id;
    this.leader = leader;
    this.epoch = first.epoch();
    this.asOf = now;
  }

  SegmentId id() {
    return id;
  }

  HostId leader() {
    return leader;
  }

  /** When what is known was all there was, in milliseconds since 1970. */
  long asOf() {
    return asOf;
  }

  /** Whether the leader said more than is known. */
  boolean behind() {
    return position < announced;
  }

  /** What became of an announcement. */
  enum Step {
    /** Nothing: it is old, or there is more to pull. */
    NOTHING,
    /** Its lists lead on from what is known; apply them. */
    APPLY,
    /** What is known is of another life of the segment; forget it. */
    FORGET
  }

  /** A beacon of {@code from} says this. */
  Step heard(HostId from, Beacon.Changes said, long now) {
    if (said.epoch() < epoch || said.from() > said.to() || said.from() < 0) {
      return Step.NOTHING;
    }
    boolean anew = said.epoch() > epoch;
    if (anew || !from.equals(leader)) {
      leader = from;
      epoch = said.epoch();
      pulled = NEVER;
    }
    if (anew && (position < 0 || said.to() < position)) {
      restart();
      announce(said.to(), now);
      return Step.FORGET;
    }
    if (said.to() < announced && !anew) {
      return Step.NOTHING;
    }
    announce(said.to(), now);
    if (position == said.from() && said.whole()) {
      reach(said.to());
      return Step.APPLY;
    }
    reach(position);
    return Step.NOTHING;
  }

  private void announce(long to, long now) {
    announced = to;
    announcedAt = now;
  }

  /** Begin again with nothing known. */
  void restart() {
    position = 0;
    pulled = NEVER;
  }

  private void reach(long to) {
    position = to;
    if (!behind()) {
      asOf = announcedAt;
      pulled = NEVER;
    }
  }

  /** Whether a part leads on from what is known; if so it is to be applied, and this moves on. */
  boolean accept(Message.ViewPart part) {
    long to = part.to();
    boolean forward = to < 0 ? to != position : position < 0 || to > position || part.reset();
    if (part.from() != position || !forward) {
      return false;
    }
    pulled = NEVER;
    reach(to);
    return true;
  }

  /** When a pull is due, {@link Long#MAX_VALUE} if none is. */
  long due() {
    if (!behind()) {
      return Long.MAX_VALUE;
    }
    return pulled == NEVER ? announcedAt : pulled + REPEAT_MS;
  }

  /** What to ask now, if anything; it is taken as asked. */
  @Nullable Pull pull(long now) {
    if (now < due()) {
      return null;
    }
    pulled = now;
    return new Pull(leader, new Message.PullView(id, position));
  }
}
