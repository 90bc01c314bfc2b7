package teseus.space.host;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.Limits;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.spi.Computer;
import teseus.space.store.Slot;
import teseus.space.wire.Active;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.TupleCodec;

/**
 * Has the active tuples of the segments led here computed, the oldest first, and puts what comes of
 * each in its place: by one record, so that it is there once, however often it was computed. What a
 * crash cuts short is computed again.
 */
class Evals {
  private record Due(SegmentId segment, TokenId token) {}

  private record Outcome(String type, byte[] fields) {}

  private final Map<SegmentId, Led> led;
  private final Computer computer;
  private final HybridClock clock;
  private final Limits limits;
  private final ArrayDeque<Due> due = new ArrayDeque<>();
  private final Set<TokenId> running = new HashSet<>();

  /**
   * Nothing is computed yet.
   *
   * @param limits what a result may hold
   */
  Evals(Map<SegmentId, Led> led, Computer computer, HybridClock clock, Limits limits) {
    this.led = led;
    this.computer = computer;
    this.clock = clock;
    this.limits = limits;
  }

  /** A segment is served from now on: what was active before the start is due. */
  void opened(Segment segment) {
    for (ActiveTuples.Placed placed : segment.state().active().all()) {
      if (placed.lsn() < segment.committed()) {
        add(segment, placed.active());
      }
    }
    next();
  }

  /** An active tuple is safe. */
  void committed(Segment segment, Active active) {
    if (segment.open()) { // else it is due when it opens
      add(segment, active);
      next();
    }
  }

  private void add(Segment segment, Active active) {
    if (computer.functions().contains(active.function())) {
      due.add(new Due(segment.id(), active.id()));
    }
  }

  private void next() {
    while (running.size() < computer.most() && !due.isEmpty()) {
      Due first = due.remove();
      Led one = led.get(first.segment);
      Active active = one == null ? null : active(one.segment(), first.token);
      if (active != null) { // else its lease has ended
        running.add(active.id());
        computer.compute(first.segment, active);
      }
    }
  }

  /** A function has given a result. */
  void computed(SegmentId id, TokenId token, Tuple result, long now) {
    settle(id, token, active -> result(active, result), now);
  }

  /** A function has given none. */
  void failed(SegmentId id, TokenId token, String why, long now) {
    settle(id, token, active -> failure(active, why), now);
  }

  private Outcome result(Active active, Tuple result) {
    try {
      return new Outcome(result.type(), TupleCodec.encode(result, limits));
    } catch (IllegalArgumentException e) {
      return failure(active, "what it gave is refused: " + e.getMessage());
    }
  }

  private Outcome failure(Active active, String why) {
    Tuple failure = EvalFailure.of(active, why, limits);
    return new Outcome(failure.type(), TupleCodec.encode(failure, limits));
  }

  private void settle(SegmentId id, TokenId token, Function<Active, Outcome> result, long now) {
    Led one = led.get(id);
    Active active = one == null ? null : active(one.segment(), token);
    if (one != null && active != null && one.segment().open()) {
      put(one, active, result.apply(active), now);
    }
    running.remove(token);
    next();
  }

  /** What is still to be computed under this name; null if nothing is. */
  @Nullable Active active(Segment segment, TokenId token) {
    return segment.state().active().get(token);
  }

  private void put(Led one, Active active, Outcome result, long now) {
    Envelope token =
        new Envelope(active.id(), result.type(), result.fields(), clock.next(now), active.until());
    one.segment().append(new LogRecord.Computed(now, token));
    Slot slot = one.segment().store().get(token.id());
    if (slot != null) {
      one.waits().arriving(slot, now);
    }
  }

  /** How many are being computed. */
  int running() {
    return running.size();
  }
}
