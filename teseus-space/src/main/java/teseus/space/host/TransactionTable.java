package teseus.space.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Portion;
import teseus.space.wire.TupleCodec;

/**
 * The transactions of one segment, as its log says: part of the state that every copy of the
 * segment has. What is prepared stays until it is resolved; what was decided here for others, until
 * they have all done it (PROTOCOL.md, rule 16).
 */
final class TransactionTable {
  /**
   * What this segment has agreed to do.
   *
   * @param transaction which
   * @param op its commit
   * @param low lowest number of that session still open
   * @param first the segment that decides
   * @param takes what goes out
   * @param writes what comes in, which nobody sees yet
   */
  record Prepared(
      OpId transaction,
      OpId op,
      long low,
      SegmentId first,
      List<Portion.Take> takes,
      List<Envelope> writes) {}

  /**
   * What this segment has decided.
   *
   * @param transaction which
   * @param op its commit
   * @param round the snapshot that the segment was last cut for before
   * @param others the segments that have to be told
   */
  record Decided(OpId transaction, OpId op, long round, List<SegmentId> others) {}

  private final Map<OpId, Prepared> prepared = new LinkedHashMap<>();
  private final Map<OpId, Decided> decided = new LinkedHashMap<>();
  private final Map<TokenId, Portion.Take> leaving = new LinkedHashMap<>();
  private final Map<TokenId, Envelope> arriving = new LinkedHashMap<>();
  private long unseen;
  private int coming;

  void prepare(Prepared one) {
    prepared.put(one.op(), one);
    one.writes().forEach(token -> unseen += token.cost());
    coming += one.writes().size();
  }

  /** It was decided; if it is done, each of its tokens has a record of its own to come. */
  Prepared resolve(OpId op, boolean commit) {
    Prepared one = prepared.remove(op);
    if (one == null) {
      throw new IllegalStateException(op + " is resolved, and was not prepared");
    }
    one.writes().forEach(token -> unseen -= token.cost());
    coming -= one.writes().size();
    if (commit) {
      due(one.takes(), one.writes());
    }
    return one;
  }

  void decide(Decided one, List<Portion.Take> takes, List<Envelope> writes) {
    if (!one.others().isEmpty()) {
      decided.put(one.op(), one);
    }
    due(takes, writes);
  }

  private void due(List<Portion.Take> takes, List<Envelope> writes) {
    takes.forEach(take -> leaving.put(take.token(), take));
    writes.forEach(token -> arriving.put(token.id(), token));
  }

  void settled(OpId op) {
    decided.remove(op);
  }

  /** A token came in; whether a transaction's decision had it do so. */
  boolean arrived(TokenId token) {
    return arriving.remove(token) != null;
  }

  /** A token went out; whether a transaction's decision had it do so. */
  boolean left(TokenId token) {
    return leaving.remove(token) != null;
  }

  /** Whether records are still to come of what was decided: no image has them. */
  boolean completing() {
    return !leaving.isEmpty() || !arriving.isEmpty();
  }

  /** The records that are still to come of what was decided, in their order. */
  List<LogRecord> due(long now) {
    List<LogRecord> due = new ArrayList<>(leaving.size() + arriving.size());
    leaving.values().forEach(take -> due.add(new LogRecord.Take(now, take.op(), 0, take.token())));
    arriving
        .values()
        .forEach(token -> due.add(new LogRecord.Put(now, token.id().write(), 0, token)));
    return due;
  }

  @Nullable Prepared prepared(OpId op) {
    return prepared.get(op);
  }

  /** All that is prepared and not resolved, in order of age. */
  Collection<Prepared> prepared() {
    return Collections.unmodifiableCollection(prepared.values());
  }

  @Nullable Decided decided(OpId op) {
    return decided.get(op);
  }

  /** All that was decided here and that somebody has not done yet, in order of age. */
  Collection<Decided> decided() {
    return Collections.unmodifiableCollection(decided.values());
  }

  /** Whether a match is among the tokens that nobody sees yet. */
  boolean writes(Template template) {
    for (Prepared one : prepared.values()) {
      for (Envelope token : one.writes()) {
        if (TupleCodec.matches(template, token.type(), token.fields())) {
          return true;
        }
      }
    }
    return false;
  }

  /** How many tokens there are that nobody sees yet. */
  int coming() {
    return coming;
  }

  /** What the tokens that nobody sees yet cost, in bytes. */
  long unseen() {
    return unseen;
  }
}
