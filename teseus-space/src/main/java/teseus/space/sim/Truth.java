package teseus.space.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.spi.LogEntry;
import teseus.space.wire.Active;
import teseus.space.wire.Envelope;
import teseus.space.wire.Happening;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.TupleCodec;

/**
 * What all logs together say, reckoned from what is on the disks and from nothing that a host
 * believes. It asserts PROTOCOL.md's invariants as each record is decided.
 */
final class Truth {
  /** A token as one record left it. */
  static final class Stand {
    private final long version;
    private final OpId by;
    private final Tuple tuple;
    private final Map<String, Long> told = new HashMap<>();
    private long acknowledged = Long.MAX_VALUE;
    private long touched = Long.MAX_VALUE;

    private Stand(long version, OpId by, Tuple tuple) {
      this.version = version;
      this.by = by;
      this.tuple = tuple;
    }

    long version() {
      return version;
    }

    /** The write or the update that made it so. */
    OpId by() {
      return by;
    }

    Tuple tuple() {
      return tuple;
    }

    /** The step at which whoever made it so was first told that it is. */
    long acknowledged() {
      return acknowledged;
    }

    /** A client is told that it is so, or was. */
    void told(String client, long step) {
      told.putIfAbsent(client, step);
    }

    /** The step at which a client was first told of it. */
    long told(String client) {
      return told.getOrDefault(client, Long.MAX_VALUE);
    }

    /** The step at which the first record after it on the token was appended, safe or not. */
    long touched() {
      return touched;
    }

    @Override
    public String toString() {
      return tuple + " version " + version;
    }
  }

  /** A token and what became of it. */
  static final class Kept {
    private SegmentId segment;
    private final List<Stand> stands = new ArrayList<>();
    private Envelope token;
    private long left = Long.MAX_VALUE;
    private @Nullable OpId taken;
    private long takenAt;
    private boolean expired;

    private Kept(Envelope token, OpId by, SegmentId segment) {
      this.token = token;
      this.segment = segment;
      stand(by);
    }

    private void stand(OpId by) {
      stands.add(new Stand(token.version(), by, TupleCodec.decode(token.type(), token.fields())));
    }

    Envelope token() {
      return token;
    }

    SegmentId segment() {
      return segment;
    }

    Tuple tuple() {
      return last().tuple;
    }

    /** As it was and is, from the first version on. */
    List<Stand> stands() {
      return stands;
    }

    private Stand last() {
      return stands.get(stands.size() - 1);
    }

    /** As it was in a version that is safe; null if there is none. */
    @Nullable Stand stand(long version) {
      return version >= 1 && version <= stands.size() ? stands.get((int) version - 1) : null;
    }

    /** The step at which the first record that takes it away was appended, safe or not. */
    long left() {
      return left;
    }

    /** Who took it; null if nobody did, or it was put back. */
    @Nullable OpId taken() {
      return taken;
    }

    /** When the record of that was safe, in milliseconds since 1970. */
    long takenAt() {
      return takenAt;
    }

    boolean there() {
      return taken == null && !expired;
    }

    @Override
    public String toString() {
      String fate = expired ? "expired" : taken == null ? "there" : "taken by " + taken;
      return last() + " as " + token.id() + " in " + segment + ", " + fate;
    }
  }

  private record Change(TokenId token, long version) {}

  private static final class Log {
    private long epoch;
    private long expiry;
    private long at;
    private long decided;
    private long led;
    private final Map<SessionId, Integer> turns = new HashMap<>();
    private final Set<SessionId> ended = new HashSet<>();
    private final TreeMap<Long, List<LogRecord>> tail = new TreeMap<>();
  }

  private final Agenda agenda;
  private final Map<SegmentId, Log> logs = new HashMap<>();
  private final Map<TokenId, Kept> tokens = new LinkedHashMap<>();
  private final Map<TokenId, Active> active = new LinkedHashMap<>();
  private final Set<TokenId> evals = new HashSet<>();
  private final List<Kept> written = new ArrayList<>();
  private final Map<OpId, TokenId> taken = new HashMap<>();
  private final Map<OpId, Change> changed = new HashMap<>();
  private final Map<OpId, LogRecord> leases = new HashMap<>();
  private final Set<OpId> returned = new HashSet<>();
  private final Set<OpId> nothing = new HashSet<>();
  private final Map<SegmentId, TreeMap<Long, Happening>> happenings = new HashMap<>();
  private final Decisions decisions = new Decisions();
  private final Passages passages = new Passages();
  private long records;
  private long latest;

  Truth(Agenda agenda) {
    this.agenda = agenda;
  }

  /** A store has appended a record, which may get lost. */
  void appended(LogEntry entry) {
    Log log = logs.computeIfAbsent(entry.segment(), any -> new Log());
    LogRecord record = LogRecordCodec.decode(entry.body());
    log.tail.computeIfAbsent(entry.lsn(), any -> new ArrayList<>()).add(record);
    touched(record);
  }

  /** A record on a token ends how it stood; it may have been appended before that was safe. */
  private void touched(LogRecord record) {
    TokenId id = touches(record);
    Kept kept = id == null ? null : tokens.get(id);
    if (kept != null) {
      Stand last = kept.last();
      last.touched = Math.min(last.touched, agenda.steps());
      if (!(record instanceof LogRecord.Update)) {
        kept.left = Math.min(kept.left, agenda.steps());
      }
    }
  }

  private static @Nullable TokenId touches(LogRecord record) {
    if (record instanceof LogRecord.Removal removal && !(record instanceof LogRecord.Done)) {
      return removal.token(); // one that goes to another segment is there all the while
    }
    return record instanceof LogRecord.Update update ? update.token() : null;
  }

  /** The next record of a segment is decided. */
  void decided(LogEntry entry) {
    Log log = log(entry.segment());
    Broken.unless(entry.lsn() == log.decided, "%s decided a gap", entry.segment());
    Broken.unless(
        entry.epoch() >= log.epoch, "the epoch of %s fell below %s", entry.segment(), log.epoch);
    LogRecord record = LogRecordCodec.decode(entry.body());
    if (byTheClock(record)) {
      Broken.unless(
          entry.epoch() > log.expiry || record.at() >= log.at,
          "the time of %s fell from %s under one primary: %s",
          entry.segment(),
          log.at,
          record);
      log.expiry = entry.epoch();
      log.at = record.at();
    }
    log.epoch = entry.epoch();
    log.decided++;
    log.tail.headMap(log.decided).clear();
    records++;
    inItsPlace(entry.segment(), record);
    happened(entry, record);
    apply(entry, log, record);
  }

  /** Whether it is on record because time has passed; what is asked for may have had to wait. */
  private static boolean byTheClock(LogRecord record) {
    return record instanceof LogRecord.Expire || record instanceof LogRecord.Lapse;
  }

  /** Nothing is done to a token but where it is found. */
  private void inItsPlace(SegmentId segment, LogRecord record) {
    TokenId id = record instanceof LogRecord.Renew renew ? renew.token() : touches(record);
    Kept kept = id == null ? null : tokens.get(id);
    Broken.unless(
        kept == null || kept.segment.equals(segment) && !passages.hidden(kept.token.id()),
        "%s, and in %s: %s",
        kept,
        segment,
        record);
  }

  private void happened(LogEntry entry, LogRecord record) {
    if (record instanceof LogRecord.Put put) {
      happened(entry, Event.Kind.WRITTEN, put.token());
    } else if (record instanceof LogRecord.Computed computed) {
      happened(entry, Event.Kind.WRITTEN, computed.token());
    } else if (record instanceof LogRecord.Take take) {
      happened(entry, Event.Kind.TAKEN, kept(take.token()).token);
    } else if (record instanceof LogRecord.Expire expire) {
      happened(entry, Event.Kind.EXPIRED, kept(expire.token()).token);
    } else if (record instanceof LogRecord.CancelLease cancel) {
      if (!active.containsKey(cancel.token())) {
        happened(entry, Event.Kind.EXPIRED, kept(cancel.token()).token);
      }
    } else if (record instanceof LogRecord.Update update) {
      Envelope before = kept(update.token()).token;
      happened(entry, Event.Kind.UPDATED, before.updated(update.type(), update.fields()));
    } else if (record instanceof LogRecord.Return back) {
      happened(entry, Event.Kind.RETURNED, kept(back.token()).token);
    }
  }

  private void happened(LogEntry entry, Event.Kind kind, Envelope token) {
    happenings
        .computeIfAbsent(entry.segment(), any -> new TreeMap<>())
        .put(entry.lsn(), new Happening(entry.lsn(), kind, token));
  }

  /** What happened in a segment from an lsn up to another, in order. */
  Collection<Happening> happenings(SegmentId segment, long from, long to) {
    TreeMap<Long, Happening> all = happenings.get(segment);
    return all == null ? List.of() : all.subMap(from, to).values();
  }

  /** The first lsn of a segment that is not decided. */
  long decided(SegmentId segment) {
    Log log = logs.get(segment);
    return log == null ? 0 : log.decided;
  }

  private Log log(SegmentId segment) {
    Log log = logs.get(segment);
    if (log == null) {
      throw new Broken("nothing was ever appended in " + segment);
    }
    return log;
  }

  private void apply(LogEntry entry, Log log, LogRecord record) {
    if (record instanceof LogRecord.Lead) {
      Broken.unless(
          entry.epoch() > log.led, "%s is led twice under epoch %s", entry.segment(), log.led);
      log.led = entry.epoch();
    } else if (record instanceof LogRecord.Put put) {
      if (!decisions.due(put.token().id())) {
        open(log, put.op(), record);
      }
      keep(new Kept(put.token(), put.op(), entry.segment()));
      did(put.op());
      touchedAlready(log);
    } else if (record instanceof LogRecord.Eval eval) {
      open(log, eval.op(), record);
      TokenId id = eval.active().id();
      Broken.unless(evals.add(id) && !tokens.containsKey(id), "%s was written twice", id);
      active.put(id, eval.active());
      did(eval.op());
    } else if (record instanceof LogRecord.Computed computed) {
      Active was = active(computed.token().id(), record);
      Broken.unless(computed.token().until() == was.until(), "%s has another lease", was);
      keep(new Kept(computed.token(), was.id().write(), entry.segment()));
      touchedAlready(log);
    } else if (record instanceof LogRecord.Lapse lapse) {
      Active was = active(lapse.token(), record);
      Broken.unless(lapse.at() >= was.until(), "%s lapsed at %s", was, lapse.at());
    } else if (record instanceof LogRecord.Update update) {
      open(log, update.op(), record);
      update(update);
      touchedAlready(log);
    } else if (record instanceof LogRecord.Take take) {
      boolean decided = decisions.due(take.token());
      if (!decided) {
        open(log, take.op(), record);
      }
      take(take, decided);
    } else if (record instanceof LogRecord.Renew renew) {
      open(log, renew.op(), record);
      renew(renew);
    } else if (record instanceof LogRecord.CancelLease cancel) {
      open(log, cancel.op(), record);
      cancel(cancel);
    } else if (record instanceof LogRecord.Return back) {
      giveBack(back);
    } else if (record instanceof LogRecord.Expire expire) {
      Kept kept = there(expire.token(), record);
      Broken.unless(expire.at() >= kept.token.until(), "%s expired at %s", kept, expire.at());
      latest = Math.max(latest, expire.at() - kept.token.until());
      kept.expired = true;
    } else if (!moved(entry, record)) {
      decisions.apply(entry.segment(), record);
      session(log, record);
    }
  }

  /** Whether it is a record about a token that goes from a segment to another. */
  private boolean moved(LogEntry entry, LogRecord record) {
    SegmentId segment = entry.segment();
    if (record instanceof LogRecord.Out out) {
      Kept kept = there(out.token(), record);
      Broken.unless(kept.segment.equals(segment), "%s leaves %s", kept, segment);
      passages.left(segment, entry.lsn(), out);
    } else if (record instanceof LogRecord.In in) {
      Kept kept = there(in.token().id(), record);
      passages.came(segment, in, kept.token);
      kept.segment = segment;
    } else if (record instanceof LogRecord.Never never) {
      passages.never(never);
    } else if (record instanceof LogRecord.Done done) {
      passages.ended(segment, done.out(), done.token(), true, record);
    } else if (record instanceof LogRecord.Back back) {
      passages.ended(segment, back.out(), back.token(), false, record);
    } else if (record instanceof LogRecord.Forget forget) {
      passages.forgotten(forget);
    } else {
      return false;
    }
    return true;
  }

  /** What the logs say about tokens that go from one segment to another. */
  Passages passages() {
    return passages;
  }

  /** What ends now, computed or not. */
  private Active active(TokenId id, LogRecord record) {
    Active was = active.remove(id);
    if (was == null) {
      throw new Broken("a record ends what was ended before, or never active: " + record);
    }
    return was;
  }

  private void take(LogRecord.Take take, boolean decided) {
    Kept kept = there(take.token(), take);
    Broken.unless(
        decided || take.at() < kept.token.until(), "%s was given past its lease: %s", kept, take);
    TokenId before = taken.put(take.op(), take.token());
    Broken.unless(before == null, "%s took %s and %s", take.op(), before, take.token());
    did(take.op());
    kept.taken = take.op();
    kept.takenAt = agenda.now();
  }

  private void keep(Kept kept) {
    Kept before = tokens.put(kept.token.id(), kept);
    written.add(kept);
    Broken.unless(before == null, "%s was written twice, now as %s", before, kept);
  }

  /** What was appended on a token may have been before this record of it was safe. */
  private void touchedAlready(Log log) {
    log.tail.values().forEach(all -> all.forEach(this::touched));
  }

  private void renew(LogRecord.Renew renew) {
    once(renew.op(), renew);
    Active computing = active.get(renew.token());
    if (computing != null) {
      Broken.unless(renew.at() < computing.until(), "%s was renewed by %s", computing, renew);
      active.put(renew.token(), computing.renewed(renew.until()));
      return;
    }
    Kept kept = there(renew.token(), renew);
    Broken.unless(renew.at() < kept.token.until(), "%s outlived its lease: %s", kept, renew);
    kept.token = kept.token.renewed(renew.until());
  }

  private void cancel(LogRecord.CancelLease cancel) {
    once(cancel.op(), cancel);
    if (active.remove(cancel.token()) == null) {
      there(cancel.token(), cancel).expired = true;
    }
  }

  private void once(OpId op, LogRecord record) {
    LogRecord before = leases.put(op, record);
    Broken.unless(before == null, "%s is done twice: %s, and %s", op, before, record);
    did(op);
  }

  private void update(LogRecord.Update update) {
    Kept kept = there(update.token(), update);
    Broken.unless(
        update.version() == kept.token.version() + 1, "%s was changed by %s", kept, update);
    Broken.unless(update.at() < kept.token.until(), "%s outlived its lease: %s", kept, update);
    Change before = changed.put(update.op(), new Change(update.token(), update.version()));
    Broken.unless(before == null, "%s changed %s, and now %s", update.op(), before, kept);
    did(update.op());
    kept.token = kept.token.updated(update.type(), update.fields());
    kept.stand(update.op());
  }

  private void giveBack(LogRecord.Return back) {
    Broken.unless(
        back.token().equals(taken.remove(back.op())), "%s gave back what it had not", back.op());
    kept(back.token()).taken = null;
    returned.add(back.op());
  }

  private void did(OpId op) {
    Broken.unless(!nothing.contains(op), "%s was told that nothing was done, and now it is", op);
  }

  private Kept there(TokenId id, LogRecord record) {
    Kept kept = kept(id);
    Broken.unless(kept.there(), "%s, and now %s", kept, record);
    return kept;
  }

  private Kept kept(TokenId id) {
    Kept kept = tokens.get(id);
    if (kept == null) {
      throw new Broken("a record names " + id + ", which was never written");
    }
    return kept;
  }

  private static void open(Log log, OpId op, LogRecord record) {
    Broken.unless(
        !op.session().kept() || log.turns.containsKey(op.session()),
        "%s outside its session",
        record);
  }

  private static void session(Log log, LogRecord record) {
    if (record instanceof LogRecord.Open open) {
      Broken.unless(
          !log.ended.contains(open.session()) && log.turns.put(open.session(), 0) == null,
          "a session was opened again: %s",
          open);
    } else if (record instanceof LogRecord.End end) {
      Broken.unless(log.turns.remove(end.session()) != null, "ended, but not open: %s", end);
      log.ended.add(end.session());
    } else if (record instanceof LogRecord.Turn turn) {
      Integer before = log.turns.put(turn.session(), turn.turn());
      Broken.unless(before != null && before < turn.turn(), "turn after %s: %s", before, turn);
    }
  }

  /** Somebody is told that a write is done. */
  void toldWritten(TokenId token) {
    if (evals.contains(token)) {
      return; // what comes of it can be found later, nobody is told when
    }
    Kept kept = tokens.get(token);
    if (kept == null) {
      throw new Broken("told that " + token + " is written before it is safe");
    }
    acknowledged(kept.stands.get(0));
  }

  private void acknowledged(Stand stand) {
    stand.acknowledged = Math.min(stand.acknowledged, agenda.steps());
  }

  /** Somebody is told what an update made of a token. */
  void toldChanged(OpId op, TokenId token, long version) {
    Kept kept = tokens.get(token);
    Stand stand = kept == null ? null : kept.stand(version);
    if (stand == null || !new Change(token, version).equals(changed.get(op))) {
      throw new Broken(op + " is told that it changed " + token + ", and has not");
    }
    acknowledged(stand);
  }

  /** Somebody is told that a lease is renewed. */
  void toldRenewed(OpId op, TokenId token, long until) {
    Broken.unless(
        leases.get(op) instanceof LogRecord.Renew renew
            && renew.token().equals(token)
            && renew.until() == until,
        "%s is told that it renewed %s, and has not",
        op,
        token);
  }

  /** Somebody is told that a lease was ended. */
  void toldCancelled(OpId op, TokenId token) {
    Broken.unless(
        leases.get(op) instanceof LogRecord.CancelLease cancel && cancel.token().equals(token),
        "%s is told that it ended the lease of %s, and has not",
        op,
        token);
  }

  /** The renewals and ends of leases that somebody wanted, by who did. */
  Map<OpId, LogRecord> leases() {
    return Collections.unmodifiableMap(leases);
  }

  /** Somebody is told that all of a transaction is done. */
  void toldCommitted(Transacted one) {
    decisions.toldCommitted(one);
  }

  /** What the logs say about transactions. */
  Decisions decisions() {
    return decisions;
  }

  /** What an operation took, if it is on record. */
  @Nullable TokenId takenBy(OpId op) {
    return taken.get(op);
  }

  /** Somebody is told what a take got. */
  void toldTaken(OpId op, TokenId token, long version) {
    Kept kept = tokens.get(token);
    Broken.unless(
        returned.contains(op) || kept != null && kept.token.version() == version,
        "%s is told version %s of %s",
        op,
        version,
        kept);
    Broken.unless(
        token.equals(taken.get(op)) || returned.contains(op),
        "%s is told %s, the logs say %s",
        op,
        token,
        taken.get(op));
  }

  /** Somebody is told that an operation did nothing, and never will. */
  void toldNothing(OpId op) {
    nothing.add(op);
    Broken.unless(
        !taken.containsKey(op), "%s is told it got nothing, and took %s", op, taken.get(op));
    Broken.unless(
        !changed.containsKey(op) && !leases.containsKey(op),
        "%s is told it changed nothing, and changed",
        op);
    Broken.unless(
        !tokens.containsKey(new TokenId(op)) && !evals.contains(new TokenId(op)),
        "%s is told it wrote nothing, and wrote",
        op);
  }

  /** A token that is safe in a log, there or gone; null if there is none. */
  @Nullable Kept find(TokenId id) {
    return tokens.get(id);
  }

  Collection<Kept> tokens() {
    return tokens.values();
  }

  /** The tokens that were safe last, whatever became of them; a copy. */
  List<Kept> newest(int most) {
    return List.copyOf(written.subList(Math.max(0, written.size() - most), written.size()));
  }

  /** What is there and matches. */
  List<Kept> there(Template template) {
    List<Kept> there = new ArrayList<>();
    for (Kept kept : tokens.values()) {
      if (kept.there() && template.matches(kept.tuple())) {
        there.add(kept);
      }
    }
    return there;
  }

  /** What is still to be computed. */
  Collection<Active> active() {
    return active.values();
  }

  /** By how many milliseconds a lease outlived its end at most, by the clocks of primaries. */
  long latest() {
    return latest;
  }

  /** Records that are safe, in all logs. */
  long records() {
    return records;
  }
}
