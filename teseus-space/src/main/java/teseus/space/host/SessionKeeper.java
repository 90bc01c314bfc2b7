package teseus.space.host;

import java.util.HashMap;
import java.util.Map;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Result;

/**
 * Keeps the sessions of the segments led here: turns, returns, leases and ends (PROTOCOL.md, rules
 * 5 and 6 g, h). A lease that runs out only makes it append END.
 */
final class SessionKeeper {
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
    Completion done = segment.sessions().completion(fence.op());
    if (done != null) {
      segment.whenCommitted(done.lsn(), () -> fenced(asker, fence, done.result()));
    } else if (segment.sessions().gone(session)) {
      fenced(asker, fence, new Result.Refused(Result.Refusal.SESSION_GONE, segment.epoch()));
    } else {
      fence(asker, fence, segment, now);
    }
  }

  private void fence(HostId asker, Message.Fence fence, Segment segment, long now) {
    SessionId session = fence.op().session();
    SessionTable.Entry entry = segment.sessions().get(session);
    if (entry == null) {
      segment.append(new LogRecord.Open(now, session));
    }
    int turn = entry == null ? 0 : entry.turn();
    if (fence.turn() < turn) {
      fenced(asker, fence, new Result.Refused(Result.Refusal.OLD_TURN, segment.epoch()));
      return;
    }
    long lsn =
        entry != null && fence.turn() == turn
            ? entry.turnLsn()
            : segment.append(new LogRecord.Turn(now, session, fence.turn()));
    segment.whenCommitted(
        lsn,
        () -> post.send(asker, new Message.Fenced(fence.op(), fence.turn(), segment.id(), null)));
  }

  private void fenced(HostId asker, Message.Fence fence, Result result) {
    post.send(asker, new Message.Fenced(fence.op(), fence.turn(), fence.segment(), result));
  }

  void onGiveBack(HostId asker, Message.GiveBack back, long now) {
    Led target = led.get(back.segment());
    if (target == null || !target.segment().open()) {
      return;
    }
    Segment segment = target.segment();
    Completion done = segment.sessions().completion(back.op());
    if (done != null && done.result() instanceof Result.Taken taken && safe(segment, done)) {
      segment.append(new LogRecord.Return(now, back.op(), taken.token().id()));
    }
    Runnable answer = () -> post.send(asker, new Message.GivenBack(back.op(), segment.id()));
    if (done == null) {
      answer.run();
    } else if (!(done.result() instanceof Result.Taken)) {
      segment.whenCommitted(done.lsn(), answer);
    } // else the take itself is not safe yet: asked again
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
    led.values().forEach(one -> end(one, end.session(), now));
  }

  /** Ends what was not heard of for a lease. */
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

  private static void end(Led one, SessionId session, long now) {
    Segment segment = one.segment();
    if (segment.open() && segment.sessions().get(session) != null) {
      segment.append(new LogRecord.End(now, session));
      one.waits().ended(session, now);
      one.refusals().forget(session);
    } else {
      one.refusals().low(session, Long.MAX_VALUE); // not on record: copies are refused all the same
    }
  }
}
