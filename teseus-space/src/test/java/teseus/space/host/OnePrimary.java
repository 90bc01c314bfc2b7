package teseus.space.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.store.Slot;
import teseus.space.wire.Action;
import teseus.space.wire.Envelope;
import teseus.space.wire.Happening;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Message;
import teseus.space.wire.Result;
import teseus.space.wire.TupleCodec;

/** Segment hera/0 at its primary, which others ask; its log forces and its time passes by hand. */
final class OnePrimary {
  static final SegmentId S = SomeTokens.HERA_0;
  static final HostId ASKER = SomeTokens.ZEUS;
  static final SessionId SESSION = new SessionId(1, 9);
  static final Template JOBS = Template.ofType("job");

  final HeldLog log;
  final SentFrames network = new SentFrames();
  final Post post = new Post(SomeTokens.HERA, network);
  final Timers timers = new Timers();
  final Map<SegmentId, Led> led = new LinkedHashMap<>();
  final Segment segment;
  final Waits waits;
  final Refusals refusals = new Refusals();
  private final List<SegmentCopy> kept = new ArrayList<>();
  final HostLedger ledger =
      new HostLedger(SomeTokens.HERA, 64 << 20, 1_000, kept, Map.of(), Set.of());
  final Aims aims;
  final SessionKeeper keeper = new SessionKeeper(led, post, 10_000);
  final Looks looks = new Looks(led, post);
  final Leases leases = new Leases(led, timers);
  final List<Message.Call> calls = new ArrayList<>();
  final List<Happening> happenings = new ArrayList<>();
  private final History history = new History(1 << 20);
  long now = 1_000_000;

  OnePrimary() {
    this(SessionLimits.DEFAULT);
  }

  OnePrimary(SessionLimits limits) {
    this(limits, new HeldLog(), new Recovered(1).whole(S));
  }

  private OnePrimary(SessionLimits limits, HeldLog log, SegmentCopy copy) {
    this.log = log;
    kept.add(copy);
    segment = new Segment(copy, log, new Shows());
    waits = new Waits(segment, SomeTokens.HERA, (wait, slot, due) -> false, post, timers, 250);
    led.put(S, new Led(segment, waits, refusals));
    TokenActions tokens = new TokenActions(ledger, Limits.DEFAULT);
    aims = new Aims(led, ledger, new HybridClock(), post, limits, tokens);
    segment.lead(copy.log().spans().epoch() + 1, now, () -> leases.changed(now));
    force();
  }

  /** The same segment after its host was lost with all that was not forced. */
  OnePrimary restarted() {
    HeldLog kept = new HeldLog();
    Recovered recovered = log.recover(forced);
    return new OnePrimary(SessionLimits.DEFAULT, kept, recovered.whole(S));
  }

  private long forced;

  /** All that was appended is forced. */
  void force() {
    forced = log.end();
    segment.copy().log().forced(forced);
    segment.commit(segment.copy().log().forced(), true, true);
  }

  /** Time passes, and what is due is done. */
  void pass(long ms) {
    now += ms;
    timers.run(now);
  }

  List<LogRecord> records() {
    return log.records(S);
  }

  static OpId op(long number) {
    return new OpId(SESSION, number);
  }

  static byte[] fields(Map<String, ? extends @Nullable Object> fields) {
    return TupleCodec.encode(Tuple.of("job", fields), Limits.DEFAULT);
  }

  static Action.Write job() {
    return new Action.Write("job", fields(Map.of()), Long.MAX_VALUE, null);
  }

  static Action.Write job(long term) {
    return new Action.Write("job", fields(Map.of()), term, null);
  }

  static Action.Take take(@Nullable TokenId named) {
    return new Action.Take(JOBS, named);
  }

  static Message.Aim aim(OpId op, int attempt, Action action) {
    return new Message.Aim(op, 0, attempt, S, 1, 1, action);
  }

  /** Aims, and gives the answers that come at once. */
  List<Message.Answer> ask(Message.Aim aim) {
    aims.onAim(ASKER, aim, now);
    return network.drain(Message.Answer.class);
  }

  /** Aims, forces, and gives the answer. */
  Result done(Message.Aim aim) {
    aims.onAim(ASKER, aim, now);
    force();
    List<Message.Answer> answers = network.drain(Message.Answer.class);
    if (answers.size() != 1) {
      throw new AssertionError("not one answer to " + aim + ": " + answers);
    }
    return answers.get(0).result();
  }

  /** As {@link #done(Message.Aim)}, the answer being the last of so many. */
  Result done(Message.Aim aim, int answers) {
    aims.onAim(ASKER, aim, now);
    force();
    List<Message.Answer> all = new ArrayList<>();
    for (Message message : network.drain().stream().map(sent -> sent.frame().message()).toList()) {
      if (message instanceof Message.Answer answer) {
        all.add(answer);
      } else if (message instanceof Message.Call call) {
        calls.add(call);
      }
    }
    if (all.size() != answers) {
      throw new AssertionError("not " + answers + " answers to " + aim + ": " + all);
    }
    return all.get(answers - 1).result();
  }

  /** Writes a job, safely. */
  TokenId written(OpId op) {
    if (done(aim(op, 1, job())) instanceof Result.Written written) {
      return written.token();
    }
    throw new AssertionError(op + " was not written");
  }

  Message.Wait wait(OpId op, int number, long age) {
    return new Message.Wait(op, 0, number, S, JOBS, true, false, age, null);
  }

  /** Makes visible tokens known to those who wait, as a host does. */
  private final class Shows implements Segment.Observer {
    @Override
    public void commits(Segment of, long lsn) {}

    @Override
    public void happened(Segment segment, long lsn, LogRecord record, Envelope token) {
      Happening happening = history.committed(lsn, record, token);
      if (happening != null) {
        happenings.add(happening);
      }
    }

    @Override
    public void shown(Segment of, long lsn, Slot slot) {
      leases.granted(slot.until(), now);
      waits.offer(slot, now);
    }

    @Override
    public void committed(Segment of, long lsn, LogRecord record, @Nullable Slot shown) {
      if (record instanceof LogRecord.Renew renew) {
        leases.granted(renew.until(), now);
      }
    }
  }
}
