package teseus.space.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.wire.Message;

/** One question to all segments, and who has not answered it. */
final class Poll {
  /** Words the question. */
  interface Question {
    Message to(long ask, SegmentId segment);
  }

  private final Operation owner;
  private final Asking asking;
  private final Question question;
  private final Set<SegmentId> open = new HashSet<>();
  private List<SegmentId> asked = List.of();
  private long ask;
  private Timers.@Nullable Timer resend;

  Poll(Operation owner, Question question) {
    this.owner = owner;
    this.asking = owner.asking();
    this.question = question;
  }

  /** Asks all anew; answers to questions before do not count any more. */
  void ask(long now) {
    ask = asking.ask(owner, ask);
    asked = List.of();
    open.clear();
    send(now);
  }

  /** Takes note of an answer; false if it is to another question or was counted. */
  boolean answered(long number, SegmentId segment) {
    return number == ask && open.remove(segment);
  }

  /** Whether all have answered, those that came meanwhile too. */
  boolean complete() {
    return open.isEmpty() && askedAll();
  }

  private boolean askedAll() {
    Directory directory = asking.directory();
    List<SegmentId> all = directory.segments();
    return directory.complete() && (all.equals(asked) || asked.containsAll(all));
  }

  /** Whether all that have not answered, if any, cannot be reached. */
  boolean stuck() {
    if (!askedAll()) {
      return false;
    }
    for (SegmentId segment : open) {
      if (asking.directory().lead(segment) != null) {
        return false;
      }
    }
    return true;
  }

  /** The segments that have not answered, in order. */
  List<SegmentId> open() {
    List<SegmentId> all = new ArrayList<>(open);
    all.sort(null);
    return all;
  }

  /** Asks those that have not answered. */
  void send(long now) {
    stop();
    List<SegmentId> all = asking.directory().segments();
    if (!asked.equals(all)) {
      for (SegmentId segment : all) {
        if (!asked.contains(segment)) {
          open.add(segment);
        }
      }
      asked = all;
    }
    boolean sent = false;
    for (SegmentId segment : open) {
      sent |= asking.send(segment, question.to(ask, segment));
    }
    if (sent) {
      resend = asking.timers().at(now + asking.times().resend(), this::send);
    }
  }

  /** Asks no more, and hears no more. */
  void end() {
    stop();
    asking.answered(ask);
  }

  /** Asks no more for now. */
  void stop() {
    if (resend != null) {
      resend.cancel();
      resend = null;
    }
  }
}
