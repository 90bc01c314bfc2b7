package teseus.space.wire;

/** The bytes of transactions. Messages 80 to 99; records, actions and results 40 to 49. */
final class Transactions {
  private static final Kinds<TransactionMessage> KINDS = new Kinds<>("a transaction's message");

  static {
    addLocks();
    addCommits();
  }

  private Transactions() {}

  static void addTo(Kinds<Message> kinds) {
    kinds.add(
        80,
        Message.Transactional.class,
        (out, message) -> KINDS.write(out, message.what()),
        in -> new Message.Transactional(KINDS.read(in)));
  }

  private static void addLocks() {
    KINDS.add(
        1,
        TransactionMessage.Look.class,
        (out, look) -> {
          out.zigzag(look.ask());
          Ids.segment(out, look.segment());
          TemplateCodec.write(out, look.template());
          Ids.op(out, look.transaction());
          out.flag(look.take());
        },
        in ->
            new TransactionMessage.Look(
                in.zigzag(), Ids.segment(in), TemplateCodec.read(in), Ids.op(in), in.flag()));
    KINDS.add(
        2,
        TransactionMessage.Unlock.class,
        (out, unlock) -> {
          Ids.op(out, unlock.transaction());
          Ids.segment(out, unlock.segment());
        },
        in -> new TransactionMessage.Unlock(Ids.op(in), Ids.segment(in)));
    KINDS.add(
        3,
        TransactionMessage.Extend.class,
        (out, extend) -> {
          Ids.op(out, extend.transaction());
          Ids.segment(out, extend.segment());
          out.zigzag(extend.lease());
        },
        in -> new TransactionMessage.Extend(Ids.op(in), Ids.segment(in), in.zigzag()));
  }

  private static void addCommits() {
    KINDS.add(
        4,
        TransactionMessage.Prepare.class,
        (out, prepare) -> {
          Ids.op(out, prepare.transaction());
          Ids.op(out, prepare.op());
          out.zigzag(prepare.turn());
          out.zigzag(prepare.low());
          Ids.segment(out, prepare.first());
          portion(out, prepare.portion());
        },
        in ->
            new TransactionMessage.Prepare(
                Ids.op(in), Ids.op(in), in.int32(), in.zigzag(), Ids.segment(in), portion(in)));
    KINDS.add(
        5,
        TransactionMessage.Voted.class,
        (out, voted) -> {
          Ids.op(out, voted.op());
          Ids.segment(out, voted.first());
          Ids.segment(out, voted.segment());
          Ids.choice(out, voted.vote());
        },
        in ->
            new TransactionMessage.Voted(
                Ids.op(in),
                Ids.segment(in),
                Ids.segment(in),
                Ids.choice(in, TransactionMessage.Vote.values())));
    KINDS.add(
        6,
        TransactionMessage.Decided.class,
        (out, decided) -> {
          Ids.op(out, decided.transaction());
          Ids.op(out, decided.op());
          Ids.segment(out, decided.first());
          Ids.segment(out, decided.segment());
          out.flag(decided.commit());
          out.zigzag(decided.round());
        },
        in ->
            new TransactionMessage.Decided(
                Ids.op(in), Ids.op(in), Ids.segment(in), Ids.segment(in), in.flag(), in.zigzag()));
    KINDS.add(
        7,
        TransactionMessage.Applied.class,
        (out, applied) -> {
          Ids.op(out, applied.op());
          Ids.segment(out, applied.first());
          Ids.segment(out, applied.segment());
        },
        in -> new TransactionMessage.Applied(Ids.op(in), Ids.segment(in), Ids.segment(in)));
    KINDS.add(
        8,
        TransactionMessage.Ask.class,
        (out, ask) -> {
          Ids.op(out, ask.transaction());
          Ids.op(out, ask.op());
          Ids.segment(out, ask.first());
          Ids.segment(out, ask.segment());
        },
        in -> new TransactionMessage.Ask(Ids.op(in), Ids.op(in), Ids.segment(in), Ids.segment(in)));
  }

  static void addActions(Kinds<Action> kinds) {
    kinds.add(
        40,
        Action.Lock.class,
        (out, lock) -> {
          Ids.op(out, lock.transaction());
          out.zigzag(lock.lease());
          out.flag(lock.take());
          TemplateCodec.write(out, lock.template());
          out.optional(lock.named(), Ids::token);
        },
        in ->
            new Action.Lock(
                Ids.op(in),
                in.zigzag(),
                in.flag(),
                TemplateCodec.read(in),
                in.optional(Ids::token)));
    kinds.add(
        41,
        Action.Commit.class,
        (out, commit) -> {
          Ids.op(out, commit.transaction());
          out.zigzag(commit.lease());
          out.list(commit.portions(), Transactions::portion);
        },
        in -> new Action.Commit(Ids.op(in), in.zigzag(), in.list(Transactions::portion)));
  }

  static void addResults(Kinds<Result> kinds) {
    kinds.add(
        40,
        Result.Locked.class,
        (out, locked) -> {
          Ids.envelope(out, locked.token());
          out.zigzag(locked.epoch());
          out.zigzag(locked.stake());
        },
        in -> new Result.Locked(Ids.envelope(in), in.zigzag(), in.zigzag()));
    kinds.add(41, Result.Committed.class, (out, committed) -> {}, in -> new Result.Committed());
  }

  static void addRecords(Kinds<LogRecord> kinds) {
    kinds.add(
        40,
        LogRecord.Prepare.class,
        (out, prepare) -> {
          out.fixed(prepare.at());
          Ids.op(out, prepare.transaction());
          Ids.op(out, prepare.op());
          out.zigzag(prepare.low());
          Ids.segment(out, prepare.first());
          out.list(prepare.takes(), Transactions::take);
          out.list(prepare.writes(), Ids::envelope);
        },
        in ->
            new LogRecord.Prepare(
                in.fixed(),
                Ids.op(in),
                Ids.op(in),
                in.zigzag(),
                Ids.segment(in),
                in.list(Transactions::take),
                in.list(Ids::envelope)));
    kinds.add(
        41,
        LogRecord.Decide.class,
        (out, decide) -> {
          out.fixed(decide.at());
          Ids.op(out, decide.transaction());
          Ids.op(out, decide.op());
          out.zigzag(decide.low());
          out.list(decide.takes(), Transactions::take);
          out.list(decide.writes(), Ids::envelope);
          Ids.segments(out, decide.others());
        },
        in ->
            new LogRecord.Decide(
                in.fixed(),
                Ids.op(in),
                Ids.op(in),
                in.zigzag(),
                in.list(Transactions::take),
                in.list(Ids::envelope),
                Ids.segments(in)));
    kinds.add(
        42,
        LogRecord.Resolve.class,
        (out, resolve) -> {
          out.fixed(resolve.at());
          Ids.op(out, resolve.op());
          out.flag(resolve.commit());
        },
        in -> new LogRecord.Resolve(in.fixed(), Ids.op(in), in.flag()));
    kinds.add(
        43,
        LogRecord.Settled.class,
        (out, settled) -> {
          out.fixed(settled.at());
          Ids.op(out, settled.op());
        },
        in -> new LogRecord.Settled(in.fixed(), Ids.op(in)));
  }

  private static void portion(BytesOut out, Portion portion) {
    Ids.segment(out, portion.segment());
    out.zigzag(portion.epoch());
    out.zigzag(portion.stake());
    out.list(portion.reads(), Ids::token);
    out.list(portion.takes(), Transactions::take);
    out.list(portion.writes(), Transactions::write);
  }

  private static Portion portion(BytesIn in) {
    return new Portion(
        Ids.segment(in),
        in.zigzag(),
        in.zigzag(),
        in.list(Ids::token),
        in.list(Transactions::take),
        in.list(Transactions::write));
  }

  private static void take(BytesOut out, Portion.Take take) {
    Ids.op(out, take.op());
    Ids.token(out, take.token());
  }

  private static Portion.Take take(BytesIn in) {
    return new Portion.Take(Ids.op(in), Ids.token(in));
  }

  private static void write(BytesOut out, Portion.Write write) {
    Ids.token(out, write.token());
    out.text(write.type());
    out.bytes(write.fields());
    out.fixed(write.term());
  }

  private static Portion.Write write(BytesIn in) {
    return new Portion.Write(Ids.token(in), in.text(), in.bytes(), in.fixed());
  }
}
