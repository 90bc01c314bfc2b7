package teseus.space.host;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.wire.Message;

/**
 * An operation's places in the queues of all segments: asked for until each says that it stands
 * (PROTOCOL.md, rule 6 d).
 */
class Waiting {
  private final OpId op;
  private final int turn;
  private final Template template;
  private final boolean take;
  private final boolean sure;
  private final @Nullable OpId transaction;
  private final Asking asking;
  private final Map<SegmentId, Boolean> asked = new HashMap<>();
  private long since = Long.MIN_VALUE;
  private int number = 1;
  private Timers.@Nullable Timer resend;

  /**
   * Stands nowhere yet.
   *
   * @param sure whether R is to be asked before a read is shown anything
   * @param transaction the one that waits; null if none does
   */
  Waiting(
      OpId op,
      int turn,
      Template template,
      boolean take,
      boolean sure,
      @Nullable OpId transaction,
      Asking asking) {
    this.op = op;
    this.turn = turn;
    this.template = template;
    this.take = take;
    this.sure = sure;
    this.transaction = transaction;
    this.asking = asking;
  }

  /** It has stood in some segments for a while, under a lower number. */
  void stood(Collection<SegmentId> segments, long from) {
    since = from;
    segments.forEach(segment -> asked.put(segment, false));
  }

  /** The number that waits go out under. */
  int number() {
    return number;
  }

  /** An attempt got nothing: waits go out anew, and clear what was declined meanwhile. */
  void renew() {
    number++;
    asked.clear();
  }

  /** Waits wherever it does not stand in the queue yet. */
  void send(long now) {
    stop();
    if (since == Long.MIN_VALUE) {
      since = now;
    }
    boolean open = false;
    for (SegmentId segment : asking.directory().segments()) {
      if (!asked.getOrDefault(segment, false)) {
        open |= send(segment, now);
      }
    }
    if (open) {
      resend = asking.timers().at(now + asking.times().resend(), this::send);
    }
  }

  private boolean send(SegmentId segment, long now) {
    boolean sent =
        asking.send(
            segment,
            new Message.Wait(
                op, turn, number, segment, template, take, sure, now - since, transaction));
    if (sent) {
      asked.put(segment, false);
    }
    return sent;
  }

  void armed(Message.Armed armed) {
    Directory.Lead lead = asking.directory().lead(armed.segment());
    if (armed.turn() == turn
        && armed.number() == number
        && lead != null
        && lead.epoch() == armed.epoch()) {
      asked.put(armed.segment(), true);
    }
  }

  /** A segment has another primary, or the same under another epoch: waits there anew. */
  void leadChanged(SegmentId segment, long now) {
    asked.remove(segment);
    if (send(segment, now) && resend == null) {
      resend = asking.timers().at(now + asking.times().resend(), this::send);
    }
  }

  /** Leaves every queue. */
  void leave() {
    stop();
    for (SegmentId segment : asked.keySet()) {
      asking.send(segment, new Message.Unwait(op, turn, segment));
    }
    asked.clear();
  }

  private void stop() {
    if (resend != null) {
      resend.cancel();
      resend = null;
    }
  }
}
