package teseus.server.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream that were sent and are not answered: a bounded number, so that a stream can
 * be stopped soon. Answers come in the order of the lines. Thread-safe.
 */
final class SentLines {
  private static final int MOST_LINES = 256;
  private static final int MOST_BYTES = 4 << 20;

  private final long patienceNanos;
  private final Deque<Sent> open = new ArrayDeque<>();
  private int bytes;
  private long heard = System.nanoTime();
  private boolean ended;
  private @Nullable String broken;

  private record Sent(long line, int bytes) {}

  /**
   * None so far.
   *
   * @param patienceMs how long no answer may come while lines are open, until the host counts as
   *     lost
   */
  SentLines(long patienceMs) {
    this.patienceNanos = patienceMs * 1_000_000;
  }

  /** Waits until one more may be sent; false if none will be answered any more. */
  synchronized boolean awaitRoom() throws InterruptedException {
    while (!isOver() && (open.size() >= MOST_LINES || bytes >= MOST_BYTES)) {
      awaitNews();
    }
    return !isOver();
  }

  synchronized void sent(long line, int size) {
    if (open.isEmpty()) {
      heard = System.nanoTime();
    }
    open.add(new Sent(line, size));
    bytes += size;
  }

  /** The line that an answer is for, or -1 if none is open. */
  synchronized long answered() {
    Sent first = open.poll();
    heard = System.nanoTime();
    notifyAll();
    if (first == null) {
      return -1;
    }
    bytes -= first.bytes;
    return first.line;
  }

  /** No more answers will come, and that is right. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** No more answers will come, although some should; the first reason counts. */
  synchronized void breakOff(String why) {
    if (broken == null && !ended) {
      broken = why;
    }
    notifyAll();
  }

  /** Waits for the end, whatever it is. */
  synchronized void awaitEnd() throws InterruptedException {
    while (!isOver()) {
      awaitNews();
    }
  }

  /** Those that were never answered. */
  synchronized LineRanges unanswered() {
    LineRanges lines = new LineRanges();
    open.forEach(sent -> lines.add(sent.line));
    return lines;
  }

  /** Why answers stay out, or null. */
  synchronized @Nullable String broken() {
    return broken;
  }

  private boolean isOver() {
    return ended || broken != null;
  }

  private void awaitNews() throws InterruptedException {
    long left = patienceNanos - (System.nanoTime() - heard);
    if (left <= 0) {
      breakOff("the host has not answered for " + patienceNanos / 1_000_000_000 + " s");
    } else {
      wait(left / 1_000_000 + 1);
    }
  }
}
