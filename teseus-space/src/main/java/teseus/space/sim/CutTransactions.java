package teseus.space.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;
import teseus.space.wire.EnvelopeCodec;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Portion;
import teseus.space.wire.TupleCodec;

/**
 * What transactions make of a cut, from the records before it: all of one whose decision is among
 * them, nothing of any other.
 */
final class CutTransactions {
  private final Map<SegmentId, Map<OpId, LogRecord.Prepare>> prepared = new HashMap<>();
  private final Set<OpId> decided = new HashSet<>();
  private final Map<TokenId, Long> accounts = new HashMap<>();
  private final Map<OpId, Long> outside = new HashMap<>();
  private final Set<OpId> transacted = new HashSet<>();

  /** A record that is in the cut. */
  void before(SegmentId segment, LogRecord record) {
    if (record instanceof LogRecord.Prepare prepare) {
      prepared(segment).put(prepare.op(), prepare);
      transacted(prepare.takes(), prepare.writes());
    } else if (record instanceof LogRecord.Decide decide) {
      decided.add(decide.op());
      transacted(decide.takes(), decide.writes());
    } else if (record instanceof LogRecord.Resolve resolve) {
      prepared(segment).remove(resolve.op());
    } else if (record instanceof LogRecord.Put put && isAccount(put.token())) {
      accounts.put(put.token().id(), money(put.token()));
      outside(put.op(), money(put.token()));
    } else if (record instanceof LogRecord.In in && isAccount(in.token())) {
      accounts.put(in.token().id(), money(in.token())); // it was put into another segment
    } else if (record instanceof LogRecord.Take take) {
      outside(take.op(), -accounts.getOrDefault(take.token(), 0L));
    } else if (record instanceof LogRecord.Return back) {
      outside.remove(back.op());
    }
  }

  private void transacted(List<Portion.Take> takes, List<Envelope> writes) {
    takes.forEach(take -> transacted.add(take.op()));
    writes.forEach(token -> transacted.add(token.id().write()));
  }

  private void outside(OpId op, long money) {
    if (!transacted.contains(op)) {
      outside.put(op, money);
    }
  }

  private Map<OpId, LogRecord.Prepare> prepared(SegmentId segment) {
    return prepared.computeIfAbsent(segment, any -> new LinkedHashMap<>());
  }

  /** Does what a segment had prepared and not done before its cut, as far as it is decided. */
  void complete(SegmentId segment, Map<TokenId, byte[]> tokens) {
    for (LogRecord.Prepare one : prepared(segment).values()) {
      if (decided.contains(one.op())) {
        one.takes().forEach(take -> tokens.remove(take.token()));
        one.writes().forEach(token -> tokens.put(token.id(), EnvelopeCodec.encode(token)));
      }
    }
  }

  /** The money that was put in and taken out by others: what transactions move stays as much. */
  long money() {
    return outside.values().stream().mapToLong(Long::longValue).sum();
  }

  static boolean isAccount(Envelope token) {
    return token.type().equals(TransactionClient.ACCOUNT);
  }

  static long money(Envelope account) {
    return (Long)
        Objects.requireNonNull(
            TupleCodec.decode(account.type(), account.fields()).fields().get("money"));
  }
}
