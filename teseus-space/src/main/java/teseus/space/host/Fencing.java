package teseus.space.host;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.wire.Message;

/**
 * A session that comes from another gateway: its turn is put on record in every segment, so that
 * nothing the old gateway still has under way is executed (PROTOCOL.md, rule 6 h).
 */
final class Fencing {
  private final OpId op;
  private final int turn;
  private final Asking asking;
  private final Set<SegmentId> asked = new HashSet<>();
  private final Set<SegmentId> open = new HashSet<>();
  private final LongConsumer then;
  private boolean done;
  private Timers.@Nullable Timer resend;

  /**
   * Nobody has been asked.
   *
   * @param then is told the time, once, when the turn is on record everywhere; at the first gateway
   *     that is so from the start, and not told
   */
  Fencing(OpId op, int turn, Asking asking, LongConsumer then) {
    this.op = op;
    this.turn = turn;
    this.asking = asking;
    this.then = then;
    this.done = turn == 0;
  }

  /** Whether the turn is on record everywhere. */
  boolean done() {
    return done;
  }

  /** The segments that have not answered; a copy. */
  Set<SegmentId> open() {
    return Set.copyOf(open);
  }

  /** Asks those that have not answered, and again; it may be done by then, or at once. */
  void send(long now) {
    stop();
    for (SegmentId segment : asking.directory().segments()) {
      if (asked.add(segment)) {
        open.add(segment);
      }
    }
    conclude(now);
    if (done) {
      return;
    }
    boolean again = open.isEmpty(); // all have answered, and there may be more of them
    for (SegmentId segment : open) {
      again |= asking.send(segment, new Message.Fence(op, turn, segment));
    }
    if (again) {
      resend = asking.timers().at(now + asking.times().resend(), this::send);
    }
  }

  void fenced(Message.Fenced fenced, long now) {
    if (fenced.turn() == turn && !done && open.remove(fenced.segment())) {
      conclude(now);
    }
  }

  /** What comes to the list of hosts later learns of the turn from those before. */
  private void conclude(long now) {
    Directory directory = asking.directory();
    if (open.isEmpty() && directory.complete() && asked.containsAll(directory.segments())) {
      done = true;
      stop();
      then.accept(now);
    }
  }

  void stop() {
    if (resend != null) {
      resend.cancel();
      resend = null;
    }
  }
}
