package teseus.space.wire;

/** The bytes of moves. Message 110; records 70 to 79. */
final class Moves {
  private static final Kinds<MoveMessage> KINDS = new Kinds<>("a move's message");

  static {
    KINDS.add(
        1,
        MoveMessage.Bring.class,
        (out, bring) -> {
          move(out, bring.move());
          Ids.segment(out, bring.to());
          out.fixed(bring.log());
          Ids.envelope(out, bring.token());
        },
        in -> new MoveMessage.Bring(move(in), Ids.segment(in), in.fixed(), Ids.envelope(in)));
    KINDS.add(
        2,
        MoveMessage.Settled.class,
        (out, settled) -> {
          move(out, settled.move());
          Ids.segment(out, settled.by());
          out.flag(settled.in());
          out.zigzag(settled.round());
        },
        in -> new MoveMessage.Settled(move(in), Ids.segment(in), in.flag(), in.zigzag()));
    KINDS.add(
        3,
        MoveMessage.Over.class,
        (out, over) -> {
          Ids.segment(out, over.from());
          out.fixed(over.log());
          out.zigzag(over.low());
          Ids.segment(out, over.to());
        },
        in -> new MoveMessage.Over(Ids.segment(in), in.fixed(), in.zigzag(), Ids.segment(in)));
  }

  private Moves() {}

  static void addTo(Kinds<Message> kinds) {
    kinds.add(
        110,
        Message.Moving.class,
        (out, message) -> KINDS.write(out, message.what()),
        in -> new Message.Moving(KINDS.read(in)));
  }

  static void addRecords(Kinds<LogRecord> kinds) {
    kinds.add(
        70,
        LogRecord.Out.class,
        (out, left) -> {
          out.fixed(left.at());
          Ids.token(out, left.token());
          Ids.segment(out, left.to());
          out.fixed(left.log());
        },
        in -> new LogRecord.Out(in.fixed(), Ids.token(in), Ids.segment(in), in.fixed()));
    kinds.add(
        71,
        LogRecord.In.class,
        (out, came) -> {
          out.fixed(came.at());
          move(out, came.move());
          Ids.envelope(out, came.token());
        },
        in -> new LogRecord.In(in.fixed(), move(in), Ids.envelope(in)));
    kinds.add(
        72,
        LogRecord.Never.class,
        (out, never) -> {
          out.fixed(never.at());
          move(out, never.move());
        },
        in -> new LogRecord.Never(in.fixed(), move(in)));
    kinds.add(
        73,
        LogRecord.Done.class,
        (out, done) -> {
          out.fixed(done.at());
          out.zigzag(done.out());
          Ids.token(out, done.token());
        },
        in -> new LogRecord.Done(in.fixed(), in.zigzag(), Ids.token(in)));
    kinds.add(
        74,
        LogRecord.Back.class,
        (out, back) -> {
          out.fixed(back.at());
          out.zigzag(back.out());
          Ids.token(out, back.token());
        },
        in -> new LogRecord.Back(in.fixed(), in.zigzag(), Ids.token(in)));
    kinds.add(
        75,
        LogRecord.Forget.class,
        (out, forget) -> {
          out.fixed(forget.at());
          Ids.segment(out, forget.from());
          out.fixed(forget.log());
          out.zigzag(forget.low());
        },
        in -> new LogRecord.Forget(in.fixed(), Ids.segment(in), in.fixed(), in.zigzag()));
  }

  private static void move(BytesOut out, MoveId move) {
    Ids.segment(out, move.from());
    out.fixed(move.log());
    out.zigzag(move.lsn());
  }

  private static MoveId move(BytesIn in) {
    return new MoveId(Ids.segment(in), in.fixed(), in.zigzag());
  }
}
