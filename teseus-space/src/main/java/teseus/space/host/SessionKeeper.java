package teseus.space.host;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.store.Slot;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Result;

/**
 * Keeps the sessions of the segments led here: turns, returns, leases and ends (PROTOCOL.md, rules
 * 5 and 6 g, h). A lease that runs out only makes it append END.
 */
class SessionKeeper {
  private final Map<SegmentId, Led> led;
  private final Post post;
  private final long leaseMs;
  private final Map<SessionId, Long> heard = new HashMap<>();

  /**
   * Keeps them.
   *
   * @param leaseMs how long a session lives after it was last heard of
   */
  SessionKeeper(Map<SegmentId, Led> led, Post post, long leaseMs) {
    this.led = led;
    this.post = post;
    this.leaseMs = leaseMs;
  }

  /** A session does something, or says that it lives on. */
  void heard(SessionId session, long now) {
    heard.put(session, now);
  }

  void onFence(HostId asker, Message.Fence fence, long now) {
    Led target = led.get(fence.segment());
    if (target == null || !target.segment().open()) {
      return;
    }
    Segment segment = target.segment();
    SessionId session = fence.op().session();
    heard(session, now);
    if (segment.sessions().gone(session)) {
      fenced(asker, fence, new Result.Refused(Result.Refusal.SESSION_GONE, segment.epoch()));
      return;
    }
    SessionTable.Entry entry = segment.sessions().get(session);
    if (entry != null && fence.turn() < entry.turn()) {
      fenced(asker, fence, new Result.Refused(Result.Refusal.OLD_TURN, segment.epoch()));
      return;
    }
    // On record even if it was done: an earlier gateway may not give back what this one is told of.
    long recorded = record(fence, segment, entry, now);
    segment.whenCommitted(recorded, () -> found(asker, fence, segment));
  }

  /** Puts the turn on record, once; returns the lsn of that record. */
  long record(Message.Fence fence, Segment segment, SessionTable.@Nullable Entry entry, long now) {
    SessionId session = fence.op().session();
    if (entry == null) {
      segment.append(new LogRecord.Open(now, session));
    } else if (fence.turn() == entry.turn()) {
      return entry.turnLsn();
    }
    return segment.append(new LogRecord.Turn(now, session, fence.turn()));
  }

  private void found(HostId asker, Message.Fence fence, Segment segment) {
    Completion done = segment.sessions().completion(fence.op());
    if (done == null) {
      fenced(asker, fence, null);
    } else {
      segment.whenCommitted(done.lsn(), () -> fenced(asker, fence, done.result()));
    }
  }

  private void fenced(HostId asker, Message.Fence fence, @Nullable Result result) {
    post.send(asker, new Message.Fenced(fence.op(), fence.turn(), fence.segment(), result));
  }

  void onGiveBack(HostId asker, Message.GiveBack back, long now) {
    Led target = led.get(back.segment());
    if (target == null || !target.segment().open()) {
      return;
    }
    Segment segment = target.segment();
    Completion done = segment.sessions().completion(back.op());
    SessionTable.Entry session = segment.sessions().get(back.op().session());
    if (done == null || back.turn() < turn(session)) {
      givenBack(asker, back, done == null && neverOut(segment, back.op(), session));
      return;
    }
    boolean restored = false;
    if (done.result() instanceof Result.Taken taken && safe(segment, done)) {
      Slot there = segment.store().get(taken.token().id());
      if (there == null) {
        segment.append(new LogRecord.Return(now, back.op(), taken.token().id()));
      }
      restored = there != null && !there.gone(); // out of a snapshot: once is enough
    }
    if (restored) {
      givenBack(asker, back, true);
    } else if (!(done.result() instanceof Result.Taken)) {
      segment.whenCommitted(done.lsn(), () -> givenBack(asker, back, true));
    } // else a take of the token is not safe yet: asked again
  }

  private static int turn(SessionTable.@Nullable Entry session) {
    return session == null ? 0 : session.turn();
  }

  /** Whether a take without a completion record took nothing: not if its record may have ended. */
  private static boolean neverOut(Segment segment, OpId op, SessionTable.@Nullable Entry session) {
    return session == null ? !segment.sessions().gone(op.session()) : op.number() >= session.low();
  }

  private void givenBack(HostId asker, Message.GiveBack back, boolean done) {
    post.send(asker, new Message.GivenBack(back.op(), back.turn(), back.segment(), done));
  }

  private static boolean safe(Segment segment, Completion done) {
    return done.lsn() < segment.committed();
  }

  void onKeepAlive(Message.KeepAlive alive, long now) {
    alive
        .low()
        .forEach(
            (session, low) -> {
              heard(session, now);
              led.values().forEach(one -> keepAlive(one, session, low, now));
            });
  }

  /** A session of the last era can be opened for the last time: it may have waited long. */
  private static void keepAlive(Led one, SessionId session, long low, long now) {
    one.refusals().low(session, low);
    Segment segment = one.segment();
    SessionTable sessions = segment.sessions();
    if (segment.open()
        && session.era() == sessions.era() - 1
        && sessions.get(session) == null
        && !sessions.gone(session)) {
      segment.append(new LogRecord.Open(now, session));
    }
  }

  void onEnd(Message.EndSession end, long now) {
    heard.remove(end.session());
    for (Led one : led.values()) {
      end(one, end.session(), now);
      one.waits().ended(end.session(), now);
    }
  }

  /**
   * Ends what was not heard of for a lease. Who waits in such a session keeps its place: whoever
   * asks for it may be there all the same, and learns of the end when it is called.
   */
  void expire(long now) {
    for (Led one : led.values()) {
      for (SessionId session : one.segment().sessions().sessions()) {
        long last = heard.computeIfAbsent(session, any -> now); // after a restart: from now
        if (now - last >= leaseMs) {
          end(one, session, now);
        }
      }
    }
    heard.values().removeIf(last -> now - last >= 2 * leaseMs);
  }

  /** A new era: recorded in every segment; what is too old to be opened is forgotten. */
  void era(int era, long now) {
    for (Led one : led.values()) {
      if (one.segment().open() && era > one.segment().sessions().era()) {
        one.segment().append(new LogRecord.Era(now, era));
        one.refusals().era(era - 1, session -> one.segment().sessions().get(session) != null);
      }
    }
  }

  /** Ends a session in a segment. */
  void end(Led one, SessionId session, long now) {
    Segment segment = one.segment();
    if (segment.open() && segment.sessions().get(session) != null) {
      segment.append(new LogRecord.End(now, session));
      one.refusals().forget(session);
    } else {
      one.refusals().low(session, Long.MAX_VALUE); // not on record: copies are refused all the same
    }
  }
}
