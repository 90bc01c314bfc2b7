package teseus.space.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.MetaState;

/**
 * Cuts the segments led here for a global snapshot (PROTOCOL.md, "Global snapshot"): whoever sees a
 * higher colour than his own first cuts, then handles what carried it. Hosts colour their messages
 * only after META has begun the snapshot, so that a colour from a peer is META's word.
 */
class Cuts {
  private static final int PART_BYTES = 192 << 10;

  /**
   * What a segment held at its cut: known once the transactions prepared there are decided, and of
   * each token that was on its way to another segment, whether that has it in its own cut.
   */
  private static final class Cut {
    private final List<Slot> tokens;
    private final List<Envelope> written = new ArrayList<>();
    private final Set<TokenId> taken = new HashSet<>();
    private final Set<OpId> undecided = new HashSet<>();
    private final Map<Long, TokenId> moving = new HashMap<>();
    private long lsn = -1;

    private Cut(List<Slot> tokens) {
      this.tokens = tokens;
    }

    private boolean known() {
      return lsn >= 0 && undecided.isEmpty() && moving.isEmpty();
    }

    /** What was prepared belongs to it, as it was decided to be done. */
    private void done(TransactionTable.Prepared one) {
      one.takes().forEach(take -> taken.add(take.token()));
      written.addAll(one.writes());
    }

    /** One thing more is decided; with the last of them it is known what was taken. */
    private void decided() {
      if (undecided.isEmpty() && moving.isEmpty() && !taken.isEmpty()) {
        tokens.removeIf(slot -> taken.contains(slot.id()));
        taken.clear();
      }
    }

    private int size() {
      return tokens.size() + written.size();
    }

    private Envelope token(int index) {
      return index < tokens.size() ? tokens.get(index).token() : written.get(index - tokens.size());
    }
  }

  private final Map<SegmentId, Led> led;
  private final Post post;
  private final Timers timers;
  private final long resendMs;
  private final Map<SegmentId, Cut> cuts = new HashMap<>();
  private MetaState.@Nullable Snapshot open;
  private Timers.@Nullable Timer telling;

  Cuts(Map<SegmentId, Led> led, AskingParts parts) {
    this.led = led;
    this.post = parts.post();
    this.timers = parts.timers();
    this.resendMs = parts.times().resend();
  }

  /** A colour was seen: cuts if it is a new one. */
  void seen(long colour, long now) {
    if (colour <= post.colour()) {
      return;
    }
    post.colour(colour);
    cuts.clear();
    for (Led one : led.values()) {
      if (one.segment().open()) {
        cut(one.segment(), colour, now);
      }
    }
  }

  /**
   * A segment is served from now on: cuts it for what was seen before, unless its log has that cut.
   * What it holds is what it held at the cut, for it has taken no message since.
   */
  void opened(Segment segment, long now) {
    if (post.colour() > segment.state().round()) {
      cut(segment, post.colour(), now);
    }
  }

  /** A segment is led here no more. */
  void left(SegmentId segment) {
    cuts.remove(segment);
  }

  private void cut(Segment segment, long colour, long now) {
    Cut one = new Cut(segment.store().live());
    segment.state().transactions().prepared().forEach(each -> one.undecided.add(each.op()));
    segment.state().moves().outs().forEach((out, its) -> one.moving.put(out, its.token()));
    cuts.put(segment.id(), one);
    long lsn = segment.append(new LogRecord.Cut(now, colour));
    segment.whenCommitted(
        lsn,
        () -> {
          one.lsn = lsn;
          if (post.colour() == colour) {
            tell();
          }
        });
  }

  /**
   * What a segment had prepared is decided. It is in the cut if the decision is: made by a segment
   * that had not been cut for this snapshot yet.
   */
  void resolved(SegmentId segment, TransactionTable.Prepared prepared, boolean commit, long round) {
    Cut cut = cuts.get(segment);
    if (cut == null || !cut.undecided.remove(prepared.op())) {
      return;
    }
    if (commit && round < post.colour()) {
      cut.done(prepared);
    }
    cut.decided();
    tell();
  }

  /**
   * A move out of a segment has ended.
   *
   * @param there whether the token came in elsewhere before that segment was cut: then it is in the
   *     cut there, and not here
   */
  void moved(SegmentId segment, long out, boolean there) {
    Cut cut = cuts.get(segment);
    TokenId token = cut == null ? null : cut.moving.remove(out);
    if (cut == null || token == null) {
      return;
    }
    if (inCutElsewhere(there)) {
      cut.taken.add(token);
    }
    cut.decided();
    tell();
  }

  /** Whether a token that has moved is left to the other segment's part of the cut. */
  boolean inCutElsewhere(boolean there) {
    return there;
  }

  /** META has a new state: a snapshot may have begun or ended. */
  void meta(MetaState state, long now) {
    open = state.snapshot();
    seen(state.round(), now);
    repeat(now);
  }

  private void repeat(long now) {
    if (telling != null) {
      telling.cancel();
      telling = null;
    }
    if (open != null) {
      tell();
      telling = timers.at(now + resendMs, this::repeat);
    }
  }

  private void tell() {
    MetaState.Snapshot snapshot = open;
    if (snapshot != null && snapshot.round() == post.colour()) {
      cuts.forEach(
          (segment, cut) -> {
            if (cut.known()) {
              post.send(snapshot.master(), new Message.HasCut(snapshot.round(), segment, cut.lsn));
            }
          });
    }
  }

  void onPullPart(HostId from, Message.PullPart pull) {
    Cut cut = pull.round() == post.colour() ? cuts.get(pull.segment()) : null;
    if (pull.from() == Message.PullPart.NO_MORE) {
      if (cut != null) {
        cuts.remove(pull.segment());
      }
      return;
    }
    if (cut == null || !cut.known()) {
      post.send(from, new Message.Part(pull.round(), pull.segment(), pull.from(), List.of(), -1));
      return;
    }
    List<Envelope> part = new ArrayList<>();
    int bytes = 0;
    for (int i = Math.max(0, pull.from()); i < cut.size() && bytes < PART_BYTES; i++) {
      Envelope token = cut.token(i);
      part.add(token);
      bytes += (int) Math.min(PART_BYTES, token.cost());
    }
    post.send(from, new Message.Part(pull.round(), pull.segment(), pull.from(), part, cut.size()));
  }
}
