package teseus.space.wire;

/** The bytes of what sessions need. Tags 30 to 39. */
final class Sessions {
  private Sessions() {}

  static void addTo(Kinds<Message> kinds) {
    kinds.add(
        30,
        Message.Fence.class,
        (out, fence) -> {
          Ids.op(out, fence.op());
          out.zigzag(fence.turn());
          Ids.segment(out, fence.segment());
        },
        in -> new Message.Fence(Ids.op(in), in.int32(), Ids.segment(in)));
    kinds.add(
        31,
        Message.Fenced.class,
        (out, fenced) -> {
          Ids.op(out, fenced.op());
          out.zigzag(fenced.turn());
          Ids.segment(out, fenced.segment());
          out.optional(fenced.result(), Results.KINDS::write);
        },
        in ->
            new Message.Fenced(
                Ids.op(in), in.int32(), Ids.segment(in), in.optional(Results.KINDS::read)));
    kinds.add(
        32,
        Message.GiveBack.class,
        (out, back) -> {
          Ids.op(out, back.op());
          out.zigzag(back.turn());
          Ids.segment(out, back.segment());
        },
        in -> new Message.GiveBack(Ids.op(in), in.int32(), Ids.segment(in)));
    kinds.add(
        33,
        Message.GivenBack.class,
        (out, back) -> {
          Ids.op(out, back.op());
          out.zigzag(back.turn());
          Ids.segment(out, back.segment());
          out.flag(back.back());
        },
        in -> new Message.GivenBack(Ids.op(in), in.int32(), Ids.segment(in), in.flag()));
    kinds.add(
        34,
        Message.KeepAlive.class,
        (out, alive) -> Ids.bySession(out, alive.low()),
        in -> new Message.KeepAlive(Ids.bySession(in)));
    kinds.add(
        35,
        Message.EndSession.class,
        (out, end) -> Ids.session(out, end.session()),
        in -> new Message.EndSession(Ids.session(in)));
    kinds.add(
        36,
        Message.AskSessions.class,
        (out, ask) -> {
          out.zigzag(ask.ask());
          Ids.segment(out, ask.segment());
        },
        in -> new Message.AskSessions(in.zigzag(), Ids.segment(in)));
    kinds.add(
        37,
        Message.ToldSessions.class,
        (out, told) -> {
          out.zigzag(told.ask());
          Ids.bySession(out, told.turns());
          out.list(told.ended(), Ids::session);
        },
        in -> new Message.ToldSessions(in.zigzag(), Ids.bySession(in), in.list(Ids::session)));
  }
}
