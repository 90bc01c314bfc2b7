package teseus.space.host;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.store.Slot;
import teseus.space.wire.Active;
import teseus.space.wire.BytesIn;
import teseus.space.wire.BytesOut;
import teseus.space.wire.Envelope;
import teseus.space.wire.EnvelopeCodec;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.MalformedException;
import teseus.space.wire.MoveId;
import teseus.space.wire.Result;

/**
 * The whole state of a segment as bytes, so that the log before it may go.
 *
 * <pre>
 * image   = part...                       each part some entries, about 64 KiB
 * entry   = HEAD    version, era, round
 *         | ENDED   session               its end is remembered
 *         | SESSION session, low, turn, turn's lsn
 *         | DONE    op, lsn, placed, answer   of the session before
 *         | TOKEN   lsn, envelope
 *         | ACTIVE  lsn, token's op, function, type, fields, until
 *         | PREPARED, DECIDED  a transaction, as the record of that name has it
 *         | MOVES   count, era            of tokens that went to other segments
 *         | AWAY    lsn of its OUT, token's op, to whom, which log of that
 *         | SETTLED from, log, lsn of its OUT, lsn, whether it came in, round
 *         | OVER    from, log, low        moves below it are forgotten
 * answer  = 0, token's op, until | 1, envelope | 2 (it was put back) | 3, envelope (an update)
 *         | 4, token's op (its lease was cancelled) | 40 (a transaction is committed)
 * session = era (zigzag varint), nonce (8 bytes); op = session, number (varint)
 * from, to whom = a segment as text; log = 8 bytes
 * </pre>
 */
final class SegmentImage {
  private static final int VERSION = 2;
  private static final int PART_BYTES = 64 << 10;

  private static final int HEAD = 0;
  private static final int ENDED = 1;
  private static final int SESSION = 2;
  private static final int DONE = 3;
  private static final int TOKEN = 4;
  private static final int ACTIVE = 30;
  private static final int PREPARED = 40;
  private static final int DECIDED = 41;
  private static final int MOVES = 70;
  private static final int AWAY = 71;
  private static final int SETTLED = 72;
  private static final int OVER = 73;

  private final List<byte[]> parts = new ArrayList<>();
  private BytesOut part = new BytesOut(PART_BYTES);

  private SegmentImage() {}

  /**
   * The state as the records appended so far make it, committed or not. Tokens are encoded when
   * their part is asked for, by any thread, so that the owner of the state pays for the list of
   * them alone: some 0.1 s for a million.
   */
  static List<byte[]> of(SegmentState state) {
    SegmentImage image = new SegmentImage();
    image.head(state);
    state.sessions().ended().forEach(image::ended);
    state.sessions().entries().forEach(image::session);
    state.active().all().forEach(image::active);
    state.transactions().decided().forEach(image::decided);
    image.settled(state.moves());
    image.cut(0);
    List<byte[]> locks = new ArrayList<>();
    state.transactions().prepared().forEach(one -> locks.add(prepared(one)));
    if (!state.moves().outs().isEmpty()) {
      locks.add(away(state.moves()));
    }
    return new Parts(image.parts, state.store().live(), locks);
  }

  /**
   * The parts of all else, encoded, then those of tokens, then of what locks some of them. One
   * thread at a time reads it. Which tokens make a part is seen to by whoever reads first: to look
   * at a million of them takes half as long again as to list them.
   */
  private static final class Parts extends AbstractList<byte[]> {
    private final List<byte[]> first;
    private final List<Slot> tokens;
    private final List<byte[]> locks;
    private @Nullable List<Integer> begins;

    Parts(List<byte[]> first, List<Slot> tokens, List<byte[]> locks) {
      this.first = first;
      this.tokens = tokens;
      this.locks = locks;
    }

    /** The first token of each part that holds some. */
    private List<Integer> begins() {
      List<Integer> known = begins;
      if (known == null) {
        known = new ArrayList<>();
        long bytes = PART_BYTES;
        for (int i = 0; i < tokens.size(); i++) {
          if (bytes >= PART_BYTES) {
            known.add(i);
            bytes = 0;
          }
          bytes += tokens.get(i).token().cost(); // more than it is encoded to
        }
        begins = known;
      }
      return known;
    }

    @Override
    public int size() {
      return first.size() + begins().size() + locks.size();
    }

    @Override
    public byte[] get(int index) {
      if (index < first.size()) {
        return first.get(index);
      }
      List<Integer> each = begins();
      int part = index - first.size();
      if (part >= each.size()) {
        return locks.get(part - each.size());
      }
      int end = part + 1 < each.size() ? each.get(part + 1) : tokens.size();
      BytesOut out = new BytesOut(PART_BYTES);
      for (Slot slot : tokens.subList(each.get(part), end)) {
        token(out, slot);
      }
      return out.toBytes();
    }
  }

  /** A number that tells one state from another: equal for equal states. */
  static long digest(SegmentState state) {
    CRC32C sum = new CRC32C();
    of(state).forEach(sum::update);
    return sum.getValue();
  }

  private void head(SegmentState state) {
    part.octet(HEAD);
    part.octet(VERSION);
    part.zigzag(state.sessions().era());
    part.varint(state.round());
  }

  private void ended(SessionId session) {
    part.octet(ENDED);
    write(session);
    cut(PART_BYTES);
  }

  private void session(SessionId id, SessionTable.Entry session) {
    part.octet(SESSION);
    write(id);
    part.varint(session.low());
    part.zigzag(session.turn());
    part.zigzag(session.turnLsn());
    session.done().forEach((number, done) -> done(new OpId(id, number), done));
    cut(PART_BYTES);
  }

  private void done(OpId op, Completion done) {
    part.octet(DONE);
    write(op);
    part.varint(done.lsn());
    part.varint(done.placed());
    if (done.result() instanceof Result.Written written) {
      part.octet(0);
      write(written.token().write());
      part.fixed(written.until());
    } else if (done.result() instanceof Result.Taken taken) {
      part.octet(1);
      part.bytes(EnvelopeCodec.encode(taken.token()));
    } else if (done.result() instanceof Result.Updated updated) {
      part.octet(3);
      part.bytes(EnvelopeCodec.encode(updated.token()));
    } else if (done.result() instanceof Result.LeaseCancelled cancelled) {
      part.octet(4);
      write(cancelled.token().write());
    } else {
      part.octet(done.result() instanceof Result.Committed ? 40 : 2);
    }
    cut(PART_BYTES);
  }

  private static byte[] prepared(TransactionTable.Prepared one) {
    BytesOut part = new BytesOut(PART_BYTES);
    part.octet(PREPARED);
    LogRecord record =
        new LogRecord.Prepare(
            0, one.transaction(), one.op(), one.low(), one.first(), one.takes(), one.writes());
    part.bytes(LogRecordCodec.encode(record));
    return part.toBytes();
  }

  private void decided(TransactionTable.Decided one) {
    part.octet(DECIDED);
    part.varint(one.round());
    LogRecord record =
        new LogRecord.Decide(0, one.transaction(), one.op(), 0, List.of(), List.of(), one.others());
    part.bytes(LogRecordCodec.encode(record));
    cut(PART_BYTES);
  }

  private void settled(MoveTable moves) {
    if (moves.count() > 0) {
      part.octet(MOVES);
      part.varint(moves.count());
      part.zigzag(moves.era());
    }
    moves
        .known()
        .forEach(
            (source, known) -> {
              part.octet(OVER);
              write(part, source.from(), source.log());
              part.varint(known.low());
              known.outcomes().forEach((lsn, outcome) -> settled(source, lsn, outcome));
            });
  }

  private void settled(MoveTable.Source source, long out, MoveTable.Outcome outcome) {
    part.octet(SETTLED);
    write(part, source.from(), source.log());
    part.varint(out);
    part.varint(outcome.lsn());
    part.flag(outcome.in());
    part.varint(outcome.round());
    cut(PART_BYTES);
  }

  private static byte[] away(MoveTable moves) {
    BytesOut part = new BytesOut(PART_BYTES);
    moves
        .outs()
        .forEach(
            (lsn, out) -> {
              part.octet(AWAY);
              part.varint(lsn);
              write(part, out.token().write());
              write(part, out.to(), out.log());
            });
    return part.toBytes();
  }

  private static void write(BytesOut part, SegmentId segment, long log) {
    part.text(segment.toString());
    part.fixed(log);
  }

  private static void token(BytesOut part, Slot slot) {
    part.octet(TOKEN);
    part.varint(slot.lsn());
    part.bytes(EnvelopeCodec.encode(slot.token()));
  }

  private void active(ActiveTuples.Placed placed) {
    Active active = placed.active();
    part.octet(ACTIVE);
    part.varint(placed.lsn());
    write(active.id().write());
    part.text(active.function());
    part.text(active.type());
    part.bytes(active.fields());
    part.fixed(active.until());
    cut(PART_BYTES);
  }

  private void write(SessionId session) {
    part.zigzag(session.era());
    part.fixed(session.nonce());
  }

  private void write(OpId op) {
    write(part, op);
  }

  private static void write(BytesOut part, OpId op) {
    part.zigzag(op.session().era());
    part.fixed(op.session().nonce());
    part.varint(op.number());
  }

  private void cut(int atLeast) {
    if (part.size() > atLeast) {
      parts.add(part.toBytes());
      part = new BytesOut(PART_BYTES);
    }
  }

  /**
   * Makes the state that an image was taken of, in one that is empty.
   *
   * @throws MalformedException if the parts are no image, or one of another version
   */
  static void read(List<byte[]> parts, SegmentState into) {
    for (byte[] part : parts) {
      BytesIn in = new BytesIn(part);
      while (in.remaining() > 0) {
        entry(in, into);
      }
    }
  }

  private static void entry(BytesIn in, SegmentState into) {
    int at = in.offset();
    switch (in.octet()) {
      case HEAD -> {
        int version = in.octet();
        if (version != VERSION) {
          throw new MalformedException(
              at, "an image of version " + version + "; this host reads version " + VERSION);
        }
        into.sessions().era(in.int32());
        into.cut(in.varint());
      }
      case ENDED -> into.sessions().end(session(in));
      case SESSION -> {
        SessionId id = session(in);
        into.sessions().restore(id, in.varint(), in.int32(), in.zigzag());
      }
      case DONE -> {
        OpId op = op(in);
        long lsn = in.varint();
        long placed = in.varint();
        into.sessions().done(op, 0, new Completion(lsn, result(in), placed));
      }
      case TOKEN -> {
        long lsn = in.varint();
        into.store().show(into.store().put(EnvelopeCodec.decode(in.bytes()), lsn));
      }
      case ACTIVE -> {
        long lsn = in.varint();
        TokenId id = new TokenId(op(in));
        into.active().add(new Active(id, in.text(), in.text(), in.bytes(), in.fixed()), lsn);
      }
      case PREPARED -> prepared(record(in, LogRecord.Prepare.class), into);
      case DECIDED -> {
        long round = in.varint();
        LogRecord.Decide one = record(in, LogRecord.Decide.class);
        into.transactions()
            .decide(
                new TransactionTable.Decided(one.transaction(), one.op(), round, one.others()),
                List.of(),
                List.of());
      }
      case MOVES -> into.moves().restore(in.varint(), in.int32());
      case AWAY -> {
        long lsn = in.varint();
        TokenId token = new TokenId(op(in));
        into.away(lsn, new MoveTable.Out(token, segment(in), in.fixed()));
      }
      case SETTLED -> {
        MoveId move = new MoveId(segment(in), in.fixed(), in.varint());
        into.moves().settled(move, new MoveTable.Outcome(in.varint(), in.flag(), in.varint()));
      }
      case OVER ->
          into.moves().forget(new LogRecord.Forget(0, segment(in), in.fixed(), in.varint()));
      default -> throw new MalformedException(at, "an entry of no kind that an image has");
    }
  }

  private static void prepared(LogRecord.Prepare one, SegmentState into) {
    into.prepare(
        new TransactionTable.Prepared(
            one.transaction(), one.op(), one.low(), one.first(), one.takes(), one.writes()));
  }

  private static <R extends LogRecord> R record(BytesIn in, Class<R> kind) {
    int at = in.offset();
    LogRecord record = LogRecordCodec.decode(in.bytes());
    if (!kind.isInstance(record)) {
      throw new MalformedException(at, "a record of another kind than the entry");
    }
    return kind.cast(record);
  }

  private static Result result(BytesIn in) {
    int at = in.offset();
    return switch (in.octet()) {
      case 0 -> new Result.Written(new TokenId(op(in)), in.fixed());
      case 1 -> {
        Envelope token = EnvelopeCodec.decode(in.bytes());
        yield new Result.Taken(token);
      }
      case 2 -> new Result.None(Result.Why.CANCELLED, null);
      case 3 -> new Result.Updated(EnvelopeCodec.decode(in.bytes()));
      case 4 -> new Result.LeaseCancelled(new TokenId(op(in)));
      case 40 -> new Result.Committed();
      default -> throw new MalformedException(at, "an answer of no kind that an image has");
    };
  }

  private static SegmentId segment(BytesIn in) {
    int at = in.offset();
    try {
      return SegmentId.parse(in.text());
    } catch (IllegalArgumentException e) {
      throw new MalformedException(at, "not a segment: " + e.getMessage());
    }
  }

  private static SessionId session(BytesIn in) {
    return new SessionId(in.int32(), in.fixed());
  }

  private static OpId op(BytesIn in) {
    return new OpId(session(in), in.varint());
  }
}
