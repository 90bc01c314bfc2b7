package teseus.space.host;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.wire.Action;
import teseus.space.wire.Message;

/**
 * The one aimed message that an operation may have in flight (PROTOCOL.md, rule 6). It ends by the
 * answer of the segment it is aimed at, never by time; until then the same attempt is sent again,
 * to whoever leads that segment, never to one who led it before whom it was sent to: that one does
 * not know what has become of it since. To another host it goes on {@link Credit}, and waits while
 * there is none.
 */
class Flight {
  private final OpId op;
  private final int turn;
  private final LongSupplier low;
  private final Asking asking;
  private @Nullable SegmentId segment;
  private Action action = new Action.Cancel();
  private int attempt;
  private long epoch;
  private int sends;
  private Timers.@Nullable Timer resend;
  private Credit.@Nullable Debit debit;

  Flight(OpId op, int turn, LongSupplier low, Asking asking) {
    this.op = op;
    this.turn = turn;
    this.low = low;
    this.asking = asking;
  }

  /** Whom it is aimed at; null if nothing is in flight. */
  @Nullable SegmentId segment() {
    return segment;
  }

  boolean inFlight() {
    return segment != null;
  }

  /** How often this attempt was sent. */
  int sends() {
    return sends;
  }

  /** Aims anew; nothing may be in flight. */
  void aim(SegmentId at, Action what, long now) {
    begin(at, what);
    send(now);
  }

  /**
   * Aims anew at a segment led here under an epoch, which does it in this very turn. Nothing is
   * sent: only if another comes to lead the segment before it is answered.
   */
  Message.Aim here(SegmentId at, long under, Action what) {
    begin(at, what);
    epoch = under;
    sends = 1;
    return message(at);
  }

  private void begin(SegmentId at, Action what) {
    if (inFlight()) {
      throw new IllegalStateException(op + " is in flight to " + segment);
    }
    segment = at;
    action = what;
    attempt++;
    epoch = 0;
    sends = 0;
  }

  private Message.Aim message(SegmentId at) {
    return new Message.Aim(op, turn, attempt, at, epoch, low(), action);
  }

  /** The lowest number of its session that may still be asked for. */
  long low() {
    return low.getAsLong();
  }

  /** Asks for the end of the attempt in flight: done, or never. */
  void cancel(long now) {
    if (!(action instanceof Action.Cancel)) {
      action = new Action.Cancel();
      send(now);
    }
  }

  /**
   * If an attempt is in flight that was never sent, since it waits for credit, none is any more.
   */
  @CanIgnoreReturnValue
  boolean withdraw() {
    boolean unsent = segment != null && sends == 0;
    if (unsent) {
      landed();
    }
    return unsent;
  }

  /** Sends the attempt in flight again, if there is one, or has it wait for credit. */
  void send(long now) {
    quiet();
    if (segment == null) {
      return;
    }
    Directory.Lead lead = asking.directory().lead(segment);
    if (lead == null || ofThePast(lead)) {
      free(now); // sent when somebody leads it again
    } else if (admitted(segment, lead.host(), now)) {
      epoch = lead.epoch();
      sends++;
      asking.send(segment, message(segment));
      sendLater(now);
    }
  }

  /** Whether a primary is one before whom the attempt in flight was sent to. */
  private boolean ofThePast(Directory.Lead lead) {
    return lead.epoch() < epoch;
  }

  private boolean admitted(SegmentId at, HostId host, long now) {
    if (asking.directory().own(at)) {
      free(now);
      return true;
    }
    if (debit == null) {
      debit = new Credit.Debit(this::send);
    }
    boolean ends = action instanceof Action.Cancel;
    return asking.credit().take(debit, host, () -> Credit.bytes(message(at)), ends, now);
  }

  private void sendLater(long now) {
    resend = asking.timers().at(now + asking.times().resend(), this::again);
  }

  private void again(long now) {
    if (debit == null || asking.credit().again(debit, now)) {
      send(now);
    } else {
      sendLater(now);
    }
  }

  /** Whether an answer is about the attempt in flight. */
  boolean concerns(Message.Answer answer) {
    return answer.segment().equals(segment) && answer.turn() == turn && answer.attempt() == attempt;
  }

  /** Whether an answer is to the very message sent last; only then does a NONE count. */
  boolean answers(Message.Answer answer) {
    return concerns(answer) && answer.epoch() == epoch;
  }

  /** The segment has answered the attempt in flight, be it that it is to be sent again. */
  void answered() {
    if (debit != null) {
      asking.credit().answered(debit, asking.timers().now());
    }
  }

  /** Nothing is in flight any more. */
  void landed() {
    segment = null;
    stop();
  }

  /** Sends no more. */
  void stop() {
    quiet();
    free(asking.timers().now());
  }

  private void free(long now) {
    if (debit != null) {
      asking.credit().give(debit, now);
    }
  }

  private void quiet() {
    if (resend != null) {
      resend.cancel();
      resend = null;
    }
  }
}
