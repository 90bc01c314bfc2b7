package teseus.space.host;

import java.util.HashSet;
import java.util.Set;
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
  private boolean done;
  private Timers.@Nullable Timer resend;

  Fencing(OpId op, int turn, Asking asking) {
    this.op = op;
    this.turn = turn;
    this.asking = asking;
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

  /** Asks those that have not answered. */
  void send(long now) {
    stop();
    for (SegmentId segment : asking.directory().segments()) {
      if (asked.add(segment)) {
        open.add(segment);
      }
    }
    conclude();
    boolean sent = false;
    for (SegmentId segment : open) {
      sent |= asking.send(segment, new Message.Fence(op, turn, segment));
    }
    if (sent) {
      resend = asking.timers().at(now + asking.times().resend(), this::send);
    }
  }

  void fenced(Message.Fenced fenced) {
    if (fenced.turn() == turn && !done && open.remove(fenced.segment())) {
      conclude();
    }
  }

  /** What comes to the list of hosts later learns of the turn from those before. */
  private void conclude() {
    Directory directory = asking.directory();
    if (open.isEmpty() && directory.complete() && asked.containsAll(directory.segments())) {
      done = true;
      stop();
    }
  }

  void stop() {
    if (resend != null) {
      resend.cancel();
      resend = null;
    }
  }
}
