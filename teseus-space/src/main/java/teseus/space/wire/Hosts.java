package teseus.space.wire;

/** The bytes of what hosts say of themselves and of all: view, META, snapshot. Tags 40 to 69. */
final class Hosts {
  private Hosts() {}

  static void addTo(Kinds<Message> kinds) {
    addView(kinds);
    addMeta(kinds);
    addSnapshot(kinds);
  }

  private static void addView(Kinds<Message> kinds) {
    kinds.add(
        40,
        Message.Hello.class,
        (out, hello) -> {
          Ids.host(out, hello.host());
          out.fixed(hello.store());
          out.zigzag(hello.incarnation());
          Ids.bySegment(out, hello.leads());
          out.zigzag(hello.meta());
          out.flag(hello.blank());
        },
        in ->
            new Message.Hello(
                Ids.host(in), in.fixed(), in.zigzag(), Ids.bySegment(in), in.zigzag(), in.flag()));
    kinds.add(
        41,
        Message.PullView.class,
        (out, pull) -> {
          Ids.segment(out, pull.segment());
          out.zigzag(pull.from());
        },
        in -> new Message.PullView(Ids.segment(in), in.zigzag()));
    kinds.add(
        42,
        Message.ViewPart.class,
        (out, part) -> {
          Ids.segment(out, part.segment());
          out.zigzag(part.from());
          out.zigzag(part.to());
          out.flag(part.reset());
          out.list(part.added(), Ids::envelope);
          out.list(part.removed(), Ids::token);
          out.flag(part.more());
        },
        in ->
            new Message.ViewPart(
                Ids.segment(in),
                in.zigzag(),
                in.zigzag(),
                in.flag(),
                in.list(Ids::envelope),
                in.list(Ids::token),
                in.flag()));
  }

  private static void addMeta(Kinds<Message> kinds) {
    kinds.add(
        50,
        Message.MetaAsk.class,
        (out, ask) -> {
          out.zigzag(ask.ask());
          out.optional(ask.command(), Metas.COMMANDS::write);
        },
        in -> new Message.MetaAsk(in.zigzag(), in.optional(Metas.COMMANDS::read)));
    kinds.add(
        51,
        Message.MetaTold.class,
        (out, told) -> {
          out.zigzag(told.ask());
          out.optional(told.refused(), BytesOut::text);
          Metas.state(out, told.state());
          out.optional(told.leader(), Ids::host);
        },
        in ->
            new Message.MetaTold(
                in.zigzag(), in.optional(BytesIn::text), Metas.state(in), in.optional(Ids::host)));
    kinds.add(
        52,
        Message.MetaElsewhere.class,
        (out, elsewhere) -> {
          out.zigzag(elsewhere.ask());
          out.optional(elsewhere.leader(), Ids::host);
        },
        in -> new Message.MetaElsewhere(in.zigzag(), in.optional(Ids::host)));
  }

  private static void addSnapshot(Kinds<Message> kinds) {
    kinds.add(
        60,
        Message.HasCut.class,
        (out, cut) -> {
          out.zigzag(cut.round());
          Ids.segment(out, cut.segment());
          out.zigzag(cut.lsn());
        },
        in -> new Message.HasCut(in.zigzag(), Ids.segment(in), in.zigzag()));
    kinds.add(
        61,
        Message.PullPart.class,
        (out, pull) -> {
          out.zigzag(pull.round());
          Ids.segment(out, pull.segment());
          out.zigzag(pull.from());
        },
        in -> new Message.PullPart(in.zigzag(), Ids.segment(in), in.int32()));
    kinds.add(
        62,
        Message.Part.class,
        (out, part) -> {
          out.zigzag(part.round());
          Ids.segment(out, part.segment());
          out.zigzag(part.from());
          out.list(part.tokens(), Ids::envelope);
          out.zigzag(part.total());
        },
        in ->
            new Message.Part(
                in.zigzag(), Ids.segment(in), in.int32(), in.list(Ids::envelope), in.int32()));
  }
}
