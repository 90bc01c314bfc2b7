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
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.spi.LogEntry;
import teseus.space.wire.Active;
import teseus.space.wire.Envelope;
import teseus.space.wire.Happening;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;

/**
 * What all logs together say, reckoned from what is on the disks and from nothing that a host
 * believes. It asserts PROTOCOL.md's invariants as each record is decided.
 */
final class Truth {
  private record Change(TokenId token, long version) {}

  private final Agenda agenda;
  private final Map<SegmentId, DecidedLog> logs = new HashMap<>();
  private final Map<TokenId, Kept> tokens = new LinkedHashMap<>();
  private final Map<TokenId, Active> active = new LinkedHashMap<>();
  private final Set<TokenId> evals = new HashSet<>();
  private final List<Kept> written = new ArrayList<>();
  private final Map<OpId, TokenId> taken = new HashMap<>();
  private final Map<OpId, Change> changed = new HashMap<>();
  private final Map<OpId, LogRecord> leases = new HashMap<>();
  private final Set<OpId> returned = new HashSet<>();
  private final Set<OpId> nothing = new HashSet<>();
  private final Happenings happenings = new Happenings();
  private final Decisions decisions = new Decisions();
  private final Passages passages = new Passages();
  private long records;
  private long latest;

  Truth(Agenda agenda) {
    this.agenda = agenda;
  }

  /** A store has appended a record, which may get lost. */
  void appended(LogEntry entry) {
    LogRecord record = LogRecordCodec.decode(entry.body());
    logs.computeIfAbsent(entry.segment(), DecidedLog::new).appended(entry.lsn(), record);
    touched(record);
  }

  /** A record on a token ends how it stood; it may have been appended before that was safe. */
  private void touched(LogRecord record) {
    TokenId id = touches(record);
    Kept kept = id == null ? null : tokens.get(id);
    if (kept != null) {
      kept.touched(!(record instanceof LogRecord.Update), agenda.steps());
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
    LogRecord record = LogRecordCodec.decode(entry.body());
    DecidedLog log = log(entry.segment());
    log.decided(entry, record);
    records++;
    inItsPlace(entry.segment(), record);
    happenings.decided(entry, record, subject(record));
    apply(entry, log, record);
  }

  /** Nothing is done to a token but where it is found. */
  private void inItsPlace(SegmentId segment, LogRecord record) {
    TokenId id = record instanceof LogRecord.Renew renew ? renew.token() : touches(record);
    Kept kept = id == null ? null : tokens.get(id);
    Broken.unless(
        kept == null || kept.segment().equals(segment) && !passages.hidden(kept.token().id()),
        "%s, and in %s: %s",
        kept,
        segment,
        record);
  }

  /** The token that a record is about, as it was before; null if it is about none. */
  private @Nullable Envelope subject(LogRecord record) {
    if (record instanceof LogRecord.Put put) {
      return put.token();
    } else if (record instanceof LogRecord.Computed computed) {
      return computed.token();
    } else if (record instanceof LogRecord.Return back) {
      return kept(back.token()).token();
    }
    TokenId id = touches(record);
    return id == null || active.containsKey(id) ? null : kept(id).token();
  }

  /** What happened in a segment from an lsn up to another, in order. */
  Collection<Happening> happenings(SegmentId segment, long from, long to) {
    return happenings.in(segment, from, to);
  }

  /** The first lsn of a segment that is not decided. */
  long decided(SegmentId segment) {
    DecidedLog log = logs.get(segment);
    return log == null ? 0 : log.decided();
  }

  private DecidedLog log(SegmentId segment) {
    DecidedLog log = logs.get(segment);
    if (log == null) {
      throw new Broken("nothing was ever appended in " + segment);
    }
    return log;
  }

  private void apply(LogEntry entry, DecidedLog log, LogRecord record) {
    if (record instanceof LogRecord.Lead) {
      log.led(entry.epoch());
    } else if (record instanceof LogRecord.Put put) {
      if (!decisions.due(put.token().id())) {
        log.within(put.op(), record);
      }
      keep(new Kept(put.token(), put.op(), entry.segment()));
      did(put.op());
      touchedAlready(log);
    } else if (record instanceof LogRecord.Eval eval) {
      log.within(eval.op(), record);
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
      log.within(update.op(), record);
      update(update);
      touchedAlready(log);
    } else if (record instanceof LogRecord.Take take) {
      boolean decided = decisions.due(take.token());
      if (!decided) {
        log.within(take.op(), record);
      }
      take(take, decided);
    } else if (record instanceof LogRecord.Renew renew) {
      log.within(renew.op(), record);
      renew(renew);
    } else if (record instanceof LogRecord.CancelLease cancel) {
      log.within(cancel.op(), record);
      cancel(cancel);
    } else if (record instanceof LogRecord.Return back) {
      giveBack(back);
    } else if (record instanceof LogRecord.Expire expire) {
      Kept kept = there(expire.token(), record);
      Broken.unless(expire.at() >= kept.token().until(), "%s expired at %s", kept, expire.at());
      latest = Math.max(latest, expire.at() - kept.token().until());
      kept.expired();
    } else if (!moved(entry, record)) {
      decisions.apply(entry.segment(), record);
      log.session(record);
    }
  }

  /** Whether it is a record about a token that goes from a segment to another. */
  private boolean moved(LogEntry entry, LogRecord record) {
    SegmentId segment = entry.segment();
    if (record instanceof LogRecord.Out out) {
      Kept kept = there(out.token(), record);
      Broken.unless(kept.segment().equals(segment), "%s leaves %s", kept, segment);
      passages.left(segment, entry.lsn(), out);
    } else if (record instanceof LogRecord.In in) {
      Kept kept = there(in.token().id(), record);
      passages.came(segment, in, kept.token());
      kept.moved(segment);
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
        decided || take.at() < kept.token().until(), "%s was given past its lease: %s", kept, take);
    TokenId before = taken.put(take.op(), take.token());
    Broken.unless(before == null, "%s took %s and %s", take.op(), before, take.token());
    did(take.op());
    kept.taken(take.op(), agenda.now());
  }

  private void keep(Kept kept) {
    Kept before = tokens.put(kept.token().id(), kept);
    written.add(kept);
    Broken.unless(before == null, "%s was written twice, now as %s", before, kept);
  }

  /** What was appended on a token may have been before this record of it was safe. */
  private void touchedAlready(DecidedLog log) {
    log.forTail(this::touched);
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
    Broken.unless(renew.at() < kept.token().until(), "%s outlived its lease: %s", kept, renew);
    kept.renewed(renew.until());
  }

  private void cancel(LogRecord.CancelLease cancel) {
    once(cancel.op(), cancel);
    if (active.remove(cancel.token()) == null) {
      there(cancel.token(), cancel).expired();
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
        update.version() == kept.token().version() + 1, "%s was changed by %s", kept, update);
    Broken.unless(update.at() < kept.token().until(), "%s outlived its lease: %s", kept, update);
    Change before = changed.put(update.op(), new Change(update.token(), update.version()));
    Broken.unless(before == null, "%s changed %s, and now %s", update.op(), before, kept);
    did(update.op());
    kept.updated(update);
  }

  private void giveBack(LogRecord.Return back) {
    Broken.unless(
        back.token().equals(taken.remove(back.op())), "%s gave back what it had not", back.op());
    kept(back.token()).returned();
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

  /** Somebody is told that a write is done. */
  void toldWritten(TokenId token) {
    if (evals.contains(token)) {
      return; // what comes of it can be found later, nobody is told when
    }
    Kept kept = tokens.get(token);
    if (kept == null) {
      throw new Broken("told that " + token + " is written before it is safe");
    }
    kept.stands().get(0).acknowledged(agenda.steps());
  }

  /** Somebody is told what an update made of a token. */
  void toldChanged(OpId op, TokenId token, long version) {
    Kept kept = tokens.get(token);
    Kept.Stand stand = kept == null ? null : kept.stand(version);
    if (stand == null || !new Change(token, version).equals(changed.get(op))) {
      throw new Broken(op + " is told that it changed " + token + ", and has not");
    }
    stand.acknowledged(agenda.steps());
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
        returned.contains(op) || kept != null && kept.token().version() == version,
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
