package teseus.space.host;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Member;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/**
 * What a host that was added does before tokens come to it: it waits until everyone who might say
 * that there is none asks its segments, then takes over from a segment that was there before which
 * turns and ends of sessions are on record, so that nothing of an earlier turn is executed here;
 * then META is told that it takes part.
 */
class Newcomer {
  private static final int PATIENCE = 20;

  private final HostId self;
  private final List<SegmentId> own;
  private final Post post;
  private final Timers timers;
  private final long resendMs;
  private final Directory directory;
  private final Map<SegmentId, Led> led;
  private final Meta meta;
  private long ask;
  private boolean asking;
  private boolean submitted;

  /**
   * Not begun.
   *
   * @param firstAsk another at each start of this host, on whichever store; its questions count on
   */
  Newcomer(HostId self, List<SegmentId> own, AskingParts parts, Meta meta, long firstAsk) {
    this.self = self;
    this.own = own;
    this.post = parts.post();
    this.timers = parts.timers();
    this.resendMs = parts.times().resend();
    this.directory = parts.directory();
    this.led = parts.led();
    this.meta = meta;
    this.ask = firstAsk;
  }

  /** META has a new state, or a segment was opened here: goes on if it is time. */
  void review(long now) {
    MetaState state = meta.known();
    Member member = state.roster().members().get(self);
    if (member == null || member.open() || asking || submitted || !ready(state, member)) {
      return;
    }
    asking = true;
    ask(now);
  }

  /** Whether all know of its segments, which are open here. */
  boolean ready(MetaState state, Member member) {
    return member.counts() && state.unaware(self).isEmpty() && opened();
  }

  private boolean opened() {
    return own.stream().map(led::get).allMatch(one -> one != null && one.segment().open());
  }

  /** Asks a segment of a host that is on the list since the beginning. */
  private void ask(long now) {
    if (!asking) {
      return;
    }
    ask++;
    for (SegmentId segment : directory.segments()) {
      Member founder = meta.known().roster().members().get(segment.founder());
      Directory.Lead lead = directory.lead(segment);
      if (lead != null && !own.contains(segment) && founder != null && founder.open()) {
        post.send(lead.host(), new Message.AskSessions(ask, segment));
        break;
      }
    }
    timers.at(now + resendMs, this::ask);
  }

  /** Tells a host that is new what is on record here, once that is safe. */
  void onAsk(HostId from, Message.AskSessions question) {
    Led one = led.get(question.segment());
    if (one == null || !one.segment().open()) {
      return;
    }
    Segment segment = one.segment();
    Map<SessionId, Long> turns = new HashMap<>();
    segment
        .sessions()
        .entries()
        .forEach(
            (session, entry) -> {
              if (entry.turn() > 0) {
                turns.put(session, (long) entry.turn());
              }
            });
    Message.ToldSessions told =
        new Message.ToldSessions(question.ask(), turns, segment.sessions().ended());
    segment.whenSettled(() -> segment.whenLed(() -> post.send(from, told)));
  }

  void onTold(Message.ToldSessions told, long now) {
    if (!asking || told.ask() != ask || !opened()) {
      return;
    }
    asking = false;
    submitted = true;
    timers.at(now + PATIENCE * resendMs, this::again);
    Set<SegmentId> open = new HashSet<>(own);
    for (SegmentId id : own) {
      Led one = led.get(id);
      if (one != null) {
        record(one.segment(), told, now);
        one.segment().whenSettled(() -> recorded(open, id, now));
      }
    }
  }

  private static void record(Segment segment, Message.ToldSessions told, long now) {
    SessionTable sessions = segment.sessions();
    told.turns()
        .forEach(
            (session, turn) -> {
              SessionTable.@Nullable Entry entry = sessions.get(session);
              if (sessions.gone(session) || entry != null && entry.turn() >= turn) {
                return;
              }
              if (entry == null) {
                segment.append(new LogRecord.Open(now, session));
              }
              segment.append(new LogRecord.Turn(now, session, turn.intValue()));
            });
    for (SessionId session : told.ended()) {
      if (!sessions.gone(session)) {
        if (sessions.get(session) == null) {
          segment.append(new LogRecord.Open(now, session));
        }
        segment.append(new LogRecord.End(now, session));
      }
    }
  }

  private void recorded(Set<SegmentId> open, SegmentId id, long now) {
    if (open.remove(id) && open.isEmpty()) {
      meta.submit(new MetaCommand.TakePart(self), now, refused -> {});
    }
  }

  /** Nothing may have come of it: a segment was led elsewhere meanwhile, or META refused. */
  private void again(long now) {
    submitted = false;
    review(now);
  }
}
