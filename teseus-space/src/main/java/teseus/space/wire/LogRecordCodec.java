package teseus.space.wire;

/**
 * The records of logs as bytes, in memory, on disk and between hosts.
 *
 * <pre>
 * record = tag (1 byte), at (8 bytes), then the record's other components in their order, each as
 *          in {@link FrameCodec}
 * </pre>
 *
 * <p>There is no version: logs outlive the program that wrote them, so a layout that has to change
 * gets a new tag, and the old one is still read. Equal records are equal bytes. Pure functions, to
 * be called from any thread.
 */
public final class LogRecordCodec {
  private static final int EXPECTED = 96; // bytes that most records fit in, but for a tuple

  static final Kinds<LogRecord> KINDS = new Kinds<>("a log record");

  static {
    addOperations();
    addSessions();
    addRounds();
    addEvals();
    addChanges();
    Voters.addRecordsTo(KINDS);
    Transactions.addRecords(KINDS);
    Moves.addRecords(KINDS);
    addNotes();
  }

  private LogRecordCodec() {}

  /**
   * Encodes a record.
   *
   * @throws IllegalArgumentException if a text in it holds half a surrogate pair
   */
  public static byte[] encode(LogRecord record) {
    int tuple = record instanceof LogRecord.Put put ? put.token().fields().length : 0;
    BytesOut out = new BytesOut(EXPECTED + tuple);
    KINDS.write(out, record);
    return out.toBytes();
  }

  /**
   * Decodes a record, which shares nothing with the array.
   *
   * @throws MalformedException if the bytes are not one whole record of a known kind
   */
  public static LogRecord decode(byte[] bytes) {
    return BytesIn.whole(bytes, 0, bytes.length, KINDS::read);
  }

  private static void addOperations() {
    KINDS.add(
        2,
        LogRecord.Put.class,
        (out, put) -> {
          out.fixed(put.at());
          Ids.op(out, put.op());
          out.zigzag(put.low());
          Ids.envelope(out, put.token());
        },
        in -> new LogRecord.Put(in.fixed(), Ids.op(in), in.zigzag(), Ids.envelope(in)));
    KINDS.add(
        3,
        LogRecord.Take.class,
        (out, take) -> {
          out.fixed(take.at());
          Ids.op(out, take.op());
          out.zigzag(take.low());
          Ids.token(out, take.token());
        },
        in -> new LogRecord.Take(in.fixed(), Ids.op(in), in.zigzag(), Ids.token(in)));
    KINDS.add(
        4,
        LogRecord.Return.class,
        (out, back) -> {
          out.fixed(back.at());
          Ids.op(out, back.op());
          Ids.token(out, back.token());
        },
        in -> new LogRecord.Return(in.fixed(), Ids.op(in), Ids.token(in)));
    KINDS.add(
        5,
        LogRecord.Expire.class,
        (out, expire) -> {
          out.fixed(expire.at());
          Ids.token(out, expire.token());
        },
        in -> new LogRecord.Expire(in.fixed(), Ids.token(in)));
  }

  private static void addChanges() {
    KINDS.add(
        20,
        LogRecord.Update.class,
        (out, update) -> {
          out.fixed(update.at());
          Ids.op(out, update.op());
          out.zigzag(update.low());
          Ids.token(out, update.token());
          out.text(update.type());
          out.bytes(update.fields());
          out.varint(update.version());
        },
        in ->
            new LogRecord.Update(
                in.fixed(),
                Ids.op(in),
                in.zigzag(),
                Ids.token(in),
                in.name(),
                in.bytes(),
                in.varint()));
    KINDS.add(
        21,
        LogRecord.Renew.class,
        (out, renew) -> {
          out.fixed(renew.at());
          Ids.op(out, renew.op());
          out.zigzag(renew.low());
          Ids.token(out, renew.token());
          out.fixed(renew.until());
        },
        in -> new LogRecord.Renew(in.fixed(), Ids.op(in), in.zigzag(), Ids.token(in), in.fixed()));
    KINDS.add(
        22,
        LogRecord.CancelLease.class,
        (out, cancel) -> {
          out.fixed(cancel.at());
          Ids.op(out, cancel.op());
          out.zigzag(cancel.low());
          Ids.token(out, cancel.token());
        },
        in -> new LogRecord.CancelLease(in.fixed(), Ids.op(in), in.zigzag(), Ids.token(in)));
  }

  private static void addSessions() {
    KINDS.add(
        6,
        LogRecord.Open.class,
        (out, open) -> {
          out.fixed(open.at());
          Ids.session(out, open.session());
        },
        in -> new LogRecord.Open(in.fixed(), Ids.session(in)));
    KINDS.add(
        7,
        LogRecord.End.class,
        (out, end) -> {
          out.fixed(end.at());
          Ids.session(out, end.session());
        },
        in -> new LogRecord.End(in.fixed(), Ids.session(in)));
    KINDS.add(
        8,
        LogRecord.Era.class,
        (out, era) -> {
          out.fixed(era.at());
          out.zigzag(era.era());
        },
        in -> new LogRecord.Era(in.fixed(), in.int32()));
    KINDS.add(
        9,
        LogRecord.Turn.class,
        (out, turn) -> {
          out.fixed(turn.at());
          Ids.session(out, turn.session());
          out.zigzag(turn.turn());
        },
        in -> new LogRecord.Turn(in.fixed(), Ids.session(in), in.int32()));
  }

  private static void addEvals() {
    KINDS.add(
        30,
        LogRecord.Eval.class,
        (out, eval) -> {
          out.fixed(eval.at());
          Ids.op(out, eval.op());
          out.zigzag(eval.low());
          Ids.active(out, eval.active());
        },
        in -> new LogRecord.Eval(in.fixed(), Ids.op(in), in.zigzag(), Ids.active(in)));
    KINDS.add(
        31,
        LogRecord.Computed.class,
        (out, computed) -> {
          out.fixed(computed.at());
          Ids.envelope(out, computed.token());
        },
        in -> new LogRecord.Computed(in.fixed(), Ids.envelope(in)));
    KINDS.add(
        32,
        LogRecord.Lapse.class,
        (out, lapse) -> {
          out.fixed(lapse.at());
          Ids.token(out, lapse.token());
        },
        in -> new LogRecord.Lapse(in.fixed(), Ids.token(in)));
  }

  private static void addNotes() {
    KINDS.add(
        60,
        LogRecord.Note.class,
        (out, note) -> {
          out.fixed(note.at());
          Ids.segment(out, note.segment());
          out.fixed(note.log());
          out.zigzag(note.promised());
          out.zigzag(note.synced());
          out.zigzag(note.led());
          out.zigzag(note.doubted());
          out.flag(note.whole());
          out.flag(note.sole());
          out.zigzag(note.committed());
          out.zigzag(note.length());
          out.list(note.spans(), Replications::span);
        },
        in ->
            new LogRecord.Note(
                in.fixed(),
                Ids.segment(in),
                in.fixed(),
                in.zigzag(),
                in.zigzag(),
                in.zigzag(),
                in.zigzag(),
                in.flag(),
                in.flag(),
                in.zigzag(),
                in.zigzag(),
                in.list(Replications::span)));
    KINDS.add(
        61,
        LogRecord.Void.class,
        (out, gone) -> out.fixed(gone.at()),
        in -> new LogRecord.Void(in.fixed()));
    KINDS.add(
        62,
        LogRecord.Listed.class,
        (out, listed) -> {
          out.fixed(listed.at());
          Metas.roster(out, listed.roster());
        },
        in -> new LogRecord.Listed(in.fixed(), Metas.roster(in)));
  }

  private static void addRounds() {
    KINDS.add(
        1,
        LogRecord.Lead.class,
        (out, lead) -> out.fixed(lead.at()),
        in -> new LogRecord.Lead(in.fixed()));
    KINDS.add(
        10,
        LogRecord.Cut.class,
        (out, cut) -> {
          out.fixed(cut.at());
          out.zigzag(cut.round());
        },
        in -> new LogRecord.Cut(in.fixed(), in.zigzag()));
  }
}
