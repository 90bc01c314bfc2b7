package teseus.space.host;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.store.Slot;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.MoveId;
import teseus.space.wire.MoveMessage;

/**
 * Takes tokens of other segments into those led here (PROTOCOL.md, rule 7): each move once, or, on
 * record, never. It says what became of a move until it hears that nobody asks any more.
 */
class Arrivals {
  private final AskingParts parts;
  private final HostLedger ledger;
  private final Predicate<SegmentId> open;
  private Timers.@Nullable Timer telling;

  /**
   * Nothing has come in.
   *
   * @param open whether tokens may come to a segment here, by what is known of this host
   */
  Arrivals(AskingParts parts, HostLedger ledger, Predicate<SegmentId> open) {
    this.parts = parts;
    this.ledger = ledger;
    this.open = open;
  }

  /** A segment that a token leaves asks that it be taken in. */
  void onBring(MoveMessage.Bring bring, long now) {
    Led target = parts.led().get(bring.to());
    if (target == null
        || !target.segment().open()
        || target.segment().copy().lineage() != bring.log()) {
      return; // asked again once somebody says that he leads it
    }
    Segment segment = target.segment();
    if (segment.quieting()) {
      segment.defer(() -> onBring(bring, now));
      return;
    }
    MoveId move = bring.move();
    if (over(segment, move)) {
      return; // a late copy
    }
    MoveTable.Outcome outcome = outcome(segment, move);
    if (outcome != null) {
      if (outcome.lsn() < segment.committed()) {
        tell(segment, move, outcome);
      }
      return;
    }
    Slot before = segment.store().get(bring.token().id());
    if (before != null && before.gone()) {
      return; // it left once, and that is not safe yet: asked again
    }
    if (before == null && takes(segment, bring.token())) {
      long lsn = segment.append(new LogRecord.In(now, move, bring.token()));
      settled(segment, move, new MoveTable.Outcome(lsn, true, segment.state().round()));
    } else {
      refuse(segment, move, now);
    }
    wake(now);
  }

  /** Whether nobody asks about a move any more. */
  boolean over(Segment segment, MoveId move) {
    return segment.state().moves().over(move);
  }

  /** What became of a move, if that is on record. */
  MoveTable.@Nullable Outcome outcome(Segment segment, MoveId move) {
    return segment.state().moves().outcome(move);
  }

  private boolean takes(Segment segment, Envelope token) {
    return ledger.takes(segment.id())
        && open.test(segment.id())
        && segment.enough()
        && ledger.fits(segment.id(), token.cost());
  }

  /** A token does not come in, now or ever: that is put on record before it is said. */
  void refuse(Segment segment, MoveId move, long now) {
    long lsn = segment.append(new LogRecord.Never(now, move));
    settled(segment, move, new MoveTable.Outcome(lsn, false, segment.state().round()));
  }

  private void settled(Segment segment, MoveId move, MoveTable.Outcome outcome) {
    whenSafe(segment, outcome.lsn(), () -> tell(segment, move, outcome));
  }

  /**
   * It takes all that hold the segment, though they be fewer by then than are asked for: once
   * somebody may have found the token here, it is not to be found elsewhere, whatever is lost.
   */
  void whenSafe(Segment segment, long lsn, Runnable then) {
    segment.whenCommitted(lsn, then);
  }

  void tell(Segment segment, MoveId move, MoveTable.Outcome outcome) {
    send(move.from(), new MoveMessage.Settled(move, segment.id(), outcome.in(), outcome.round()));
  }

  private void send(SegmentId to, MoveMessage message) {
    Directory.Lead lead = parts.directory().lead(to);
    if (lead != null) {
      parts.post().send(lead.host(), new Message.Moving(message));
    }
  }

  /** Nobody asks about some moves any more. */
  void onOver(MoveMessage.Over over, long now) {
    Led target = parts.led().get(over.to());
    if (target == null || !target.segment().open()) {
      return;
    }
    Segment segment = target.segment();
    if (segment.quieting()) {
      segment.defer(() -> onOver(over, now));
      return;
    }
    MoveTable.Known known =
        segment.state().moves().known().get(new MoveTable.Source(over.from(), over.log()));
    if (known != null && !known.outcomes().headMap(over.low()).isEmpty()) {
      segment.append(new LogRecord.Forget(now, over.from(), over.log(), over.low()));
    }
  }

  /** A segment is served from now on. */
  void opened(Segment segment, long now) {
    if (segment.state().moves().size() > 0) {
      wake(now);
    }
  }

  private void wake(long now) {
    if (telling == null) {
      telling = parts.timers().at(now + parts.times().resend(), this::tell);
    }
  }

  /**
   * Time has passed: of each log whose moves may still be asked for, the first is told of again.
   */
  private void tell(long now) {
    telling = null;
    for (Led one : parts.led().values()) {
      if (one.segment().open()) {
        tell(one.segment(), now);
      }
    }
  }

  private void tell(Segment segment, long now) {
    segment
        .state()
        .moves()
        .known()
        .forEach(
            (source, known) -> {
              Map.Entry<Long, MoveTable.Outcome> first = known.outcomes().firstEntry();
              if (first != null) {
                MoveId move = new MoveId(source.from(), source.log(), first.getKey());
                if (first.getValue().lsn() < segment.committed()) {
                  tell(segment, move, first.getValue());
                }
                wake(now);
              }
            });
  }
}
