package teseus.space.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Portion;

/** What the logs say about transactions: nobody does what was not decided, or leaves it undone. */
final class Decisions {
  private record Part(SegmentId segment, OpId op) {}

  private final Map<Part, LogRecord.Prepare> prepared = new HashMap<>();
  private final Map<OpId, OpId> decided = new HashMap<>();
  private final Set<OpId> aborted = new HashSet<>();
  private final Set<TokenId> due = new HashSet<>();

  /** A record is safe. */
  void apply(SegmentId segment, LogRecord record) {
    if (record instanceof LogRecord.Prepare prepare) {
      prepared.put(new Part(segment, prepare.op()), prepare);
    } else if (record instanceof LogRecord.Decide decide) {
      Broken.unless(
          decided.put(decide.transaction(), decide.op()) == null && !aborted.contains(decide.op()),
          "decided again, or after it was aborted: %s",
          decide);
      for (SegmentId other : decide.others()) {
        Broken.unless(
            prepared.containsKey(new Part(other, decide.op())),
            "%s is decided, and %s has not agreed",
            decide,
            other);
      }
      due(decide.takes(), decide.writes());
    } else if (record instanceof LogRecord.Resolve resolve) {
      resolve(segment, resolve);
    } else if (record instanceof LogRecord.Settled settled) {
      Broken.unless(
          prepared.keySet().stream().noneMatch(part -> part.op().equals(settled.op())),
          "%s, and some have not done it",
          settled);
    }
  }

  private void resolve(SegmentId segment, LogRecord.Resolve resolve) {
    LogRecord.Prepare one = prepared.remove(new Part(segment, resolve.op()));
    Broken.unless(one != null, "%s has not prepared, and now %s", segment, resolve);
    Broken.unless(
        resolve.commit() == decided.containsValue(resolve.op()),
        "%s, and it was decided otherwise",
        resolve);
    if (!resolve.commit()) {
      aborted.add(resolve.op());
    } else if (one != null) {
      due(one.takes(), one.writes());
    }
  }

  private void due(Iterable<Portion.Take> takes, Iterable<Envelope> writes) {
    takes.forEach(take -> due.add(take.token()));
    writes.forEach(token -> due.add(token.id()));
  }

  /** A token comes or goes; whether because it was decided so. */
  boolean due(TokenId token) {
    return due.remove(token);
  }

  /** Whether a transaction was decided, to be done. */
  boolean decided(OpId transaction) {
    return decided.containsKey(transaction);
  }

  /** Somebody is told that all of a transaction is done. */
  void toldCommitted(Transacted one) {
    OpId id = one.id();
    boolean nothing = one.takes().isEmpty() && one.writes().isEmpty();
    Broken.unless(nothing || id != null && decided(id), "told, and it is not decided: %s", one);
  }

  /** All is quiet: nothing is left undone. */
  void over() {
    Broken.unless(prepared.isEmpty(), "prepared, and never resolved: %s", prepared.values());
    Broken.unless(due.isEmpty(), "decided, and never done: %s", due);
  }
}
