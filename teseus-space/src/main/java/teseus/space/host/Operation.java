package teseus.space.host;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.OutcomeUnknownException;
import teseus.space.SegmentId;
import teseus.space.wire.Message;

/**
 * One request under way at the host that was asked. Its owner tells it what other hosts say; it
 * answers those who wait for it once, and is closed when nothing more can come of it.
 */
abstract class Operation {
  private final OpId id;
  private final int turn;
  private final Asking asking;
  private final List<Consumer<Reply>> waiting = new ArrayList<>(1);
  private @Nullable Reply reply;
  private boolean forgotten;
  private boolean closed;

  Operation(OpId id, int turn, Asking asking) {
    this.id = id;
    this.turn = turn;
    this.asking = asking;
  }

  final OpId id() {
    return id;
  }

  final int turn() {
    return turn;
  }

  final Asking asking() {
    return asking;
  }

  /** Begins; may close at once. */
  abstract void start(long now);

  /** It shall answer soon, with what it has. */
  abstract void cancel(long now);

  /** Who leads a segment, or whether anyone does, has changed. */
  abstract void leadChanged(SegmentId segment, long now);

  /** Whether it is part of a transaction, and so not undone by itself. */
  boolean part() {
    return false;
  }

  /** Bytes that it carries to a segment. */
  long pending() {
    return 0;
  }

  void onAnswer(Message.Answer answer, long now) {}

  void onArmed(Message.Armed armed, long now) {}

  void onCall(Message.Call call, long now) {}

  void onShown(Message.Shown shown, long now) {}

  void onPeeked(Message.Peeked peeked, long now) {}

  void onCounted(Message.Counted counted, long now) {}

  void onExplained(Message.Explained explained, long now) {}

  void onLocated(Message.Located located, long now) {}

  void onPaged(Message.Paged paged, long now) {}

  void onFenced(Message.Fenced fenced, long now) {}

  void onGivenBack(Message.GivenBack back, long now) {}

  /** Tells the answer to one more; at once if it is known. */
  final void tell(Consumer<Reply> listener) {
    if (reply != null && !(unknown() && !closed)) {
      listener.accept(reply);
    } else {
      waiting.add(listener);
    }
  }

  /** Nobody wants what it gets any more. */
  final void forget() {
    forgotten = true;
  }

  final boolean forgotten() {
    return forgotten;
  }

  /** The answer that was told, if one was. */
  final @Nullable Reply reply() {
    return reply;
  }

  /** Whether those who wait were told something, be it that the outcome is not known. */
  final boolean told() {
    return reply != null;
  }

  /** Whether somebody waits to be told more than was told so far. */
  final boolean awaited() {
    return !waiting.isEmpty();
  }

  final boolean closed() {
    return closed;
  }

  /** Tells those who wait that the outcome is not known, and goes on to find out. */
  final void unknown(String why) {
    tellAll(new Reply.Failed(new OutcomeUnknownException(id, why)));
  }

  /** What to say when a token that nobody wants was not put back. */
  final Reply notBack() {
    return new Reply.Failed(
        new OutcomeUnknownException(
            id,
            "what it may have taken was not put back: its session has ended, or goes on through"
                + " another host; ask there"));
  }

  /** The end: tells those who wait, and is let go. */
  final void close(Reply answer, long now) {
    if (closed) {
      return;
    }
    closed = true;
    release(now);
    tellAll(answer);
    asking.closed(this, now);
  }

  /** Another operation does what is left of it, and tells those who wait. */
  final void handOn(Operation next) {
    closed = true;
    next.waiting.addAll(waiting);
    waiting.clear();
  }

  /** Lets go of timers and places in queues. */
  abstract void release(long now);

  private boolean unknown() {
    return reply instanceof Reply.Failed failed && failed.why() instanceof OutcomeUnknownException;
  }

  private void tellAll(Reply answer) {
    reply = answer;
    List<Consumer<Reply>> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(listener -> listener.accept(answer));
  }
}
