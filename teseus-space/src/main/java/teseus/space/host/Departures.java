package teseus.space.host;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.store.Slot;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.MetaState;
import teseus.space.wire.MoveId;
import teseus.space.wire.MoveMessage;
import teseus.space.wire.SegmentConfig;

/**
 * Has tokens of the segments led here go to others (PROTOCOL.md, rule 7). A token that has left is
 * hidden and kept until the other segment has it on record, safe, that the token is there, or never
 * will be: until then whoever leads this one asks. No time ends a move.
 */
class Departures {
  /** Hears how a move out of a segment led here ends. */
  interface Listener {
    /** It is appended; {@code there} says whether a snapshot has the token where it went. */
    void closed(SegmentId segment, long out, boolean there);

    /** The token is found here again. */
    void back(Led target, Slot slot, long now);
  }

  private final AskingParts parts;
  private final Listener listener;
  private Timers.@Nullable Timer asking;
  private MetaState meta = MetaState.EMPTY;

  Departures(AskingParts parts, Listener listener) {
    this.parts = parts;
    this.listener = listener;
  }

  /**
   * Has a token go to another segment, if nobody has it in hand and META knows that segment.
   *
   * @return whether it has left
   */
  boolean send(Led from, Slot slot, SegmentId to, long now) {
    Segment segment = from.segment();
    SegmentConfig there = meta.segments().get(to);
    if (!segment.open()
        || segment.quieting()
        || there == null
        || to.equals(segment.id())
        || !segment.store().free(slot)
        || slot.until() <= now) {
      return false;
    }
    long lsn = segment.append(new LogRecord.Out(now, slot.id(), to, there.log()));
    whenSafe(segment, lsn, () -> bring(segment, lsn));
    wake(now);
    return true;
  }

  /** Nobody else may have a token while it can still be found here: OUT is committed first. */
  void whenSafe(Segment segment, long out, Runnable then) {
    segment.whenCommitted(out, then);
  }

  /** Asks again about all that is on its way out of a segment that is served from now on. */
  void opened(Segment segment, long now) {
    closeLost(segment, now);
    if (!segment.state().moves().outs().isEmpty()) {
      again(segment);
      wake(now);
    }
  }

  /** Others lead these now: they are asked at once. */
  void leadChanged(List<SegmentId> segments) {
    for (Led one : parts.led().values()) {
      if (one.segment().open()) {
        one.segment()
            .state()
            .moves()
            .outs()
            .headMap(one.segment().committed())
            .forEach(
                (lsn, out) -> {
                  if (segments.contains(out.to())) {
                    bring(one.segment(), lsn);
                  }
                });
      }
    }
  }

  private void wake(long now) {
    if (asking == null) {
      asking = parts.timers().at(now + parts.times().resend(), this::ask);
    }
  }

  /** Time has passed: asks again about what is still on its way. */
  void ask(long now) {
    asking = null;
    for (Led one : parts.led().values()) {
      if (!one.segment().state().moves().outs().isEmpty()) {
        again(one.segment());
        wake(now);
      }
    }
  }

  private void again(Segment segment) {
    if (segment.open()) {
      segment
          .state()
          .moves()
          .outs()
          .headMap(segment.committed())
          .keySet()
          .forEach(lsn -> bring(segment, lsn));
    }
  }

  private void bring(Segment segment, long lsn) {
    MoveTable.Out out = segment.state().moves().outs().get(lsn);
    Slot slot = out == null ? null : segment.store().get(out.token());
    if (out != null && slot != null) {
      MoveId move = new MoveId(segment.id(), segment.copy().lineage(), lsn);
      send(out.to(), new MoveMessage.Bring(move, out.to(), out.log(), slot.token()));
    }
  }

  private void send(SegmentId to, MoveMessage message) {
    Directory.Lead lead = parts.directory().lead(to);
    if (lead != null) {
      parts.post().send(lead.host(), new Message.Moving(message));
    }
  }

  /** A segment has on record what became of a move into it. */
  void onSettled(MoveMessage.Settled settled, long now) {
    MoveId move = settled.move();
    Led target = parts.led().get(move.from());
    if (target == null || !target.segment().open()) {
      return;
    }
    Segment segment = target.segment();
    if (segment.quieting()) {
      segment.defer(() -> onSettled(settled, now));
    } else if (segment.copy().lineage() != move.log()) {
      SegmentConfig config = meta.segments().get(move.from());
      if (config != null && config.log() == segment.copy().lineage()) { // the one meant is gone
        send(
            settled.by(),
            new MoveMessage.Over(move.from(), move.log(), MoveTable.ALL, settled.by()));
      }
    } else if (segment.state().moves().outs().containsKey(move.lsn())) {
      close(target, move.lsn(), settled.in(), settled.in() && settled.round() < round(), now);
      forget(segment, move, settled.by(), true);
    } else {
      forget(segment, move, settled.by(), false);
    }
  }

  private long round() {
    return parts.post().colour();
  }

  /**
   * It is known what became of a move.
   *
   * @param gone whether the token is elsewhere, else it stays
   * @param there whether the snapshot that was last cut for has it there
   */
  void close(Led target, long out, boolean gone, boolean there, long now) {
    Segment segment = target.segment();
    MoveTable.Out its = segment.state().moves().outs().get(out);
    if (its == null) {
      return;
    }
    Slot slot = segment.store().get(its.token());
    segment.append(
        gone
            ? new LogRecord.Done(now, out, its.token())
            : new LogRecord.Back(now, out, its.token()));
    if (!gone && slot != null) {
      listener.back(target, slot, now);
    }
    listener.closed(segment.id(), out, there);
  }

  /**
   * Tells a segment, once that is committed, of which moves out of this one nobody asks any more;
   * at the last of several that go there, or when it asks.
   */
  private void forget(Segment segment, MoveId last, SegmentId to, boolean closed) {
    MoveTable moves = segment.state().moves();
    if (closed && moves.outs().values().stream().anyMatch(out -> out.to().equals(to))) {
      return;
    }
    long low = moves.outs().isEmpty() ? segment.next() : moves.outs().firstKey();
    segment.whenSettled(() -> send(to, new MoveMessage.Over(segment.id(), last.log(), low, to)));
  }

  /**
   * META has a new state. A segment whose log is another by now has lost all that it held, what
   * came in by a move among it: that is not to come in again, for somebody may have taken it.
   */
  void meta(MetaState state, long now) {
    meta = state;
    for (Led one : List.copyOf(parts.led().values())) {
      if (one.segment().open()) {
        closeLost(one.segment(), now);
      }
    }
  }

  private void closeLost(Segment segment, long now) {
    Led target = parts.led().get(segment.id());
    if (target == null || segment.quieting()) {
      return;
    }
    for (Map.Entry<Long, MoveTable.Out> each :
        List.copyOf(segment.state().moves().outs().entrySet())) {
      SegmentConfig there = meta.segments().get(each.getValue().to());
      if (there != null && there.log() != each.getValue().log()) {
        close(target, each.getKey(), true, false, now);
      }
    }
  }
}
